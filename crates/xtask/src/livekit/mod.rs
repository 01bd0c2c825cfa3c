//! A private LiveKit on the loopback interface.

mod config;
mod find;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::bound::{self, RunAs};
use crate::service::{Farewell, Service};
use crate::{files, http, interrupt, ports};

pub(crate) use find::find;

const STARTS_WITHIN: Duration = Duration::from_secs(30);

/// The first one waits until everybody has left, the second doesn't.
const FAREWELL: Farewell = &[
    (Signal::SIGTERM, Duration::from_millis(200)),
    (Signal::SIGTERM, Duration::from_secs(5)),
];

/// What it needs to know, and what it was given last time.
pub(crate) struct Wishes<'a> {
    pub(crate) port: Option<u16>,
    pub(crate) udp_port: Option<u16>,
    pub(crate) key: &'a str,
    pub(crate) secret: &'a str,
    /// Where our server hears of what happens in rooms
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
    /// Starts it with its configuration and log in `folder`.
    pub(crate) fn start(program: &Path, folder: &Path, wishes: &Wishes) -> Result<Self> {
        let tcp = ports::hold(wishes.port)?;
        let udp = ports::hold_udp(wishes.udp_port)?;
        let (port, udp_port) = (tcp.number, udp.number);
        let config = folder.join("livekit.yaml");
        files::write_private(&config, &config::yaml(port, udp_port, wishes))?;
        let log = folder.join("livekit.log");
        let program = program.to_string_lossy().into_owned();
        let config_path = config.clone();
        let config = config.to_string_lossy().into_owned();
        let mut command = bound::command(&program, RunAs::Myself, Signal::SIGKILL);
        command.args(["--config", &config]);
        // A LIVEKIT_CONFIG or LIVEKIT_KEYS of the person's would win over the file.
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
        let service = Service::start("LiveKit", command, Some(files::new_log(&log)?), FAREWELL)?;
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

    /// How a person starts it again by hand.
    pub(crate) fn command_line(&self) -> &[String] {
        &self.command_line
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while !http::answers(self.port, "/") {
            interrupt::check()?;
            let tail = || files::tail(&self.log, 15);
            if let Some(status) = self.service.ended() {
                bail!("LiveKit ended at start ({status}). Its log says:\n{}", tail());
            }
            if began.elapsed() > STARTS_WITHIN {
                bail!(
                    "LiveKit doesn't answer on port {}. Its log says:\n{}",
                    self.port,
                    tail()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}
