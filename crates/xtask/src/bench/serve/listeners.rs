//! The row of idle event streams: many wait for news of one broadcast.

use std::fs;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;

use super::super::connection::{Connection, Poller, Progress};
use super::data;
use super::report::{Goal, Limits, Measured, Outcome, percentile};
use super::scene::Scene;
use super::stack::Server;
use crate::http::Request;
use crate::interrupt;

pub(super) const NAME: &str = "event-listeners";

/// As many as the limits of open files allow, at most.
const LISTENERS: usize = 50_000;
/// Other files of this process and of the server
const OTHER_FILES: usize = 1_000;
/// Fewer than the ports that an address has.
const PER_ADDRESS: usize = 10_000;
/// Opened at once
const BATCH: usize = 200;
const TIMEOUT: Duration = Duration::from_secs(30);
const CHECK_INTERVAL: Duration = Duration::from_millis(100);
const MAX_KIB_EACH: f64 = 16.0;
const GOAL: Limits = Limits {
    p99_ms: 1_000.0,
    statements: None,
    resident_kib: None,
};

struct Listeners {
    poller: Poller,
    all: Vec<Connection>,
}

pub(super) fn measure(server: &Server, scene: &Scene) -> Result<Outcome> {
    let count = LISTENERS.min(open_files()?.saturating_sub(OTHER_FILES));
    let before = server.resident_kib()?;
    let mut listeners = Listeners {
        poller: Poller::new()?,
        all: Vec::new(),
    };
    while listeners.all.len() < count {
        listeners.open(BATCH.min(count - listeners.all.len()), server, scene)?;
    }
    let resident = server.resident_kib()?;
    let latencies = listeners.change(server, scene)?;

    let mut outcome = Outcome::new(NAME, Goal::Limits(GOAL));
    let listeners = f64::from(u32::try_from(count)?);
    let kib_each = f64::from(u32::try_from(resident.saturating_sub(before))?) / listeners;
    outcome.reference_name = format!("{count} listeners, {kib_each:.1} KiB each");
    outcome.p50 = Measured::new(vec![percentile(&latencies, 50)]);
    outcome.p99 = Measured::new(vec![percentile(&latencies, 99)]);
    outcome.resident_kib = Some(resident);
    if kib_each > MAX_KIB_EACH {
        outcome.fail_once(format!(
            "{kib_each:.1} KiB for each listener; at most {MAX_KIB_EACH}"
        ));
    }
    if count < LISTENERS {
        outcome.note(format!(
            "the limit of open files allows {count} of {LISTENERS} listeners"
        ));
    }
    Ok(outcome)
}

impl Listeners {
    /// Opens event streams and waits until each has its snapshot.
    fn open(&mut self, count: usize, server: &Server, scene: &Scene) -> Result<()> {
        let target = format!("/api/viewer/stream/{}/events", data::username(&scene.star));
        let request = Request::new("GET", &target).bytes();
        let first = self.all.len();
        for number in first..first + count {
            let address = Ipv4Addr::new(127, 0, 1, u8::try_from(number / PER_ADDRESS + 1)?);
            let mut connection = Connection::open(&self.poller, number as u64, address, server.address)?;
            connection.send(request.clone());
            self.all.push(connection);
        }
        self.wait_for("event: snapshot", count, |_| {})
    }

    /// Changes a setting and returns after how many milliseconds each stream has it.
    fn change(&mut self, server: &Server, scene: &Scene) -> Result<Vec<f64>> {
        let request = Request::new("PUT", "/api/stream/chat-settings")
            .bearer(&scene.star_token)
            .json(&json!({"isChatFollowersOnly": true}));
        // One more connection, whose response does not count.
        let key = self.all.len() as u64;
        let mut changer = Connection::open(&self.poller, key, Ipv4Addr::LOCALHOST, server.address)?;
        let started_at = Instant::now();
        changer.send(request.bytes());
        self.all.push(changer);
        let mut latencies = Vec::new();
        let listeners = self.all.len() - 1;
        self.wait_for("event: chat-settings", listeners, |at| {
            latencies.push(at.duration_since(started_at).as_secs_f64() * 1_000.0);
        })?;
        Ok(latencies)
    }

    /// Waits until so many streams that had not received a text have received it.
    fn wait_for(&mut self, text: &str, count: usize, mut on_arrival: impl FnMut(Instant)) -> Result<()> {
        let deadline = Instant::now() + TIMEOUT;
        let mut arrived = 0;
        while arrived < count {
            interrupt::check()?;
            ensure!(
                Instant::now() < deadline,
                "{arrived} of {count} streams sent {text}"
            );
            for key in self.poller.wait_until(Instant::now() + CHECK_INTERVAL)? {
                let connection = self
                    .all
                    .get_mut(usize::try_from(key)?)
                    .context("an unknown connection")?;
                let had = contains(connection.received(), text);
                match connection.advance() {
                    Progress::Closed => bail!("the server closed an event stream"),
                    Progress::Pending if !had && contains(connection.received(), text) => {
                        arrived += 1;
                        on_arrival(Instant::now());
                    }
                    Progress::Pending | Progress::Response(_) => {}
                }
            }
        }
        Ok(())
    }
}

fn contains(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

/// How many files a process may open.
fn open_files() -> Result<usize> {
    let limits = fs::read_to_string("/proc/self/limits")?;
    parse_open_files(&limits).context("/proc/self/limits names no limit of open files")
}

fn parse_open_files(limits: &str) -> Option<usize> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    match line.split_whitespace().next()? {
        "unlimited" => Some(usize::MAX),
        number => number.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::parse_open_files;

    #[test]
    fn the_limit_of_open_files_is_parsed() {
        let limits =
            "Limit   Soft Limit   Hard Limit   Units\nMax open files     20000      524288    files\n";
        assert_eq!(parse_open_files(limits), Some(20_000));
        assert_eq!(
            parse_open_files("Max open files unlimited unlimited files"),
            Some(usize::MAX)
        );
        assert_eq!(parse_open_files(""), None);
    }
}
