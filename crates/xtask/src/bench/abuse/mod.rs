//! `cargo xtask bench abuse`: what a flood of requests does to normal viewers.
//!
//! Rounds without and with a flood alternate, so that a change of the machine's speed affects both. Viewers, flood and
//! server share the machine; the flood's rate is fixed, so that the measurement is not one of competition for cores.

mod attack;
mod flood;
mod report;
mod scene;
mod viewer;

use std::process::ExitCode;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::usage::resident_kib;
use super::{header, release_server};
use crate::cli::BenchArgs;
use crate::progress::{Step, print_line};
use crate::test_stack::TestStack;
use crate::{dev, interrupt, livekit};

use flood::{Outcomes, Source};
use scene::Scene;
use viewer::Viewed;

const ROUND: Duration = Duration::from_secs(10);
const WARM_UP: Duration = Duration::from_secs(5);
const POLL_INTERVAL: Duration = Duration::from_millis(50);
/// The variation with many addresses has no goal, so fewer rounds suffice.
const ROUNDS_FROM_MANY_ADDRESSES: u16 = 3;

/// The server's limits are the defaults. The creator's browser is absent, so the broadcast must not end by itself.
const VARIABLES: [(&str, &str); 2] = [(dev::DEFAULT_LIMITS, "true"), ("CONNECT_TIMEOUT_SECONDS", "3600")];

/// What was measured in a time with or without a flood.
struct Round {
    viewed: Viewed,
    flood: Option<Outcomes>,
    memory: Memory,
}

/// The server's resident memory, in KiB.
#[derive(Clone, Copy)]
struct Memory {
    max: u64,
    last: u64,
}

/// The rounds of a source: one more without a flood than with one.
struct Series {
    source: Source,
    quiet: Vec<Round>,
    flooded: Vec<Round>,
}

/// Measures a release build on its own stack. Fails if viewers are slowed down too much, are refused, or if the
/// server's memory grows.
pub(super) fn run(args: &BenchArgs) -> Result<ExitCode> {
    livekit::find(Step::begin("LiveKit's program"))?;
    let server = release_server()?;
    let stack = TestStack::start_with(&server, &VARIABLES, Step::begin("Stack to measure"))?;
    let scene = Scene::prepare(&stack.state()?).context("can't prepare the broadcast")?;

    let mut step = Step::begin("Flooding");
    round(&scene, None, WARM_UP)?;
    let mut series = Vec::new();
    for (source, rounds) in [
        (Source::OneAddress, args.runs),
        (Source::ManyAddresses, args.runs.min(ROUNDS_FROM_MANY_ADDRESSES)),
    ] {
        let mut quiet = vec![round(&scene, None, ROUND)?];
        let mut flooded = Vec::new();
        for number in 0..rounds {
            step.update(format!("{}, {} of {rounds}", source.name(), number + 1));
            flooded.push(round(&scene, Some(source), ROUND)?);
            quiet.push(round(&scene, None, ROUND)?);
        }
        series.push(Series {
            source,
            quiet,
            flooded,
        });
    }
    step.succeed("");

    let command = format!("cargo xtask bench abuse --runs {}", args.runs);
    print_line(&format!("\n{}", header(command, true).line()));
    let report = report::report(&series);
    for line in &report.lines {
        print_line(line);
    }
    if report.is_goal_met {
        return Ok(ExitCode::SUCCESS);
    }
    print_line(&format!("\nThe stack's log ends with:\n{}", stack.log_tail()));
    Ok(ExitCode::FAILURE)
}

fn round(scene: &Scene, source: Option<Source>, duration: Duration) -> Result<Round> {
    thread::scope(|scope| {
        let viewing = scope.spawn(|| viewer::view(scene, duration));
        let flooding = source.map(|source| scope.spawn(move || flood::flood(scene, source, duration)));
        let mut memory = Memory { max: 0, last: 0 };
        while !viewing.is_finished() || flooding.as_ref().is_some_and(|it| !it.is_finished()) {
            interrupt::check()?;
            memory.last = resident_kib(scene.server_pid)?;
            memory.max = memory.max.max(memory.last);
            thread::sleep(POLL_INTERVAL);
        }
        Ok(Round {
            viewed: join(viewing)?,
            flood: flooding.map(join).transpose()?,
            memory,
        })
    })
}

fn join<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("a thread panicked"))?
}
