//! `cargo xtask mutants`: runs mutation tests of the domain with cargo-mutants.

use std::process::ExitCode;

use anyhow::Result;

use crate::cargo::find_cargo_tool;
use crate::process::{stream_output, tool};
use crate::progress::print_line;
use crate::workspace::root;

/// The configuration of cargo-mutants. It states the reason of each exclusion.
const CONFIG: &str = ".cargo/mutants.toml";
const VERSION: &str = "27.1.0";

/// Runs cargo-mutants with `arguments`. Returns a failure if a mutant survives.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let program = find_cargo_tool("cargo-mutants", VERSION)?;
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
