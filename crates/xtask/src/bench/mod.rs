//! `cargo xtask bench`: how fast the product is, measured from outside, on a stack of its own.

mod samples;
mod table;

use std::env;
use std::fs;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};

use crate::browsers::CHROMIUM;
use crate::cargo::SERVER_BIN;
use crate::cli::{BenchArgs, Suite};
use crate::process::follow;
use crate::progress::{Step, say};
use crate::stage::Stage;
use crate::{cargo, livekit, node};

use table::Head;

impl Suite {
    const ALL: [Self; 2] = [Self::Live, Self::Chat];

    /// As it is typed, and as its file in `journeys/measure` is called.
    fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Chat => "chat",
        }
    }
}

pub(crate) fn run(args: &BenchArgs) -> Result<ExitCode> {
    // First what may need a person.
    let chromium = CHROMIUM.find_or_install()?;
    node::require()?;
    livekit::find(Step::begin("LiveKit's program"))?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    node::build_demo(Step::begin("Demo's bots, who are the load"))?;
    let server = if args.release {
        cargo::build_release_server(Step::begin("Server (cargo build --release)"))?
    } else {
        cargo::build_server(Step::begin("Server (cargo build)"))?
    };
    let stage = Stage::set(&server, &chromium, Step::begin("A stack to measure"))?;

    let asked: &[Suite] = if args.suites.is_empty() {
        &Suite::ALL
    } else {
        &args.suites
    };
    let suites: Vec<_> = asked.iter().map(|suite| suite.name()).collect();
    let runs = args.runs.to_string();
    let file = stage.file("samples.jsonl");
    let mut command = stage.script("measure", &suites)?;
    command.env("ONAIR_RUNS", &runs).env("ONAIR_SAMPLES", &file);
    let mut step = Step::begin("Measuring");
    let finished = follow(command, |line| match line {
        Some(line) => say(line),
        None => step.tick(),
    })?;
    step.done("");

    // What was measured before something failed is worth telling.
    let text = fs::read_to_string(&file).unwrap_or_default();
    let (samples, rows) = samples::read(&text).context("the samples have another form than expected")?;
    let head = Head {
        command: format!("cargo xtask bench {} --runs {runs}", suites.join(" ")),
        build: match env::var_os(SERVER_BIN) {
            Some(_) => "the build that ONAIR_SERVER_BIN names",
            None if args.release => "release build",
            None => "dev build",
        },
        cores: thread::available_parallelism().map_or(1, usize::from),
        processor: processor(),
    };
    say(&format!("\n{}", table::lines(&head, &samples).join("\n")));
    for lines in table::of_rows(&rows) {
        say(&format!("\n{}", lines.join("\n")));
    }
    if !finished.status.success() {
        say(&format!("\nThe stack's log ends with:\n{}", stage.end_of_log()));
    }
    finished.require("npm run measure")?;
    Ok(ExitCode::SUCCESS)
}

/// As the kernel calls it.
fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let (_, name) = text
        .lines()
        .find(|line| line.starts_with("model name"))?
        .split_once(':')?;
    Some(name.trim().to_owned())
}
