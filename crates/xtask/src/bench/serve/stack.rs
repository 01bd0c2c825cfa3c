//! What is measured: servers with a private PostgreSQL and LiveKit.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::super::usage;
use super::clients::{Database, Leader};
use super::data::{self, Size};
use crate::child::{self, RunAs};
use crate::livekit::{self, LiveKit};
use crate::ports::{self, ReservedPort};
use crate::postgres::{self, DATABASE, Postgres};
use crate::process::stream_output;
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::test_stack::temporary_folder;
use crate::{dev, files, http, interrupt, secret, server_variables};

/// As on a small host: everything durable, with memory for the data that is read often.
const SETTINGS: [&str; 4] = [
    "shared_buffers=512MB",
    "max_wal_size=2GB",
    "checkpoint_timeout=30min",
    "max_connections=300",
];
const STATISTICS: &str = "shared_preload_libraries=pg_stat_statements";
const LIVEKIT_KEY: &str = "bench";
const START_TIMEOUT: Duration = Duration::from_secs(30);
const STOP_SEQUENCE: StopSequence = &[(Signal::SIGTERM, Duration::from_secs(15))];

/// A running server.
pub(super) struct Server {
    service: Service,
    pub(super) address: SocketAddr,
    pub(super) database: Database,
    /// From its start to the first successful `GET /health/ready`
    pub(super) ready_after: Duration,
    _leader: Option<Leader>,
}

impl Server {
    pub(super) fn pid(&self) -> u32 {
        self.service.pid()
    }

    pub(super) fn resident_kib(&self) -> Result<u64> {
        usage::resident_kib(self.pid())
    }
}

/// PostgreSQL, LiveKit, and what servers need to use them. Fields drop in this order.
pub(super) struct Stack {
    pub(super) livekit: LiveKit,
    postgres: Postgres,
    program: PathBuf,
    has_statistics: bool,
    pub(super) secrets: Secrets,
    /// The port that LiveKit sends webhooks to, until a server listens there.
    webhook_port: Option<ReservedPort<std::net::TcpListener>>,
    folder: TempDir,
}

pub(super) struct Secrets {
    pub(super) jwt: String,
    pub(super) livekit_key: &'static str,
    pub(super) livekit: String,
}

impl Stack {
    pub(super) fn start(program: &Path) -> Result<Self> {
        let livekit_program = livekit::find(Step::begin("LiveKit's program"))?;
        let folder = temporary_folder()?;
        let programs = postgres::prepare(folder.path(), Step::begin("PostgreSQL's programs"))?;
        let has_statistics = programs.has_extension("pg_stat_statements");
        let mut settings = SETTINGS.to_vec();
        settings.extend(has_statistics.then_some(STATISTICS));
        let options = postgres::StartOptions {
            port: None,
            password: &secret::generate(),
            settings: &settings,
        };
        let postgres = Postgres::start(folder.path(), &options, Step::begin("Database"))?;
        let secrets = Secrets {
            jwt: secret::generate(),
            livekit_key: LIVEKIT_KEY,
            livekit: secret::generate(),
        };
        let webhook_port = ports::reserve(None)?;
        let url = format!("http://127.0.0.1:{}/api/webhook/livekit", webhook_port.number);
        let options = livekit::StartOptions {
            port: None,
            udp_port: None,
            key: secrets.livekit_key,
            secret: &secrets.livekit,
            webhook: Some(url),
        };
        let livekit = LiveKit::start(&livekit_program, folder.path(), &options)?;
        Ok(Self {
            livekit,
            postgres,
            program: program.to_owned(),
            has_statistics,
            secrets,
            webhook_port: Some(webhook_port),
            folder,
        })
    }

    pub(super) fn postgres_pid(&self) -> u32 {
        self.postgres.service.pid()
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Creates a database with generated data.
    pub(super) fn database(&self, name: &str, size: Size, mut step: Step) -> Result<Database> {
        let open = |name| {
            Database::new(
                &self.postgres.programs,
                self.postgres.url(name),
                self.has_statistics,
            )
        };
        open(DATABASE)?.query(&format!("CREATE DATABASE {name}"))?;
        let database = open(name)?;
        if self.has_statistics {
            database.query("CREATE EXTENSION pg_stat_statements")?;
        }
        step.update("migrations");
        self.migrate(&database)?;
        step.update("generating");
        if size == Size::EMPTY {
            step.succeed("");
            return Ok(database);
        }
        let script = self.file("data.sql");
        let mut file = BufWriter::new(File::create(&script)?);
        data::write_script(&mut file, size)?;
        file.flush()?;
        step.update("loading");
        database.run_file(&script)?;
        std::fs::remove_file(&script)?;
        step.succeed(&format!("{} streams, {} % live", size.streams, size.live));
        Ok(database)
    }

    fn migrate(&self, database: &Database) -> Result<()> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        stream_output(self.command("migrate", database, address), |_| {})?.require_success("server migrate")
    }

    /// Starts a server that does not poll rooms. The first one gets LiveKit's webhooks.
    pub(super) fn serve(&mut self, database: &Database) -> Result<Server> {
        let leader = database.lead()?;
        self.start_server(database, self.livekit.port, Some(leader))
    }

    /// Starts a server that polls the rooms of the LiveKit at a port.
    pub(super) fn serve_leader(&mut self, database: &Database, livekit: u16) -> Result<Server> {
        self.start_server(database, livekit, None)
    }

    fn start_server(&mut self, database: &Database, livekit: u16, leader: Option<Leader>) -> Result<Server> {
        let port = match self.webhook_port.take() {
            Some(port) => port,
            None => ports::reserve(None)?,
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.number));
        drop(port);
        let log = files::new_log(&self.file(&format!("server-{}.log", address.port())))?;
        let mut command = self.command("serve", database, address);
        command.env("LIVEKIT_URL", format!("http://127.0.0.1:{livekit}"));
        let started_at = Instant::now();
        let mut service = Service::start("the server", command, Some(log), STOP_SEQUENCE)?;
        while !http::is_ok(address.port(), "/health/ready") {
            interrupt::check()?;
            let log = || files::tail(&self.file(&format!("server-{}.log", address.port())), 20);
            if let Some(status) = service.exit_status() {
                bail!("the server ended at start ({status}):\n{}", log());
            }
            ensure!(
                started_at.elapsed() < START_TIMEOUT,
                "the server is not ready:\n{}",
                log()
            );
            thread::sleep(Duration::from_millis(1));
        }
        Ok(Server {
            service,
            address,
            database: database.clone(),
            ready_after: started_at.elapsed(),
            _leader: leader,
        })
    }

    fn command(&self, name: &str, database: &Database, address: SocketAddr) -> Command {
        let program = self.program.to_string_lossy();
        let mut command = child::command(&program, RunAs::CurrentUser, Signal::SIGTERM);
        server_variables::clear(&mut command);
        command
            .arg(name)
            .current_dir(self.folder.path())
            .env("DATABASE_URL", &database.url)
            .env("LIVEKIT_URL", self.livekit.url())
            .env("LIVEKIT_API_KEY", self.secrets.livekit_key)
            .env("LIVEKIT_API_SECRET", &self.secrets.livekit)
            .env("JWT_SECRET", &self.secrets.jwt)
            .env("BIND_ADDRESS", address.to_string())
            .env("SHUTDOWN_DRAIN_SECONDS", "0")
            // The creator's browser is absent, so the broadcast must not end by itself.
            .env("CONNECT_TIMEOUT_SECONDS", "3600")
            .envs(dev::LIMITS.map(|name| (name, "off")));
        command
    }

    /// Twirp calls go to this address.
    pub(super) fn livekit_address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.livekit.port))
    }
}
