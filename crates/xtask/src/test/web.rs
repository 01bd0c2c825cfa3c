//! The web page's types, lints, unit tests, and checks of its build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::report::{Entry, Outcome, Report};
use super::{Plan, report, runners};
use crate::node::npm;
use crate::process::follow;
use crate::progress::Step;

pub(crate) fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if plan.filter.is_none() {
        report.check("npm run check", || {
            let mut step = Step::beside("Web page's types and lints");
            follow(npm(&["run", "check"])?, |_| step.tick())?.require("npm run check")?;
            step.done("");
            Ok(())
        })?;
    }
    for (title, script) in SUITES {
        let tests = report.need(title, || suite(plan, title, script))?;
        report.add(tests.into_iter().flatten());
    }
    Ok(())
}

/// Those of Vitest: a title, and the script that runs them.
const SUITES: [(&str, &str); 2] = [
    ("Web page's unit tests", "test"),
    // Over the build, which the preparation has made.
    ("Checks of the built page", "test:bundle"),
];

fn suite(plan: &Plan, title: &str, script: &str) -> Result<Vec<Entry>> {
    let mut step = Step::beside(title);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("report.json");
    let mut command = npm(&["run", script, "--", "--reporter=default", "--reporter=json"])?;
    command.arg(format!("--outputFile.json={}", file.display()));
    if let Some(filter) = &plan.filter {
        command.args(["--passWithNoTests", "-t", filter]);
    }
    let finished = follow(command, |_| step.tick())?;
    let mut tests = read(&file, runners::vitest)?;
    if plan.filter.is_some() {
        // The ones that the filter left out are told as skipped.
        tests.retain(|test| test.outcome != Outcome::Skipped);
    }
    report::tell(step, &tests);
    let is_explained = tests.iter().any(|test| test.outcome == Outcome::Failed);
    if is_explained {
        crate::progress::complain(&finished.said.join("\n"));
    } else {
        finished.require(&format!("npm run {script}"))?;
    }
    Ok(tests)
}

/// Reads a runner's report.
pub(crate) fn read(
    file: &Path,
    parse: impl FnOnce(&str) -> serde_json::Result<Vec<Entry>>,
) -> Result<Vec<Entry>> {
    let text = fs::read_to_string(file).context("the test runner wrote no report")?;
    parse(&text).context("the test runner's report has another form than expected")
}
