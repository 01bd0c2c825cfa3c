//! What is checked without running the product.

use anyhow::{Result, ensure};

use super::prepare::Tools;
use super::report::Report;
use crate::cargo::{self, cargo};
use crate::diagram;
use crate::generate;
use crate::process::follow;
use crate::progress::Step;

/// Finds out whether cargo has what it is about to be asked for.
pub(crate) fn require() -> Result<()> {
    for tool in ["fmt", "clippy"] {
        let there = follow(cargo(&[tool, "--version"]), |_| {})?.status.success();
        ensure!(
            there,
            "there is no cargo {tool}. Install it with\n\n    rustup component add rustfmt clippy\n\nand run \
             this again, or leave it out: cargo xtask test --only rust,web,journeys"
        );
    }
    Ok(())
}

pub(crate) fn formatting(report: &mut Report) -> Result<()> {
    report.check("cargo fmt --check", || {
        follow(cargo(&["fmt", "--all", "--check"]), |_| {})?.require("cargo fmt --check")
    })?;
    Ok(())
}

pub(crate) fn clippy(report: &mut Report) -> Result<()> {
    report.check("cargo clippy", || {
        let mut step = Step::beside("cargo clippy");
        let args = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        cargo::run(&args, &mut step, |_| {})?;
        step.done("");
        Ok(())
    })?;
    Ok(())
}

/// Generated files are committed; they must say what the code says.
pub(crate) fn generated(tools: &Tools, report: &mut Report) -> Result<()> {
    report.check("the diagram in docs/architecture.md is current", diagram::check)?;
    report.check("the web page's limits are the domain's", generate::limits::check)?;
    if let Some(server) = &tools.server {
        report.check("docs/openapi.json is current", || {
            generate::check_openapi(&server.program)
        })?;
    }
    if tools.page {
        report.check("the web page's types are current", generate::check_types)?;
    }
    Ok(())
}
