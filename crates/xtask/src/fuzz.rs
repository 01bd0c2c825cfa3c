//! `cargo xtask fuzz`: runs the fuzz targets of `crates/fuzz` with libFuzzer.
//!
//! No sanitizer is used: they need a nightly compiler, and the targets contain no unsafe code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::cargo::find_cargo_tool;
use crate::cli::FuzzArgs;
use crate::process::{capture_output, stream_output, tool};
use crate::progress::{Step, print_line};
use crate::workspace::root;

const VERSION: &str = "0.13.2";
/// Larger than the longest bearer token.
const MAX_INPUT_BYTES: u32 = 20_000;
/// An input that takes longer is a finding. The same in seconds.
const MAX_SECONDS_PER_INPUT: u32 = 10;
const MAX_MEMORY_MB: u32 = 1_024;

/// Runs each target for `args.seconds`. Returns a failure if a target reports a finding.
pub(crate) fn run(args: &FuzzArgs) -> Result<ExitCode> {
    let targets = select(args)?;
    let programs = build()?;
    let mut has_findings = false;
    for target in &targets {
        has_findings |= !run_target(&programs, target, args.seconds)?;
    }
    Ok(if has_findings {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn select(args: &FuzzArgs) -> Result<Vec<String>> {
    let folder = root().join("crates/fuzz/targets");
    let mut all = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("can't read {}", folder.display()))? {
        let path = entry?.path();
        all.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    all.sort();
    if let Some(unknown) = args.targets.iter().find(|name| !all.contains(name)) {
        bail!("there is no target {unknown}. The targets are {}", all.join(", "));
    }
    Ok(if args.targets.is_empty() {
        all
    } else {
        args.targets.clone()
    })
}

/// Returns the directory of the compiled targets.
fn build() -> Result<PathBuf> {
    let cargo_fuzz = find_cargo_tool("cargo-fuzz", VERSION)?;
    let mut step = Step::begin("Fuzz targets");
    let mut rustc = tool("rustc");
    rustc.arg("-vV");
    let version = capture_output(rustc, "rustc -vV")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.context("rustc does not name its host")?;
    let folder = root().join("target/fuzz");
    let mut command = tool(&cargo_fuzz.to_string_lossy());
    command
        .args(["build", "--fuzz-dir", "crates/fuzz", "--features", "engine"])
        .args(["--sanitizer", "none", "--target", host, "--target-dir"])
        .arg(&folder)
        // Faster to compile than a release build, faster to run than a debug build.
        .arg("--dev")
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .current_dir(root());
    stream_output(command, |line| match line {
        Some(line) => step.update(line.trim()),
        None => step.refresh(),
    })?
    .require_success("cargo fuzz build")?;
    step.succeed("compiled");
    Ok(folder.join(host).join("debug"))
}

/// Returns whether the target ran without a finding. Inputs that reached new code are kept for the next run.
fn run_target(programs: &Path, target: &str, seconds: u32) -> Result<bool> {
    let mut step = Step::begin(target);
    let folder = root().join("target/fuzz/inputs").join(target);
    let corpus = folder.join("corpus");
    fs::create_dir_all(&corpus).with_context(|| format!("can't create {}", corpus.display()))?;
    let mut command = tool(&programs.join(target).to_string_lossy());
    command
        .arg(&corpus)
        .arg(root().join("crates/fuzz/seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={MAX_INPUT_BYTES}"))
        .arg(format!("-timeout={MAX_SECONDS_PER_INPUT}"))
        .arg(format!("-rss_limit_mb={MAX_MEMORY_MB}"))
        .arg(format!("-artifact_prefix={}/", folder.display()))
        .args(["-verbosity=1", "-print_final_stats=1"]);
    let mut coverage = String::new();
    let completed = stream_output(command, |line| match line {
        Some(line) => {
            if let Some(progress) = line.split_once("cov: ").map(|(_, rest)| rest) {
                progress
                    .split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .clone_into(&mut coverage);
            }
            step.update(line.trim());
        }
        None => step.refresh(),
    })?;
    if completed.status.success() {
        let inputs = statistic(&completed.output_lines, "stat::number_of_executed_units");
        let rate = statistic(&completed.output_lines, "stat::average_exec_per_sec");
        step.succeed(&format!(
            "no finding: {inputs} inputs, {rate} a second, {coverage} branches reached"
        ));
        return Ok(true);
    }
    step.fail("a finding");
    for line in &completed.output_lines {
        print_line(&format!("  {line}"));
    }
    print_line(&format!(
        "Run it again: {} FILE, with the file named above",
        programs.join(target).display()
    ));
    Ok(false)
}

fn statistic<'a>(lines: &'a [String], name: &str) -> &'a str {
    let value = lines.iter().rev().find_map(|line| line.strip_prefix(name));
    value.map_or("?", |value| value.trim_start_matches(':').trim())
}
