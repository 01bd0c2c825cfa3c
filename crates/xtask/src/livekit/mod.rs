//! Runs a private LiveKit on the loopback interface.

mod config;
mod find;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::child::{self, RunAs};
use crate::service::{Service, StopSequence};
use crate::{files, http, interrupt, ports};

pub(crate) use find::find;

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// On the first SIGTERM, LiveKit waits for participants to leave. On the second one it exits.
const STOP_SEQUENCE: StopSequence = &[
    (Signal::SIGTERM, Duration::from_millis(200)),
    (Signal::SIGTERM, Duration::from_secs(5)),
];

/// Options for a start, with the ports of the last run.
pub(crate) struct StartOptions<'a> {
    pub(crate) port: Option<u16>,
    pub(crate) udp_port: Option<u16>,
    pub(crate) key: &'a str,
    pub(crate) secret: &'a str,
    /// URL of the server's webhook endpoint
    pub(crate) webhook: Option<String>,
}

pub(crate) struct LiveKit {
    pub(crate) service: Service,
    pub(crate) port: u16,
    pub(crate) udp_port: u16,
    pub(crate) log: PathBuf,
    pub(crate) config: PathBuf,
    command_line: Vec<String>,
}

impl LiveKit {
    /// Starts LiveKit with its configuration and log in `folder`.
    pub(crate) fn start(program: &Path, folder: &Path, options: &StartOptions) -> Result<Self> {
        let tcp = ports::reserve(options.port)?;
        let udp = ports::reserve_udp(options.udp_port)?;
        let (port, udp_port) = (tcp.number, udp.number);
        let config = folder.join("livekit.yaml");
        files::write_private(&config, &config::yaml(port, udp_port, options))?;
        let log = folder.join("livekit.log");
        let program = program.to_string_lossy().into_owned();
        let config_path = config.clone();
        let config = config.to_string_lossy().into_owned();
        let mut command = child::command(&program, RunAs::CurrentUser, Signal::SIGKILL);
        command.args(["--config", &config]);
        // These variables would override the configuration file.
        for name in [
            "LIVEKIT_CONFIG",
            "LIVEKIT_KEYS",
            "LIVEKIT_KEY_FILE",
            "NODE_IP",
            "UDP_PORT",
            "REDIS_HOST",
        ] {
            command.env_remove(name);
        }
        drop((tcp, udp));
        let service = Service::start("LiveKit", command, Some(files::new_log(&log)?), STOP_SEQUENCE)?;
        let command_line = vec![program, "--config".into(), config];
        let mut livekit = Self {
            service,
            port,
            udp_port,
            log,
            config: config_path,
            command_line,
        };
        livekit.wait_until_ready()?;
        Ok(livekit)
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// The command line for a manual restart.
    pub(crate) fn command_line(&self) -> &[String] {
        &self.command_line
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started_at = Instant::now();
        while !http::is_ok(self.port, "/") {
            interrupt::check()?;
            let tail = || files::tail(&self.log, 15);
            if let Some(status) = self.service.exit_status() {
                bail!("LiveKit ended at start ({status}). Its log says:\n{}", tail());
            }
            if started_at.elapsed() > START_TIMEOUT {
                bail!(
                    "LiveKit does not respond on port {}. Its log says:\n{}",
                    self.port,
                    tail()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}
