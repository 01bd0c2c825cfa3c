//! Runs the web page's type checks, lints, unit tests and bundle checks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::report::{Entry, Outcome, Report};
use super::{Plan, report, runners};
use crate::node::npm;
use crate::process::stream_output;
use crate::progress::Step;

pub(crate) fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if plan.filter.is_none() {
        report.check("npm run check", || {
            let mut step = Step::begin_concurrent("Web page's types and lints");
            stream_output(npm(&["run", "check"])?, |_| step.refresh())?.require_success("npm run check")?;
            step.succeed("");
            Ok(())
        })?;
    }
    for (title, script) in VITEST_SUITES {
        let tests = report.prepare(title, || run_suite(plan, title, script))?;
        report.add(tests.into_iter().flatten());
    }
    Ok(())
}

/// The Vitest suites: title and npm script.
const VITEST_SUITES: [(&str, &str); 2] = [
    ("Web page's unit tests", "test"),
    // These check the build, which the preparation has created.
    ("Checks of the built page", "test:bundle"),
];

fn run_suite(plan: &Plan, title: &str, script: &str) -> Result<Vec<Entry>> {
    let mut step = Step::begin_concurrent(title);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let mut command = npm(&["run", script, "--", "--reporter=default", "--reporter=json"])?;
    command.arg(format!("--outputFile.json={}", file.display()));
    if let Some(filter) = &plan.filter {
        command.args(["--passWithNoTests", "-t", filter]);
    }
    let completed = stream_output(command, |_| step.refresh())?;
    let mut tests = read(&file, runners::vitest)?;
    if plan.filter.is_some() {
        // Vitest reports filtered tests as skipped.
        tests.retain(|test| test.outcome != Outcome::Skipped);
    }
    report::finish_step(step, &tests);
    let is_explained = tests.iter().any(|test| test.outcome == Outcome::Failed);
    if is_explained {
        crate::progress::print_error(&completed.output_lines.join("\n"));
    } else {
        completed.require_success(&format!("npm run {script}"))?;
    }
    Ok(tests)
}

/// Reads and parses the report of a test runner.
pub(crate) fn read(
    file: &Path,
    parse: impl FnOnce(&str) -> serde_json::Result<Vec<Entry>>,
) -> Result<Vec<Entry>> {
    let text = fs::read_to_string(file).context("the test runner wrote no report")?;
    parse(&text).context("the test runner's report has an unexpected format")
}
