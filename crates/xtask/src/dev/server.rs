//! Our server: its environment, its one-off commands, and starting it.

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use super::folder::{Folder, Settings};
use super::leftovers::MARK;
use super::parts::Parts;
use crate::bound::{self, RunAs};
use crate::process::follow;
use crate::progress::Step;
use crate::service::{Farewell, Service};
use crate::{http, interrupt, workspace};

const STARTS_WITHIN: Duration = Duration::from_mins(1);
const FAREWELL: Farewell = &[(Signal::SIGTERM, Duration::from_secs(15))];

pub(crate) struct Server {
    program: PathBuf,
    environment: Vec<(&'static str, String)>,
    pub(crate) port: u16,
    pub(crate) jwt_secret: String,
}

impl Server {
    pub(crate) fn new(
        program: PathBuf,
        folder: &Folder,
        parts: &Parts,
        settings: &Settings,
        port: u16,
    ) -> Self {
        let mut environment = vec![
            ("DATABASE_URL", parts.database_url.clone()),
            ("LIVEKIT_URL", parts.livekit_url.clone()),
            ("LIVEKIT_API_KEY", parts.livekit_key.clone()),
            ("LIVEKIT_API_SECRET", parts.livekit_secret.clone()),
            ("JWT_SECRET", settings.jwt_secret.clone()),
            ("DEV_LOGIN", "true".into()),
            ("SHUTDOWN_DRAIN_SECONDS", "0".into()),
            ("BIND_ADDRESS", format!("127.0.0.1:{port}")),
            ("LOG_FORMAT", "pretty".into()),
            (MARK, folder.path().display().to_string()),
        ];
        environment.extend(parts.not_wanted().map(|name| (name, String::new())));
        Self {
            program,
            environment,
            port,
            jwt_secret: settings.jwt_secret.clone(),
        }
    }

    pub(crate) fn url(&self) -> String {
        // An address, not a name: browsers count it as secure too, so the camera works.
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Runs one of its commands that end by themselves.
    pub(crate) fn run_once(&self, command: &str, mut step: Step) -> Result<()> {
        follow(self.command(command), |_| step.tick())?.require(&format!("server {command}"))?;
        step.done("");
        Ok(())
    }

    pub(crate) fn start(&self) -> Result<Service> {
        Service::start("the server", self.command("serve"), None, FAREWELL)
    }

    /// Whether it answers by now.
    pub(crate) fn is_live(&self) -> bool {
        http::answers(self.port, "/health/live")
    }

    pub(crate) fn wait_until_live(&self, service: &mut Service) -> Result<()> {
        let began = Instant::now();
        while !self.is_live() {
            interrupt::check()?;
            if let Some(status) = service.ended() {
                bail!("the server ended at start ({status}); what it said is above");
            }
            if began.elapsed() > STARTS_WITHIN {
                bail!("the server doesn't answer at {}/health/live", self.url());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn command(&self, name: &str) -> Command {
        let mut command = bound::command(&self.program.to_string_lossy(), RunAs::Myself, Signal::SIGTERM);
        command.arg(name).current_dir(workspace::root());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}
