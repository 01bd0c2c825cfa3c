//! A private PostgreSQL cluster on the loopback interface.

mod cluster;
mod find;
mod run_as;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use nix::sys::signal::Signal;

use crate::bound;
use crate::progress::Step;
use crate::service::{Farewell, Service};
use crate::{files, interrupt, ports};

use cluster::Cluster;

pub(crate) const DATABASE: &str = "onair";
const SUPERUSER: &str = "onair";

/// Crash recovery of a large cluster takes its time.
const STARTS_WITHIN: Duration = Duration::from_mins(2);

/// A fast shutdown, then an immediate one.
const FAREWELL: Farewell = &[
    (Signal::SIGINT, Duration::from_secs(20)),
    (Signal::SIGQUIT, Duration::from_secs(5)),
];

/// Faster, and lost with the machine's power: for data that nobody will miss.
pub(crate) const FLEETING: [&str; 4] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
];

/// Looks for the programs that a cluster in `folder` needs, and gets them where there are none.
pub(crate) fn prepare(folder: &Path, mut step: Step) -> Result<()> {
    let programs = cluster::programs(&folder.join("postgres"), &mut step)?;
    step.done(&programs.version);
    Ok(())
}

pub(crate) struct Wishes<'a> {
    pub(crate) port: Option<u16>,
    pub(crate) password: &'a str,
    /// More settings, as `name=value`
    pub(crate) settings: &'a [&'a str],
}

pub(crate) struct Postgres {
    pub(crate) service: Service,
    pub(crate) port: u16,
    pub(crate) log: PathBuf,
    password: String,
    command_line: Vec<String>,
}

impl Postgres {
    /// Starts it with its cluster and log in `folder`, making the cluster first where there is none.
    pub(crate) fn start(folder: &Path, wishes: &Wishes, mut step: Step) -> Result<Self> {
        let cluster = Cluster::open_or_make(folder, wishes.password, &mut step)?;
        cluster.stop_leftover(&mut step)?;
        let held = ports::hold(wishes.port)?;
        let port = held.number;
        let mut options = vec!["-D".to_owned(), cluster.data.to_string_lossy().into_owned()];
        // No socket: a path below a deep folder would be too long for one.
        let fixed = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
        ];
        let settings = fixed.iter().chain(wishes.settings).map(|it| (*it).to_owned());
        for setting in settings.chain([format!("port={port}")]) {
            options.extend(["-c".into(), setting]);
        }
        let program = cluster.programs.postgres().to_string_lossy().into_owned();
        let mut command = bound::command(&program, cluster.run_as, Signal::SIGINT);
        command.args(&options).env("LC_ALL", "C").current_dir("/");
        let log = folder.join("postgres.log");
        drop(held);
        let service = Service::start("PostgreSQL", command, Some(files::new_log(&log)?), FAREWELL)?;
        let mut command_line = cluster.run_as.shell_prefix();
        command_line.push(program);
        command_line.extend(options);
        let password = wishes.password.to_owned();
        let mut postgres = Self {
            service,
            port,
            log,
            password,
            command_line,
        };
        postgres.wait_until_ready(&cluster.data.join("postmaster.pid"), &mut step)?;
        step.done(&format!("{} on port {port}", cluster.programs.version));
        Ok(postgres)
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!(
            "postgres://{SUPERUSER}:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    /// How a person starts it again by hand.
    pub(crate) fn command_line(&self) -> &[String] {
        &self.command_line
    }

    fn wait_until_ready(&mut self, pid_file: &Path, step: &mut Step) -> Result<()> {
        let began = Instant::now();
        while !is_ready(
            &fs::read_to_string(pid_file).unwrap_or_default(),
            self.service.pid(),
        ) {
            interrupt::check()?;
            step.tick();
            let tail = || files::tail(&self.log, 15);
            if let Some(status) = self.service.ended() {
                bail!("PostgreSQL ended at start ({status}). Its log says:\n{}", tail());
            }
            if began.elapsed() > STARTS_WITHIN {
                bail!(
                    "PostgreSQL isn't ready after {STARTS_WITHIN:?}. Its log says:\n{}",
                    tail()
                );
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

/// Its pid file says so in the eighth line, which is what `pg_ctl -w` waits for too.
fn is_ready(pid_file: &str, pid: u32) -> bool {
    let mut lines = pid_file.lines();
    lines.next() == Some(&pid.to_string()) && lines.nth(6).map(str::trim) == Some("ready")
}

#[cfg(test)]
mod tests {
    use super::is_ready;

    const PID_FILE: &str = "4711\n/data/postgres\n1792000000\n25432\n\n127.0.0.1\n  1 2\nready   \n";

    #[test]
    fn only_this_postmaster_counts_as_ready() {
        assert!(is_ready(PID_FILE, 4711));
        assert!(!is_ready(PID_FILE, 4712));
        assert!(!is_ready(&PID_FILE.replace("ready", "starting"), 4711));
        assert!(!is_ready("", 4711));
    }
}
