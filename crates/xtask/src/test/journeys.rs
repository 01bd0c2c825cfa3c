//! The whole product in a browser: a stack of its own, and Playwright over it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::prepare::Tools;
use super::report::{Entry, Outcome, Report};
use super::{Plan, personal, report, runners, web};
use crate::bound::{self, RunAs};
use crate::cargo::SERVER_BIN;
use crate::node::npm;
use crate::process::follow;
use crate::progress::{Step, say};
use crate::service::{Farewell, Service};
use crate::state::State;
use crate::{files, interrupt};

const STARTS_WITHIN: Duration = Duration::from_mins(3);
const FAREWELL: Farewell = &[(Signal::SIGTERM, Duration::from_mins(1))];

pub(crate) fn run(plan: &Plan, tools: &Tools, chromium: &Path, report: &mut Report) -> Result<()> {
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
    let folder = temporary_folder()?;
    let tests = report.need("journeys", || {
        let stack = start_stack(folder.path(), &server.program)?;
        let tests = play(plan, folder.path(), &server.program, chromium)?;
        let log = folder.path().join("stack.log");
        if tests.iter().any(|test| test.outcome == Outcome::Failed) {
            say(&format!("The stack's log ends with:\n{}", files::tail(&log, 60)));
        }
        drop(stack);
        Ok(tests)
    })?;
    report.add(tests.into_iter().flatten());
    Ok(())
}

/// One that the user whom PostgreSQL runs as can pass through.
pub(crate) fn temporary_folder() -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("onair-test-").tempdir()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    Ok(folder)
}

fn start_stack(folder: &Path, server: &Path) -> Result<Service> {
    let mut step = Step::begin("A stack for the journeys");
    let state = folder.join("state.json");
    let log = folder.join("stack.log");
    let mut command = bound::command("/proc/self/exe", RunAs::Myself, Signal::SIGTERM);
    command
        .args(["dev", "--port", "0", "--data"])
        .arg(folder.join("data"))
        .arg("--state")
        .arg(&state);
    command.env(SERVER_BIN, server);
    personal::leave_out(&mut command);
    let mut stack = Service::start("the stack", command, Some(files::new_log(&log)?), FAREWELL)?;
    let began = Instant::now();
    while !state.exists() {
        interrupt::check()?;
        step.tick();
        if let Some(status) = stack.ended() {
            bail!(
                "the stack ended at start ({status}). It said:\n{}",
                files::tail(&log, 40)
            );
        }
        if began.elapsed() > STARTS_WITHIN {
            bail!(
                "the stack isn't ready after {STARTS_WITHIN:?}. It said:\n{}",
                files::tail(&log, 40)
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    step.done(&State::read(&state)?.url);
    Ok(stack)
}

fn play(plan: &Plan, folder: &Path, server: &Path, chromium: &Path) -> Result<Vec<Entry>> {
    let file = folder.join("journeys.json");
    // A copy: `cargo test` has put another build in this executable's place, or is about to.
    let xtask = folder.join("xtask");
    fs::copy("/proc/self/exe", &xtask).context("can't copy this executable")?;
    let mut command = npm(&["run", "journeys", "--", "--reporter=list,json"])?;
    if let Some(filter) = &plan.filter {
        command.args(["--pass-with-no-tests", "-g", filter]);
    }
    command
        .env("ONAIR_STATE", folder.join("state.json"))
        .env("ONAIR_CHROMIUM", chromium)
        .env("ONAIR_XTASK", &xtask)
        .env(SERVER_BIN, server)
        // The name of the older and of the newer versions.
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &file)
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &file);
    personal::leave_out(&mut command);
    let mut step = Step::begin("Journeys in Chromium");
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
