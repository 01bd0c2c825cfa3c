//! PostgreSQL's client programs: psql, and pgbench as the measure of what PostgreSQL can do.

use std::fs;
use std::io::{PipeWriter, Write as _, pipe};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use nix::sys::signal::Signal;

use crate::child::{self, RunAs};
use crate::interrupt;
use crate::postgres::Programs;
use crate::process::{capture_output, tool};
use crate::service::Service;

/// The lock of the server that polls rooms, as the adapter names it. While the benchmark holds it, the measured
/// server is one of several of which another polls: the generated broadcasts have no rooms, and would be ended.
const LEADER_LOCK: &str = "SELECT pg_advisory_lock(hashtextextended('onair reconciliation', 0));\n";
/// pgbench counts it as a part of the time, but not in its result.
const CONNECT_TIME: Duration = Duration::from_secs(2);
const MAX_CONNECT_TIME: Duration = Duration::from_mins(1);
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// A database of the private cluster.
#[derive(Clone)]
pub(super) struct Database {
    pub(super) url: String,
    psql: PathBuf,
    pgbench: PathBuf,
    has_statistics: bool,
}

impl Database {
    pub(super) fn new(programs: &Programs, url: String, has_statistics: bool) -> Result<Self> {
        Ok(Self {
            url,
            psql: programs.client("psql")?,
            pgbench: programs.client("pgbench")?,
            has_statistics,
        })
    }

    /// Returns the values of a query's rows, separated by `|`.
    pub(super) fn query(&self, sql: &str) -> Result<String> {
        let mut command = self.psql();
        command.args(["-A", "-t", "-c", sql]);
        Ok(capture_output(command, "psql")?.trim().to_owned())
    }

    pub(super) fn run_file(&self, file: &Path) -> Result<()> {
        let mut command = self.psql();
        command.arg("-f").arg(file);
        capture_output(command, "filling the database")?;
        Ok(())
    }

    fn psql(&self) -> Command {
        let mut command = tool(&self.psql.to_string_lossy());
        command.args([&self.url, "-X", "-q", "-v", "ON_ERROR_STOP=1"]);
        command
    }

    /// The number of statements that were executed in this database, `None` if PostgreSQL does not count them.
    pub(super) fn statements(&self) -> Result<Option<u64>> {
        if !self.has_statistics {
            return Ok(None);
        }
        let sum = self.query(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
             WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND query NOT LIKE '%pg_stat_statements%'",
        )?;
        Ok(Some(sum.parse().context("pg_stat_statements")?))
    }

    /// Runs a script of pgbench with prepared statements for a time. Returns the transactions per second.
    pub(super) fn pgbench(&self, script: &Path, variables: &[(&str, String)], run: &Pgbench) -> Result<f64> {
        let mut connect_time = CONNECT_TIME;
        loop {
            let mut command = tool(&self.pgbench.to_string_lossy());
            command
                .args(["--no-vacuum", "--protocol", "prepared", "--jobs", "1"])
                .args(["--client", &run.clients.to_string()])
                .args(["--time", &(run.duration + connect_time).as_secs().to_string()])
                .arg("--file")
                .arg(script);
            for (name, value) in variables {
                command.args(["--define", &format!("{name}={value}")]);
            }
            command.arg(&self.url);
            let output = capture_output(command, "pgbench")?;
            if let Some(rate) = transactions_per_second(&output) {
                return Ok(rate);
            }
            // On a busy machine, the time may end before all clients are connected.
            connect_time *= 2;
            ensure!(connect_time < MAX_CONNECT_TIME, "pgbench says\n{output}");
        }
    }

    /// Takes the lock of the server that polls rooms, until the result is dropped.
    pub(super) fn lead(&self) -> Result<Leader> {
        let mut command = child::command(&self.psql.to_string_lossy(), RunAs::CurrentUser, Signal::SIGKILL);
        command.args([&self.url, "-X", "-q"]);
        let (reader, mut input) = pipe()?;
        command
            .stdin(reader)
            .stdout(fs::File::options().write(true).open("/dev/null")?);
        input.write_all(LEADER_LOCK.as_bytes())?;
        let service = Service::start("the lock's holder", command, None, &[])?;
        let started_at = Instant::now();
        let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted \
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        while self.query(held)? == "0" {
            interrupt::check()?;
            ensure!(
                started_at.elapsed() < LOCK_TIMEOUT,
                "the leader's lock is not free"
            );
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Leader {
            _service: service,
            _input: input,
        })
    }
}

pub(super) struct Pgbench {
    pub(super) clients: usize,
    pub(super) duration: Duration,
}

/// Holds the lock of the server that polls rooms. psql waits for more input, without a transaction that would keep
/// PostgreSQL from cleaning up.
pub(super) struct Leader {
    _service: Service,
    _input: PipeWriter,
}

fn transactions_per_second(output: &str) -> Option<f64> {
    let line = output.lines().find_map(|line| line.strip_prefix("tps = "))?;
    line.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::transactions_per_second;

    #[test]
    fn the_rate_is_parsed_from_output_of_pgbench() {
        let output = "latency average = 0.6 ms\ntps = 51234.5 (without initial connection time)\n";
        assert_eq!(transactions_per_second(output), Some(51_234.5));
        assert_eq!(transactions_per_second("pgbench: error"), None);
    }
}
