//! The parts of the product, each of which can be stopped and started at the same address.

use std::fs::{self, File, OpenOptions};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::model::Part;
use super::relay::Relay;
use crate::child::{self, RunAs};
use crate::livekit::{self, LiveKit};
use crate::postgres::{self, Postgres};
use crate::process::stream_output;
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::{http, interrupt, ports, secret, server_variables, workspace};

const LIVEKIT_KEY: &str = "soak";
const START_TIMEOUT: Duration = Duration::from_mins(1);
const POLL_INTERVAL: Duration = Duration::from_millis(10);
/// The default `SHUTDOWN_GRACE_SECONDS`, and a little more.
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(22))];

/// Fields drop in this order, each before its dependencies.
pub(super) struct Stack {
    server: Option<Service>,
    livekit: Option<LiveKit>,
    postgres: Option<Postgres>,
    pub(super) relay: Relay,
    server_program: PathBuf,
    livekit_program: PathBuf,
    folder: PathBuf,
    pub(super) address: SocketAddr,
    livekit_ports: Option<(u16, u16)>,
    postgres_port: Option<u16>,
    livekit_secret: String,
    postgres_password: String,
    jwt_secret: String,
    restarts: usize,
}

/// How a part is stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stop {
    /// As an operator stops it.
    Orderly,
    /// SIGKILL; for PostgreSQL an immediate shutdown, because its other processes would survive.
    Crash,
}

impl Stack {
    pub(super) fn start(folder: &Path, server_program: PathBuf, livekit_program: PathBuf) -> Result<Self> {
        // Reserved until the server starts, so that no other process takes the port.
        let port = ports::reserve(None)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.number));
        let mut stack = Self {
            server: None,
            livekit: None,
            postgres: None,
            relay: Relay::start(address)?,
            server_program,
            livekit_program,
            folder: folder.to_owned(),
            address,
            livekit_ports: None,
            postgres_port: None,
            livekit_secret: secret::generate(),
            postgres_password: secret::generate(),
            jwt_secret: secret::generate(),
            restarts: 0,
        };
        stack.start_postgres()?;
        let step = Step::begin("LiveKit");
        stack.start_livekit()?;
        step.succeed("");
        for command in ["migrate", "seed-demo"] {
            let step = Step::begin(format!("server {command}"));
            stream_output(stack.server_command(command), |_| {})?.require_success(command)?;
            step.succeed("");
        }
        drop(port);
        let step = Step::begin("Server");
        stack.start_server()?;
        step.succeed(&format!("http://{address}"));
        Ok(stack)
    }

    pub(super) fn database_url(&self) -> String {
        self.postgres
            .as_ref()
            .map(|it| it.url(postgres::DATABASE))
            .unwrap_or_default()
    }

    /// The URL, key and secret.
    pub(super) fn livekit_access(&self) -> (String, &'static str, &str) {
        let url = self.livekit.as_ref().map(LiveKit::url).unwrap_or_default();
        (url, LIVEKIT_KEY, &self.livekit_secret)
    }

    pub(super) fn server_pid(&self) -> Option<u32> {
        self.server.as_ref().map(Service::pid)
    }

    pub(super) fn server_log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// Fails if a part has ended by itself.
    pub(super) fn check(&mut self) -> Result<()> {
        let server = self.server.as_mut().map(|it| ("the server", it));
        let livekit = self.livekit.as_mut().map(|it| ("LiveKit", &mut it.service));
        let postgres = self.postgres.as_mut().map(|it| ("PostgreSQL", &mut it.service));
        for (name, service) in [server, livekit, postgres].into_iter().flatten() {
            if let Some(status) = service.exit_status() {
                bail!("{name} has ended by itself ({status})");
            }
        }
        Ok(())
    }

    pub(super) fn start_server(&mut self) -> Result<()> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.server_log())?;
        let mut service = Service::start(
            "the server",
            self.server_command("serve"),
            Some(log),
            STOP_SEQUENCE,
        )?;
        let port = self.address.port();
        let started_at = Instant::now();
        while !http::is_ok(port, "/health/ready") {
            interrupt::check()?;
            if let Some(status) = service.exit_status() {
                bail!(
                    "the server ended at start ({status}); see {}",
                    self.server_log().display()
                );
            }
            ensure!(
                started_at.elapsed() < START_TIMEOUT,
                "the server does not get ready"
            );
            thread::sleep(POLL_INTERVAL);
        }
        self.server = Some(service);
        Ok(())
    }

    pub(super) fn start_livekit(&mut self) -> Result<()> {
        self.keep_log("livekit.log")?;
        let (port, udp_port) = self.livekit_ports.unzip();
        let options = livekit::StartOptions {
            port,
            udp_port,
            key: LIVEKIT_KEY,
            secret: &self.livekit_secret,
            webhook: Some(format!(
                "http://127.0.0.1:{}/api/webhook/livekit",
                self.relay.port
            )),
        };
        let livekit = LiveKit::start(&self.livekit_program, &self.folder, &options)?;
        let ports = (livekit.port, livekit.udp_port);
        ensure!(
            self.livekit_ports.is_none_or(|before| before == ports),
            "another process has taken a port of LiveKit"
        );
        self.livekit_ports = Some(ports);
        self.livekit = Some(livekit);
        Ok(())
    }

    /// Prints a step at the first start only.
    pub(super) fn start_postgres(&mut self) -> Result<()> {
        self.keep_log("postgres.log")?;
        let step = match self.postgres_port {
            None => Step::begin("Database"),
            Some(_) => Step::silent(),
        };
        let options = postgres::StartOptions {
            port: self.postgres_port,
            password: &self.postgres_password,
            settings: &[],
        };
        let postgres = Postgres::start(&self.folder, &options, step)?;
        ensure!(
            self.postgres_port.is_none_or(|port| port == postgres.port),
            "another process has taken the port of PostgreSQL"
        );
        self.postgres_port = Some(postgres.port);
        self.postgres = Some(postgres);
        Ok(())
    }

    /// Returns the exit status, and how long the stop took.
    pub(super) fn stop_server(&mut self, how: Stop) -> Option<(Option<ExitStatus>, Duration)> {
        stop(&mut self.server.take()?, how, Signal::SIGKILL)
    }

    pub(super) fn stop_livekit(&mut self, how: Stop) {
        if let Some(mut livekit) = self.livekit.take() {
            stop(&mut livekit.service, how, Signal::SIGKILL);
        }
    }

    pub(super) fn stop_postgres(&mut self, how: Stop) {
        if let Some(mut postgres) = self.postgres.take() {
            stop(&mut postgres.service, how, Signal::SIGQUIT);
        }
    }

    /// Stops or continues the execution of a part. PostgreSQL consists of many processes, so it can't be frozen.
    pub(super) fn set_frozen(&self, part: Part, is_frozen: bool) {
        let service = match part {
            Part::Server => self.server.as_ref(),
            Part::LiveKit => self.livekit.as_ref().map(|it| &it.service),
            Part::Postgres => None,
        };
        let signal = if is_frozen {
            Signal::SIGSTOP
        } else {
            Signal::SIGCONT
        };
        if let Some(pid) = service.and_then(|it| i32::try_from(it.pid()).ok()) {
            let _ended = kill(Pid::from_raw(pid), signal);
        }
    }

    /// The parts truncate their logs at start.
    fn keep_log(&mut self, name: &str) -> Result<()> {
        let log = self.folder.join(name);
        if log.exists() {
            self.restarts += 1;
            fs::rename(&log, self.folder.join(format!("{name}.{}", self.restarts)))?;
        }
        Ok(())
    }

    fn server_command(&self, name: &str) -> Command {
        let (livekit_url, key, secret) = self.livekit_access();
        let program = self.server_program.to_string_lossy();
        let mut command = child::command(&program, RunAs::CurrentUser, Signal::SIGTERM);
        command.arg(name).current_dir(workspace::root());
        server_variables::clear(&mut command);
        command.envs([
            ("DATABASE_URL", self.database_url().as_str()),
            ("LIVEKIT_URL", livekit_url.as_str()),
            ("LIVEKIT_API_KEY", key),
            ("LIVEKIT_API_SECRET", secret),
            ("JWT_SECRET", self.jwt_secret.as_str()),
            ("DEV_LOGIN", "true"),
            // Nothing balances the load, so nobody has to notice the end first.
            ("SHUTDOWN_DRAIN_SECONDS", "0"),
            ("BIND_ADDRESS", self.address.to_string().as_str()),
            ("RUST_LOG", "info"),
        ]);
        command
    }
}

fn stop(service: &mut Service, how: Stop, crash: Signal) -> Option<(Option<ExitStatus>, Duration)> {
    let started_at = Instant::now();
    if how == Stop::Crash {
        kill(Pid::from_raw(i32::try_from(service.pid()).ok()?), crash).ok()?;
        while service.exit_status().is_none() {
            thread::sleep(POLL_INTERVAL);
        }
    } else {
        service.stop();
    }
    Some((service.exit_status(), started_at.elapsed()))
}

/// Appends to a file of the run.
pub(super) fn append(path: &Path) -> Result<File> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| format!("can't write {}", path.display()))
}
