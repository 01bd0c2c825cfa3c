//! `cargo xtask mutants`: runs mutation tests of the domain with cargo-mutants.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cache;
use crate::process::{stream_output, tool};
use crate::progress::{Step, print_line};
use crate::workspace::{find_in_path, root};

/// The configuration of cargo-mutants. It states the reason of each exclusion.
const CONFIG: &str = ".cargo/mutants.toml";
const VERSION: &str = "27.1.0";

/// Runs cargo-mutants with `arguments`. Returns a failure if a mutant survives.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let program = find(Step::begin("cargo-mutants"))?;
    print_line(&format!("exclusions and their reasons: {CONFIG}"));
    let mut command = tool(&program.to_string_lossy());
    command
        .args([
            "mutants",
            "--package",
            "onair-domain",
            "--no-shuffle",
            "--colors",
            "never",
        ])
        .args(["--output"])
        .arg(root().join("target"))
        .args(arguments)
        .current_dir(root());
    let completed = stream_output(command, |line| {
        if let Some(line) = line {
            print_line(line);
        }
    })?;
    Ok(match completed.status.code() {
        Some(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Returns the installed cargo-mutants. Compiles it once if it is missing, which takes minutes.
fn find(mut step: Step) -> Result<PathBuf> {
    if let Some(installed) = find_in_path(&["cargo-mutants"]) {
        step.succeed("installed");
        return Ok(installed);
    }
    let folder = cache::get_or_create(&cache::key("cargo-mutants", &[VERSION]), &mut step, |into, _| {
        let mut command = tool("cargo");
        command
            .args([
                "install",
                "--locked",
                "--no-track",
                "--version",
                VERSION,
                "--root",
            ])
            .arg(into)
            .arg("cargo-mutants");
        stream_output(command, |_| {})?.require_success("cargo install cargo-mutants")
    })
    .context("can't install cargo-mutants")?;
    step.succeed("compiled");
    Ok(folder.join("bin/cargo-mutants"))
}
