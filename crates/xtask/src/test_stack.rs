//! The whole product with nothing in it, and Playwright with a browser over it: for journeys and
//! measurements.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::bound::{self, RunAs};
use crate::cargo::SERVER_BIN;
use crate::node::npm;
use crate::progress::Step;
use crate::service::{Farewell, Service};
use crate::state::State;
use crate::{files, interrupt, personal};

const STARTS_WITHIN: Duration = Duration::from_mins(3);
const FAREWELL: Farewell = &[(Signal::SIGTERM, Duration::from_mins(1))];

/// Dropped in this order: what runs before what it runs on.
pub(crate) struct Stage {
    _stack: Service,
    server: PathBuf,
    chromium: PathBuf,
    /// A copy: `cargo test` has put another build in this executable's place, or is about to.
    xtask: PathBuf,
    folder: TempDir,
}

impl Stage {
    /// Starts a stack in a folder of its own, and waits until it is ready.
    pub(crate) fn set(server: &Path, chromium: &Path, mut step: Step) -> Result<Self> {
        let folder = temporary_folder()?;
        let xtask = folder.path().join("xtask");
        fs::copy("/proc/self/exe", &xtask).context("can't copy this executable")?;
        let mut stack = start(folder.path(), server)?;
        wait_until_ready(folder.path(), &mut stack, &mut step)?;
        step.done(&State::read(&state(folder.path()))?.url);
        Ok(Self {
            _stack: stack,
            server: server.to_owned(),
            chromium: chromium.to_owned(),
            xtask,
            folder,
        })
    }

    /// A script of the page's that runs Playwright, told where everything is.
    pub(crate) fn script(&self, name: &str, args: &[&str]) -> Result<Command> {
        let mut command = npm(&["run", name, "--"])?;
        command
            .args(args)
            .env("ONAIR_STATE", state(self.folder.path()))
            .env("ONAIR_CHROMIUM", &self.chromium)
            .env("ONAIR_XTASK", &self.xtask)
            .env(SERVER_BIN, &self.server);
        personal::leave_out(&mut command);
        Ok(command)
    }

    /// A file that lasts as long as the stage.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn end_of_log(&self) -> String {
        files::tail(&log(self.folder.path()), 60)
    }
}

/// One that the user whom PostgreSQL runs as can pass through.
pub(crate) fn temporary_folder() -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("onair-test-").tempdir()?;
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    Ok(folder)
}

fn state(folder: &Path) -> PathBuf {
    folder.join("state.json")
}

fn log(folder: &Path) -> PathBuf {
    folder.join("stack.log")
}

fn start(folder: &Path, server: &Path) -> Result<Service> {
    let mut command = bound::command("/proc/self/exe", RunAs::Myself, Signal::SIGTERM);
    command
        .args(["dev", "--port", "0", "--data"])
        .arg(folder.join("data"))
        .arg("--state")
        .arg(state(folder));
    command.env(SERVER_BIN, server);
    personal::leave_out(&mut command);
    Service::start(
        "the stack",
        command,
        Some(files::new_log(&log(folder))?),
        FAREWELL,
    )
}

fn wait_until_ready(folder: &Path, stack: &mut Service, step: &mut Step) -> Result<()> {
    let said = || files::tail(&log(folder), 40);
    let began = Instant::now();
    while !state(folder).exists() {
        interrupt::check()?;
        step.tick();
        if let Some(status) = stack.ended() {
            bail!("the stack ended at start ({status}). It said:\n{}", said());
        }
        if began.elapsed() > STARTS_WITHIN {
            bail!(
                "the stack isn't ready after {STARTS_WITHIN:?}. It said:\n{}",
                said()
            );
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
