//! The product's server: its environment, one-off commands and start.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use super::backing_services::BackingServices;
use super::data_dir::{DataDir, Settings};
use super::orphans::DATA_DIR_VARIABLE;
use crate::child::{self, RunAs};
use crate::process::stream_output;
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::{http, interrupt, workspace};

const START_TIMEOUT: Duration = Duration::from_mins(1);
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(15))];

/// If this variable is set, the server has its own limits. Otherwise they are off, because journeys and
/// benchmarks send everything from one address. The limits of chats are rules and always apply.
pub(crate) const DEFAULT_LIMITS: &str = "ONAIR_DEFAULT_LIMITS";

pub(crate) const LIMITS: [&str; 6] = [
    "RATE_LIMIT_TOKENS",
    "RATE_LIMIT_CHAT",
    "RATE_LIMIT_WRITES",
    "RATE_LIMIT_LISTS",
    "MAX_EVENT_STREAMS_PER_ADDRESS",
    "MAX_CONNECTIONS_PER_ADDRESS",
];

pub(crate) struct Server {
    program: PathBuf,
    environment: Vec<(&'static str, String)>,
    pub(crate) port: u16,
    pub(crate) jwt_secret: String,
}

impl Server {
    pub(crate) fn new(
        program: PathBuf,
        folder: &DataDir,
        services: &BackingServices,
        settings: &Settings,
        port: u16,
    ) -> Self {
        let mut environment = vec![
            ("DATABASE_URL", services.database_url.clone()),
            ("LIVEKIT_URL", services.livekit_url.clone()),
            ("LIVEKIT_API_KEY", services.livekit_key.clone()),
            ("LIVEKIT_API_SECRET", services.livekit_secret.clone()),
            ("JWT_SECRET", settings.jwt_secret.clone()),
            ("DEV_LOGIN", "true".into()),
            ("SHUTDOWN_DRAIN_SECONDS", "0".into()),
            ("BIND_ADDRESS", format!("127.0.0.1:{port}")),
            ("LOG_FORMAT", "pretty".into()),
            (DATA_DIR_VARIABLE, folder.path().display().to_string()),
        ];
        if env::var_os(DEFAULT_LIMITS).is_none() {
            environment.extend(LIMITS.map(|name| (name, "off".into())));
        }
        environment.extend(services.variables_to_clear().map(|name| (name, String::new())));
        Self {
            program,
            environment,
            port,
            jwt_secret: settings.jwt_secret.clone(),
        }
    }

    pub(crate) fn url(&self) -> String {
        // Browsers treat this address as a secure context, which camera access requires.
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Runs a one-off command of the server to completion.
    pub(crate) fn run_once(&self, command: &str, mut step: Step) -> Result<()> {
        stream_output(self.command(command), |_| step.refresh())?
            .require_success(&format!("server {command}"))?;
        step.succeed("");
        Ok(())
    }

    pub(crate) fn start(&self) -> Result<Service> {
        Service::start("the server", self.command("serve"), None, STOP_SEQUENCE)
    }

    /// Whether the liveness endpoint responds.
    pub(crate) fn is_live(&self) -> bool {
        http::is_ok(self.port, "/health/live")
    }

    pub(crate) fn wait_until_live(&self, service: &mut Service) -> Result<()> {
        let started_at = Instant::now();
        while !self.is_live() {
            interrupt::check()?;
            if let Some(status) = service.exit_status() {
                bail!("the server ended at start ({status}); see its output above");
            }
            if started_at.elapsed() > START_TIMEOUT {
                bail!("the server does not respond at {}/health/live", self.url());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn command(&self, name: &str) -> Command {
        let mut command = child::command(
            &self.program.to_string_lossy(),
            RunAs::CurrentUser,
            Signal::SIGTERM,
        );
        command.arg(name).current_dir(workspace::root());
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}
