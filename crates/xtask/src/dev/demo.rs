//! Checks and starts the demo's bots.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::Result;
use nix::sys::signal::Signal;

use super::backing_services::ServiceExit;
use super::server::Server;
use crate::node;
use crate::process::stream_output;
use crate::progress::{Step, print_line};
use crate::service::{Service, StopSequence};

const NAME: &str = "the demo";
/// The bots need time to end their broadcasts.
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(5))];

/// The running bots. No other process depends on them.
pub(crate) struct Demo {
    service: Service,
    program: PathBuf,
    url: String,
    is_finished: bool,
}

/// Builds the program and checks that its native library runs here. Returns `None` and prints the reason if
/// it does not.
pub(crate) fn prepare() -> Result<Option<PathBuf>> {
    let program = node::build_demo(Step::begin("Demo"))?;
    let mut check = node::script(&program, Signal::SIGKILL)?;
    check.arg("--check");
    let completed = stream_output(check, |_| {})?;
    if completed.status.success() {
        return Ok(Some(program));
    }
    print_line(
        completed
            .output_lines
            .first()
            .map_or("demo: the bots don't run on this machine", String::as_str),
    );
    Ok(None)
}

impl Demo {
    pub(crate) fn start(program: PathBuf, server: &Server) -> Result<Self> {
        let url = server.url();
        let mut command = node::script(&program, Signal::SIGTERM)?;
        command.args(["--url", &url]);
        Ok(Self {
            service: Service::start(NAME, command, None, STOP_SEQUENCE)?,
            program,
            url,
            is_finished: false,
        })
    }

    /// Returns the exit if the bots have ended by themselves. Reports each exit once.
    pub(crate) fn take_exit(&mut self) -> Option<ServiceExit> {
        if self.is_finished {
            return None;
        }
        let status = self.service.exit_status()?;
        self.is_finished = true;
        Some(to_exit(status, &self.program, &self.url))
    }

    pub(crate) fn service(&mut self) -> &mut Service {
        &mut self.service
    }
}

fn to_exit(status: ExitStatus, program: &Path, url: &str) -> ServiceExit {
    let words = ["node", &program.to_string_lossy(), "--url", url].map(str::to_owned);
    ServiceExit::new(
        NAME,
        status,
        "the lines above that begin with “demo:”".into(),
        &words,
    )
}
