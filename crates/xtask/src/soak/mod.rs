//! `cargo xtask soak`: real broadcasts, viewers and chats for minutes or hours, while all parts are restarted at random.
//!
//! The test knows what it did itself, and derives from it what each answer must say (`model`, `audience`, `chat`).
//! Creators and viewers are threads with a real participant each (`crates/web/app/demo/soak`).

mod api;
mod audience;
mod bounds;
mod chat;
mod checker;
mod creator;
mod event_stream;
mod faults;
mod leftovers;
mod model;
mod person;
mod relay;
mod report;
mod resources;
mod scene;
mod server_log;
mod stack;
mod talk;
mod viewer;
mod world;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::cargo::{self, SERVER_BIN};
use crate::cli::SoakArgs;
use crate::progress::{Step, print_line};
use crate::test_stack::temporary_folder;
use crate::{interrupt, livekit, node, postgres};

use checker::{Checker, rooms_question};
use creator::Creator;
use faults::Deck;
use leftovers::{Idle, Leftovers};
use person::Person;
use resources::{Sample, growth};
use scene::Scene;
use server_log::ServerLog;
use stack::Stack;
use viewer::Viewer;
use world::{TICK, World};

const SAMPLE_INTERVAL: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_mins(1);
/// The part of a longer run in which the server is not restarted, so that its memory can be compared.
const STEADY_PERCENT: u32 = 40;
const SHORTEST_WITH_STEADY_PART: u32 = 20;

pub(crate) fn run(args: &SoakArgs) -> Result<ExitCode> {
    node::require()?;
    let livekit = livekit::find(Step::begin("LiveKit's program"))?;
    let folder = temporary_folder()?;
    postgres::prepare(folder.path(), Step::begin("PostgreSQL's programs"))?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    let participant = node::build_participant(Step::begin("Participants"))?;
    let server = if args.debug || env::var_os(SERVER_BIN).is_some() {
        cargo::build_server(Step::begin("Server (cargo build)"))?
    } else {
        cargo::build_release_server(Step::begin("Server (cargo build --release)"))?
    };
    let seed = args.seed.unwrap_or_else(|| rand::rng().random());
    let stack = Stack::start(folder.path(), server, livekit)?;
    let soak = Soak::prepare(stack, folder.path(), participant, seed)?;
    print_line(&format!(
        "\n{} minutes, seed {seed}. Ctrl-C ends the test and prints the summary. Logs: {}",
        args.minutes,
        folder.path().display()
    ));
    let is_passed = soak.run(args.minutes);
    if is_passed {
        return Ok(ExitCode::SUCCESS);
    }
    print_line(&format!("The logs are in {}", folder.keep().display()));
    Ok(ExitCode::FAILURE)
}

struct Soak {
    stack: Stack,
    world: World,
    scene: Scene,
    /// The program of participants, and the file for what they print.
    participant: (PathBuf, PathBuf),
    observer: Person,
    log: ServerLog,
    baseline: Idle,
    samples: Vec<Sample>,
}

impl Soak {
    fn prepare(stack: Stack, folder: &Path, program: PathBuf, seed: u64) -> Result<Self> {
        let participant = (program, folder.join("participants.log"));
        let livekit_url = stack.livekit_access().0;
        let world = World::new(stack.address, livekit_url, seed, folder)?;
        Ok(Self {
            scene: Scene::prepare(&world)?,
            observer: Person::start(&participant.0, &participant.1)?,
            log: ServerLog::open(&stack.server_log())?,
            baseline: Idle::measure(&world, &stack)?,
            participant,
            stack,
            world,
            samples: Vec::new(),
        })
    }

    /// Runs the test and prints the summary. Returns whether all invariants held.
    fn run(mut self, minutes: u32) -> bool {
        let outcome = self.load(minutes);
        let idle = match outcome {
            Ok(()) => self.check_leftovers(),
            Err(error) => Err(error),
        };
        let is_stopped = matches!(&idle, Err(error) if error.is::<interrupt::Interrupted>());
        if let Err(error) = &idle
            && !is_stopped
        {
            self.world.violate("test", format!("{error:#}"));
        }
        let growth = growth(&self.samples);
        for it in growth.iter().flatten().filter(|it| !it.is_flat()) {
            self.world.violate(
                "growth",
                format!("{}: {} → {} {}", it.name, it.first, it.last, it.unit),
            );
        }
        let idle = idle.ok().map(|after| (self.baseline, after));
        for line in report::report(&self.world, growth.as_deref(), idle) {
            print_line(&line);
        }
        for line in report::violations(&self.world) {
            print_line(&line);
        }
        if is_stopped {
            print_line("interrupted while parts were away, so what is left over was not checked");
        }
        self.world.violations().is_empty()
    }

    /// Lets people come, injects faults, and lets people leave.
    fn load(&mut self, minutes: u32) -> Result<()> {
        let rng = |number: u64| StdRng::seed_from_u64(self.world.seed.wrapping_add(number));
        let mut deck = Deck::new(rng(0));
        let creators = self.scene.hosts.iter().zip(1..);
        let viewers = self.scene.accounts.iter().zip(100..);
        let (world, hosts, participant) = (&self.world, &self.scene.hosts, &self.participant);
        let (stack, log, samples) = (&mut self.stack, &mut self.log, &mut self.samples);
        let rooms = rooms_question(stack.livekit_access());
        let admin = &self.scene.admin;
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| log.follow(world, &is_over));
            let mut threads = Vec::new();
            for (host, number) in creators {
                let rng = rng(number);
                threads.push(scope.spawn(move || {
                    Creator::new(world, host.clone(), admin.clone(), rng, participant.clone())?.run()
                }));
            }
            for (account, number) in viewers {
                let rng = rng(number);
                threads.push(scope.spawn(move || {
                    Viewer::new(world, account.clone(), hosts, rng, participant.clone())?.run()
                }));
            }
            threads.push(scope.spawn(move || {
                let observer = Person::start(&participant.0, &participant.1)?;
                Checker {
                    world,
                    hosts,
                    observer,
                    rooms,
                }
                .run();
                Ok(())
            }));
            let driven = Driver {
                stack,
                world,
                samples,
            }
            .drive(&mut deck, minutes);
            if driven.is_err() {
                world.abort();
            }
            world.end();
            let mut outcome = driven;
            for thread in threads {
                let ended = thread
                    .join()
                    .unwrap_or_else(|_| Err(anyhow!("a thread of the test panicked")));
                outcome = outcome.and(ended);
            }
            is_over.store(true, Ordering::SeqCst);
            outcome
        })
    }

    fn check_leftovers(&mut self) -> Result<Idle> {
        let mut leftovers = Leftovers {
            world: &self.world,
            observer: &mut self.observer,
            rooms: rooms_question(self.stack.livekit_access()),
            database_url: self.stack.database_url(),
            baseline: self.baseline,
        };
        let idle = leftovers.check(&self.stack)?;
        self.stack.check()?;
        self.log.read(&self.world);
        Ok(idle)
    }
}

/// Runs on the main thread, because parts end with the thread that started them.
struct Driver<'a> {
    stack: &'a mut Stack,
    world: &'a World,
    samples: &'a mut Vec<Sample>,
}

impl Driver<'_> {
    fn drive(&mut self, deck: &mut Deck, minutes: u32) -> Result<()> {
        let began = self.world.now();
        let time = MINUTE * minutes;
        let is_short = minutes < SHORTEST_WITH_STEADY_PART;
        let steady_from = if is_short {
            began + time
        } else {
            began + time * (100 - STEADY_PERCENT) / 100
        };
        let mut next_fault = began + deck.pause(is_short);
        let (mut next_sample, mut next_line) = (began, began + MINUTE);
        while self.world.now() < began + time && interrupt::signal_count() == 0 {
            let now = self.world.now();
            self.stack.check()?;
            if now >= next_sample {
                self.samples
                    .extend(self.stack.server_pid().and_then(|pid| Sample::take(now, pid)));
                next_sample = now + SAMPLE_INTERVAL;
            }
            if now >= next_line {
                let memory = self.samples.last().map_or(0, |sample| sample.memory_kib);
                print_line(&report::progress(self.world, memory));
                next_line += MINUTE;
            }
            if now >= next_fault {
                let fault = deck.draw(now >= steady_from);
                deck.inject(fault, self.stack, self.world)?;
                next_fault = self.world.now() + deck.pause(is_short);
            }
            thread::sleep(TICK);
        }
        Ok(())
    }
}
