//! The demo's bots: whether they can play here, and starting them.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::Result;
use nix::sys::signal::Signal;

use super::parts::Ended;
use super::server::Server;
use crate::node;
use crate::process::follow;
use crate::progress::{Step, say};
use crate::service::{Farewell, Service};

const NAME: &str = "the demo";
/// They end their broadcasts, which takes a moment.
const FAREWELL: Farewell = &[(Signal::SIGTERM, Duration::from_secs(5))];

/// The bots while they play. Nothing depends on them.
pub(crate) struct Demo {
    service: Service,
    program: PathBuf,
    url: String,
    is_over: bool,
}

/// The program, unless its library doesn't run on this machine: it then says so, and all else goes on.
pub(crate) fn prepare() -> Result<Option<PathBuf>> {
    let program = node::build_demo(Step::begin("Demo"))?;
    let mut check = node::script(&program, Signal::SIGKILL)?;
    check.arg("--check");
    let finished = follow(check, |_| {})?;
    if finished.status.success() {
        return Ok(Some(program));
    }
    say(finished
        .said
        .first()
        .map_or("demo: it doesn't run here", String::as_str));
    Ok(None)
}

impl Demo {
    pub(crate) fn start(program: PathBuf, server: &Server) -> Result<Self> {
        let url = server.url();
        let mut command = node::script(&program, Signal::SIGTERM)?;
        command.args(["--url", &url]);
        Ok(Self {
            service: Service::start(NAME, command, None, FAREWELL)?,
            program,
            url,
            is_over: false,
        })
    }

    /// Once, when it has ended though nobody asked it to.
    pub(crate) fn newly_ended(&mut self) -> Option<Ended> {
        if self.is_over {
            return None;
        }
        let status = self.service.ended()?;
        self.is_over = true;
        Some(ended(status, &self.program, &self.url))
    }

    pub(crate) fn service(&mut self) -> &mut Service {
        &mut self.service
    }
}

fn ended(status: ExitStatus, program: &Path, url: &str) -> Ended {
    let words = ["node", &program.to_string_lossy(), "--url", url].map(str::to_owned);
    Ended::new(
        NAME,
        status,
        "the lines above that begin with “demo:”".into(),
        &words,
    )
}
