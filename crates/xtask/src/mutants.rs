//! `cargo xtask mutants`: changes the domain's rules one by one, and reports each change that no test notices.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::cache;
use crate::process::{follow, tool};
use crate::progress::{Step, say};
use crate::workspace::{in_path, root};

/// Where what is examined and what is left out is configured, each exclusion with its reason.
const CONFIG: &str = ".cargo/mutants.toml";
const VERSION: &str = "27.1.0";

/// Passes `arguments` on to cargo-mutants. Fails where a mutant survives.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let program = find(Step::begin("cargo-mutants"))?;
    say(&format!("what is left out, and why: {CONFIG}"));
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
    let finished = follow(command, |line| {
        if let Some(line) = line {
            say(line);
        }
    })?;
    Ok(match finished.status.code() {
        Some(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// The installed one, else one that is compiled once, which takes some minutes.
fn find(mut step: Step) -> Result<PathBuf> {
    if let Some(installed) = in_path(&["cargo-mutants"]) {
        step.done("installed");
        return Ok(installed);
    }
    let folder = cache::get_or_make(&cache::key("cargo-mutants", &[VERSION]), &mut step, |into, _| {
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
        follow(command, |_| {})?.require("cargo install cargo-mutants")
    })
    .context("cargo-mutants can't be had")?;
    step.done("compiled");
    Ok(folder.join("bin/cargo-mutants"))
}
