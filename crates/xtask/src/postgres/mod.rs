//! Runs a private PostgreSQL cluster on the loopback interface.

mod cluster;
mod find;
mod owner;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::child;
use crate::progress::Step;
use crate::service::{Service, StopSequence};
use crate::{files, interrupt, ports};

use cluster::Cluster;
pub(crate) use find::Programs;

pub(crate) const DATABASE: &str = "onair";
const SUPERUSER: &str = "onair";

/// Crash recovery of a large cluster is slow.
const START_TIMEOUT: Duration = Duration::from_mins(2);

/// A fast shutdown, then an immediate one.
const STOP_SEQUENCE: StopSequence = &[
    (Signal::SIGINT, Duration::from_secs(20)),
    (Signal::SIGQUIT, Duration::from_secs(5)),
];

/// Settings for disposable data: faster, but a power failure corrupts the cluster.
pub(crate) const DISPOSABLE_DATA_SETTINGS: [&str; 4] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
];

/// Finds the programs for a cluster in `folder`. Downloads them if they are missing.
pub(crate) fn prepare(folder: &Path, mut step: Step) -> Result<Programs> {
    let programs = cluster::programs(&folder.join("postgres"), &mut step)?;
    step.succeed(&programs.version);
    Ok(programs)
}

pub(crate) struct StartOptions<'a> {
    pub(crate) port: Option<u16>,
    pub(crate) password: &'a str,
    /// Additional settings as `name=value`
    pub(crate) settings: &'a [&'a str],
}

pub(crate) struct Postgres {
    pub(crate) service: Service,
    pub(crate) port: u16,
    pub(crate) log: PathBuf,
    pub(crate) programs: Programs,
    password: String,
    command_line: Vec<String>,
}

impl Postgres {
    /// Starts PostgreSQL with its cluster and log in `folder`. Creates the cluster if it is missing.
    pub(crate) fn start(folder: &Path, options: &StartOptions, mut step: Step) -> Result<Self> {
        let cluster = Cluster::open_or_create(folder, options.password, &mut step)?;
        cluster.stop_orphan(&mut step)?;
        let reserved = ports::reserve(options.port)?;
        let port = reserved.number;
        let mut arguments = vec!["-D".to_owned(), cluster.data.to_string_lossy().into_owned()];
        // No Unix socket, because its path could exceed the limit.
        let base_settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
        ];
        let settings = base_settings
            .iter()
            .chain(options.settings)
            .map(|it| (*it).to_owned());
        for setting in settings.chain([format!("port={port}")]) {
            arguments.extend(["-c".into(), setting]);
        }
        let program = cluster.programs.postgres().to_string_lossy().into_owned();
        let mut command = child::command(&program, cluster.run_as, Signal::SIGINT);
        command.args(&arguments).env("LC_ALL", "C").current_dir("/");
        let log = folder.join("postgres.log");
        drop(reserved);
        let service = Service::start("PostgreSQL", command, Some(files::new_log(&log)?), STOP_SEQUENCE)?;
        let mut command_line = cluster.run_as.shell_prefix();
        command_line.push(program);
        command_line.extend(arguments);
        let password = options.password.to_owned();
        let mut postgres = Self {
            service,
            port,
            log,
            programs: cluster.programs,
            password,
            command_line,
        };
        postgres.wait_until_ready(&cluster.data.join("postmaster.pid"), &mut step)?;
        step.succeed(&format!("{} on port {port}", postgres.programs.version));
        Ok(postgres)
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!(
            "postgres://{SUPERUSER}:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    /// The command line for a manual restart.
    pub(crate) fn command_line(&self) -> &[String] {
        &self.command_line
    }

    fn wait_until_ready(&mut self, pid_file: &Path, step: &mut Step) -> Result<()> {
        let started_at = Instant::now();
        while !is_ready(
            &fs::read_to_string(pid_file).unwrap_or_default(),
            self.service.pid(),
        ) {
            interrupt::check()?;
            step.refresh();
            let tail = || files::tail(&self.log, 15);
            if let Some(status) = self.service.exit_status() {
                bail!("PostgreSQL ended at start ({status}). Its log says:\n{}", tail());
            }
            if started_at.elapsed() > START_TIMEOUT {
                bail!(
                    "PostgreSQL is not ready after {START_TIMEOUT:?}. Its log says:\n{}",
                    tail()
                );
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

/// Line 8 of the pid file contains the status. `pg_ctl -w` waits for the same line.
fn is_ready(pid_file: &str, pid: u32) -> bool {
    let mut lines = pid_file.lines();
    lines.next() == Some(&pid.to_string()) && lines.nth(6).map(str::trim) == Some("ready")
}

#[cfg(test)]
mod tests {
    use super::is_ready;

    const PID_FILE: &str = "4711\n/data/postgres\n1792000000\n25432\n\n127.0.0.1\n  1 2\nready   \n";

    #[test]
    fn ready_status_of_another_postmaster_is_ignored() {
        assert!(is_ready(PID_FILE, 4711));
        assert!(!is_ready(PID_FILE, 4712));
        assert!(!is_ready(&PID_FILE.replace("ready", "starting"), 4711));
        assert!(!is_ready("", 4711));
    }
}
