//! Checks that do not run the product.

use anyhow::{Result, ensure};

use super::prepare::Tools;
use super::report::Report;
use crate::cargo::{self, cargo};
use crate::diagram;
use crate::generate;
use crate::process::stream_output;
use crate::progress::Step;

/// Checks that the required cargo components are installed.
pub(crate) fn require() -> Result<()> {
    for tool in ["fmt", "clippy"] {
        let is_installed = stream_output(cargo(&[tool, "--version"]), |_| {})?
            .status
            .success();
        ensure!(
            is_installed,
            "cargo {tool} is missing. Install it with\n\n    rustup component add rustfmt clippy\n\nand run \
             this again, or skip it: cargo xtask test --only rust,web,journeys"
        );
    }
    Ok(())
}

pub(crate) fn check_formatting(report: &mut Report) -> Result<()> {
    report.check("cargo fmt --check", || {
        stream_output(cargo(&["fmt", "--all", "--check"]), |_| {})?.require_success("cargo fmt --check")
    })?;
    Ok(())
}

/// Runs clippy alone, for the lints without the tests.
pub(crate) fn check_clippy(report: &mut Report) -> Result<()> {
    report.check(CLIPPY, || {
        let mut step = Step::begin_concurrent(CLIPPY);
        let args = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        cargo::run(&args, &mut step)?;
        step.succeed("");
        Ok(())
    })?;
    Ok(())
}

/// The name of clippy's result, also when it has compiled the tests.
pub(crate) const CLIPPY: &str = "cargo clippy";

/// Checks that the committed generated files match the code.
pub(crate) fn check_generated_files(tools: &Tools, report: &mut Report) -> Result<()> {
    report.check("the diagram in docs/architecture.md is current", diagram::check)?;
    report.check("the web page's limits are current", generate::limits::check)?;
    if let Some(server) = &tools.server {
        report.check("docs/openapi.json is current", || {
            generate::check_openapi(&server.program)
        })?;
    }
    if tools.is_page_built {
        report.check("the web page's types are current", generate::check_types)?;
    }
    Ok(())
}
