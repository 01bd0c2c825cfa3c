//! The whole product in a browser: a stack of its own, and Playwright over it.

use std::path::Path;

use anyhow::Result;

use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use super::{Plan, report, runners, web};
use crate::browsers::FIREFOX;
use crate::process::follow;
use crate::progress::{Step, say};
use crate::stage::Stage;

/// Playwright's projects. What breaks things comes last: the others feel times, and it would slow them.
const PROJECTS: [(&str, &str); 3] = [
    ("journeys", "Journeys in Chromium"),
    ("firefox", "Journeys in Firefox"),
    ("faults", "Journeys in Chromium that break parts"),
];

pub(crate) fn run(
    plan: &Plan,
    tools: &Tools,
    chromium: &Path,
    firefox: &Path,
    report: &mut Report,
) -> Result<()> {
    let Some(server) = tools
        .server
        .as_ref()
        .filter(|_| tools.page && tools.livekit.is_some())
    else {
        report.add([Entry::new(
            "journeys: a part to run them on is missing, see above",
            Outcome::Failed,
        )]);
        return Ok(());
    };
    let tests = report.need("journeys", || {
        let step = Step::begin("A stack for the journeys");
        let stage = Stage::set(&server.program, chromium, step)?;
        let mut tests = Vec::new();
        for (project, title) in PROJECTS {
            tests.extend(play(plan, &stage, firefox, project, Step::begin(title))?);
        }
        if tests.iter().any(|test| test.outcome == Outcome::Failed) {
            say(&format!("The stack's log ends with:\n{}", stage.end_of_log()));
        }
        Ok(tests)
    })?;
    report.add(tests.into_iter().flatten());
    Ok(())
}

fn play(plan: &Plan, stage: &Stage, firefox: &Path, project: &str, mut step: Step) -> Result<Vec<Entry>> {
    let file = stage.file(&format!("{project}.json"));
    let mut command = stage.script("journeys", &["--reporter=list,json", "--project", project])?;
    if let Some(filter) = &plan.filter {
        command.args(["--pass-with-no-tests", "-g", filter]);
    }
    command
        .env(FIREFOX.variable, firefox)
        // The name of the older and of the newer versions.
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &file)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &file);
    let finished = follow(command, |line| match line {
        Some(line) => say(line),
        None => step.tick(),
    })?;
    let tests = web::read(&file, runners::playwright)?;
    report::tell(step, &tests);
    if tests.iter().all(|test| test.outcome != Outcome::Failed) {
        finished.require("npm run journeys")?;
    }
    Ok(tests)
}
