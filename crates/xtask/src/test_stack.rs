//! Runs the whole product with empty data, for journeys and benchmarks.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::cargo::SERVER_BIN;
use crate::child::{self, RunAs};
use crate::node::npm;
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::state::State;
use crate::{files, interrupt, server_variables};

const START_TIMEOUT: Duration = Duration::from_mins(3);
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_mins(1))];

/// Fields drop in this order, so the stack stops before its directory is deleted.
pub(crate) struct TestStack {
    _stack: Service,
    server: PathBuf,
    /// A copy, because `cargo test` may replace this executable.
    xtask: PathBuf,
    folder: TempDir,
}

impl TestStack {
    /// Starts a stack in a temporary directory and waits until it is ready.
    pub(crate) fn start(server: &Path, step: Step) -> Result<Self> {
        Self::start_with(server, &[], step)
    }

    /// Starts a stack whose server has these variables too.
    pub(crate) fn start_with(server: &Path, variables: &[(&str, &str)], mut step: Step) -> Result<Self> {
        let folder = temporary_folder()?;
        let xtask = folder.path().join("xtask");
        fs::copy("/proc/self/exe", &xtask).context("can't copy this executable")?;
        let mut service = start_stack(folder.path(), server, variables)?;
        wait_until_ready(folder.path(), &mut service, &mut step)?;
        let stack = Self {
            _stack: service,
            server: server.to_owned(),
            xtask,
            folder,
        };
        step.succeed(&stack.state()?.url);
        Ok(stack)
    }

    /// Creates a command for an npm script that runs Playwright against the stack.
    pub(crate) fn script(&self, name: &str, args: &[&str], chromium: &Path) -> Result<Command> {
        let mut command = npm(&["run", name, "--"])?;
        command
            .args(args)
            .env("ONAIR_STATE", state_path(self.folder.path()))
            .env("ONAIR_CHROMIUM", chromium)
            .env("ONAIR_XTASK", &self.xtask)
            .env(SERVER_BIN, &self.server);
        server_variables::clear(&mut command);
        Ok(command)
    }

    /// Returns the addresses and secrets of the stack.
    pub(crate) fn state(&self) -> Result<State> {
        State::read(&state_path(self.folder.path()))
    }

    /// Returns the path of a file that exists as long as the stack.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn log_tail(&self) -> String {
        files::tail(&log_path(self.folder.path()), 60)
    }
}

/// Creates a directory that the user that PostgreSQL runs as can traverse.
pub(crate) fn temporary_folder() -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("onair-test-").tempdir()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    Ok(folder)
}

fn state_path(folder: &Path) -> PathBuf {
    folder.join("state.json")
}

fn log_path(folder: &Path) -> PathBuf {
    folder.join("stack.log")
}

fn start_stack(folder: &Path, server: &Path, variables: &[(&str, &str)]) -> Result<Service> {
    let mut command = child::command("/proc/self/exe", RunAs::CurrentUser, Signal::SIGTERM);
    command
        .args(["dev", "--port", "0", "--data"])
        .arg(folder.join("data"))
        .arg("--state")
        .arg(state_path(folder));
    command.env(SERVER_BIN, server);
    server_variables::clear(&mut command);
    command.envs(variables.iter().copied());
    Service::start(
        "the stack",
        command,
        Some(files::new_log(&log_path(folder))?),
        STOP_SEQUENCE,
    )
}

fn wait_until_ready(folder: &Path, stack: &mut Service, step: &mut Step) -> Result<()> {
    let log_tail = || files::tail(&log_path(folder), 40);
    let started_at = Instant::now();
    while !state_path(folder).exists() {
        interrupt::check()?;
        step.refresh();
        if let Some(status) = stack.exit_status() {
            bail!("the stack ended at start ({status}). Its output:\n{}", log_tail());
        }
        if started_at.elapsed() > START_TIMEOUT {
            bail!(
                "the stack is not ready after {START_TIMEOUT:?}. Its output:\n{}",
                log_tail()
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
