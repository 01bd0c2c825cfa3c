//! `cargo xtask bench`: measures the product from outside, on its own stack.

mod abuse;
mod connection;
mod import;
mod samples;
mod serve;
mod table;
mod usage;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result};

use crate::cargo::SERVER_BIN;
use crate::cli::{BenchArgs, Suite};
use crate::process::stream_output;
use crate::programs::CHROMIUM;
use crate::progress::{Step, print_line};
use crate::test_stack::TestStack;
use crate::{cargo, livekit, node};

use table::Header;

impl Suite {
    const ALL: [Self; 5] = [
        Self::Live,
        Self::Chat,
        Self::ImportLegacy,
        Self::Abuse,
        Self::Serve,
    ];

    /// The script in `journeys/measure`; `None` if no browser is needed.
    fn script(self) -> Option<&'static str> {
        match self {
            Self::Live => Some("live"),
            Self::Chat => Some("chat"),
            Self::ImportLegacy | Self::Abuse | Self::Serve => None,
        }
    }
}

/// Returns what the arguments request.
fn requested(args: &BenchArgs) -> &[Suite] {
    if args.suites.is_empty() {
        &Suite::ALL
    } else {
        &args.suites
    }
}

/// Whether this program generates the load itself. Without optimisations, it would take most of the processor time.
pub(crate) fn generates_load(args: &BenchArgs) -> bool {
    let generate = [Suite::Abuse, Suite::Serve];
    requested(args).iter().any(|suite| generate.contains(suite))
}

pub(crate) fn run(args: &BenchArgs) -> Result<ExitCode> {
    let requested = requested(args);
    let scripts: Vec<_> = requested.iter().filter_map(|suite| suite.script()).collect();
    if !scripts.is_empty() {
        run_scripts(&scripts, args)?;
    }
    if requested.contains(&Suite::ImportLegacy) {
        import::run(args.release)?;
    }
    let mut code = ExitCode::SUCCESS;
    for (suite, run) in [
        (Suite::Abuse, abuse::run as fn(&BenchArgs) -> Result<ExitCode>),
        (Suite::Serve, serve::run),
    ] {
        if requested.contains(&suite) {
            let outcome = run(args)?;
            if outcome != ExitCode::SUCCESS {
                code = outcome;
            }
        }
    }
    Ok(code)
}

/// Builds the server with its page, unless `ONAIR_SERVER_BIN` names one.
fn release_server() -> Result<PathBuf> {
    if env::var_os(SERVER_BIN).is_none() {
        node::require()?;
        node::install(Step::begin("Web page's packages"))?;
        node::build(Step::begin("Web page"))?;
    }
    cargo::build_release_server(Step::begin("Server (cargo build --release)"))
}

fn run_scripts(scripts: &[&str], args: &BenchArgs) -> Result<()> {
    // Steps that may need user action come first.
    let chromium = CHROMIUM.find_or_install()?;
    node::require()?;
    livekit::find(Step::begin("LiveKit's program"))?;
    node::install(Step::begin("Web page's packages"))?;
    node::build(Step::begin("Web page"))?;
    node::build_demo(Step::begin("Demo's bots, which generate the load"))?;
    let server = if args.release {
        cargo::build_release_server(Step::begin("Server (cargo build --release)"))?
    } else {
        cargo::build_server(Step::begin("Server (cargo build)"))?
    };
    let stack = TestStack::start(&server, Step::begin("Stack to measure"))?;

    let runs = args.runs.to_string();
    let file = stack.file("samples.jsonl");
    let mut command = stack.script("measure", scripts, &chromium)?;
    command.env("ONAIR_RUNS", &runs).env("ONAIR_SAMPLES", &file);
    let mut step = Step::begin("Measuring");
    let completed = stream_output(command, |line| match line {
        Some(line) => print_line(line),
        None => step.refresh(),
    })?;
    step.succeed("");

    // Samples that were taken before a failure are still printed.
    let text = fs::read_to_string(&file).unwrap_or_default();
    let (samples, rows) = samples::read(&text).context("the samples have an unexpected format")?;
    let command = format!("cargo xtask bench {} --runs {runs}", scripts.join(" "));
    let head = header(command, args.release);
    print_line(&format!("\n{}", table::sample_table(&head, &samples).join("\n")));
    for lines in table::row_tables(&rows) {
        print_line(&format!("\n{}", lines.join("\n")));
    }
    if !completed.status.success() {
        print_line(&format!("\nThe stack's log ends with:\n{}", stack.log_tail()));
    }
    completed.require_success("npm run measure")
}

/// The conditions of this run.
fn header(command: String, is_release: bool) -> Header {
    Header {
        command,
        build: match env::var_os(SERVER_BIN) {
            Some(_) => "the server of ONAIR_SERVER_BIN",
            None if is_release => "release build",
            None => "dev build",
        },
        cores: thread::available_parallelism().map_or(1, usize::from),
        processor: processor(),
    }
}

/// The processor's name from the kernel.
fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let (_, name) = text
        .lines()
        .find(|line| line.starts_with("model name"))?
        .split_once(':')?;
    Some(name.trim().to_owned())
}
