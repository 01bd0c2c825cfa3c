//! What must be gone after everybody has left, and what must have been kept.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::bounds::{CRASH_DETECTION, REACTION, RECOVERY};
use super::chat::Listed;
use super::person::Person;
use super::resources::Sample;
use super::stack::Stack;
use super::world::World;
use crate::http::{self, Request};
use crate::interrupt;

const SETTLING: Duration = CRASH_DETECTION.saturating_add(RECOVERY).saturating_add(REACTION);
const INTERVAL: Duration = Duration::from_millis(500);
const TIMEOUT: Duration = Duration::from_secs(5);
/// Connections to LiveKit and others that stay open for reuse.
const MORE_FILES: u64 = 10;

/// Counts that must be zero at the end.
const QUERIES: [(&str, &str); 5] = [
    (
        "open sessions",
        "SELECT count(*) FROM sessions WHERE ended_at IS NULL",
    ),
    ("live streams", "SELECT count(*) FROM streams WHERE is_live"),
    ("attendances", "SELECT count(*) FROM session_attendance"),
    (
        "transactions that do not end",
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND state_change < now() - interval '5 s'",
    ),
    (
        "locks besides the leader's",
        "SELECT greatest(count(*) - 1, 0) FROM pg_locks WHERE locktype = 'advisory'",
    ),
];

/// Metrics that must be zero at the end, summed over their labels.
const METRICS: [&str; 5] = [
    "onair_sse_connections",
    "onair_queue_items",
    "onair_database_waiting_calls",
    "onair_live_sessions",
    "onair_viewers",
];

pub(super) struct Leftovers<'a> {
    pub(super) world: &'a World,
    pub(super) observer: &'a mut Person,
    pub(super) rooms: Value,
    pub(super) database_url: String,
    /// The server before anybody came.
    pub(super) baseline: Idle,
}

/// What the server uses while nobody is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Idle {
    pub(super) sample: Sample,
    pub(super) database_connections: u64,
}

impl Idle {
    pub(super) fn measure(world: &World, stack: &Stack) -> Result<Self> {
        let sample = stack.server_pid().and_then(|pid| Sample::take(world.now(), pid));
        Ok(Self {
            sample: sample.context("the server has ended")?,
            database_connections: sum(&metrics(world)?, "onair_database_connections"),
        })
    }

    /// Without those to PostgreSQL, which a pool keeps.
    pub(super) fn files(&self) -> u64 {
        self.sample.files.saturating_sub(self.database_connections)
    }
}

impl Leftovers<'_> {
    /// Waits until nothing is left over. What is still there after the time limit is a violation.
    pub(super) fn check(&mut self, stack: &Stack) -> Result<Idle> {
        let until = self.world.now() + SETTLING;
        loop {
            let left = self.find(stack)?;
            if left.is_empty() || self.world.now() > until {
                for (what, count) in left {
                    self.world.violate(format!("left over: {what}"), count);
                }
                break;
            }
            interrupt::check()?;
            thread::sleep(INTERVAL);
        }
        self.check_messages()?;
        self.check_sessions()?;
        Idle::measure(self.world, stack)
    }

    fn find(&mut self, stack: &Stack) -> Result<Vec<(String, String)>> {
        let mut left = Vec::new();
        let rooms = self.observer.ask(self.rooms.clone())?;
        if rooms.as_array().is_none_or(|rooms| !rooms.is_empty()) {
            left.push(("rooms of LiveKit".into(), rooms.to_string()));
        }
        for (what, sql) in QUERIES {
            let count = self.query(sql)?.into_iter().flatten().next().unwrap_or_default();
            if count != "0" {
                left.push((what.into(), count));
            }
        }
        let metrics = metrics(self.world)?;
        for name in METRICS {
            let value = sum(&metrics, name);
            if value != 0 {
                left.push((name.into(), value.to_string()));
            }
        }
        let idle = Idle::measure(self.world, stack)?;
        if idle.files() > self.baseline.files() + MORE_FILES {
            left.push((
                "open files".into(),
                format!("{} instead of {}", idle.files(), self.baseline.files()),
            ));
        }
        Ok(left)
    }

    /// Each accepted message must be stored.
    fn check_messages(&mut self) -> Result<()> {
        let rows =
            self.query("SELECT session_id, id, seq, text FROM chat_messages ORDER BY session_id, seq")?;
        let mut histories: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for row in rows {
            let [session, id, seq, text] = <[String; 4]>::try_from(row).unwrap_or_default();
            histories.entry(session).or_default().push(Listed {
                id,
                seq: seq.parse().unwrap_or_default(),
                text: Some(text).filter(|text| !text.is_empty()),
            });
        }
        let model = self.world.model();
        let mut errors = Vec::new();
        for (id, session) in &model.sessions {
            let history = histories.get(id).map(Vec::as_slice).unwrap_or_default();
            let found = session.ledger.errors(history, &model.posted);
            errors.extend(found.into_iter().map(|error| format!("session {id}: {error}")));
        }
        let stored: BTreeSet<_> = histories
            .values()
            .flatten()
            .map(|listed| listed.id.as_str())
            .collect();
        let unassigned = model.unassigned.accepted().iter();
        for lost in unassigned.filter(|message| !stored.contains(message.id.as_str())) {
            errors.push(format!("{:?} was accepted and is lost", lost.text));
        }
        drop(model);
        self.world.count("comparisons: stored chats");
        for error in errors {
            self.world.violate("stored messages", error);
        }
        Ok(())
    }

    /// The figures of past broadcasts must be possible.
    fn check_sessions(&mut self) -> Result<()> {
        let rows = self.query(
            "SELECT id, end_reason, peak_viewers, total_viewers, messages, \
             (SELECT count(*) FROM chat_messages WHERE session_id = sessions.id) FROM sessions",
        )?;
        let mut errors = Vec::new();
        for row in rows {
            let [id, reason, peak, total, messages, stored] =
                <[String; 6]>::try_from(row).unwrap_or_default();
            self.world.count(format!("sessions that ended: {reason}"));
            if messages != stored {
                errors.push(format!(
                    "session {id} counts {messages} messages and has {stored}"
                ));
            }
            let number = |text: &str| text.parse::<usize>().unwrap_or_default();
            let (peak, total) = (number(&peak), number(&total));
            let model = self.world.model();
            let Some(record) = model.sessions.get(&id) else {
                drop(model);
                self.world.count("sessions whose go-live was not answered");
                continue;
            };
            let admitted: BTreeSet<_> = model
                .sessions
                .values()
                .filter(|other| other.host == record.host)
                .flat_map(|other| &other.admitted)
                .collect();
            if peak < record.most || total < record.attended.len() || peak > total || total > admitted.len() {
                errors.push(format!(
                    "session {id} says peak {peak}, total {total}; the test saw {} at once, {} of them long enough, {} in all",
                    record.most,
                    record.attended.len(),
                    admitted.len()
                ));
            }
        }
        for error in errors {
            self.world.violate("past broadcasts", error);
        }
        Ok(())
    }

    fn query(&mut self, sql: &str) -> Result<Vec<Vec<String>>> {
        let question = json!({"do": "query", "url": self.database_url, "sql": sql});
        let rows: Vec<Vec<Option<String>>> = serde_json::from_value(self.observer.ask(question)?)?;
        let text = |row: Vec<Option<String>>| row.into_iter().map(Option::unwrap_or_default).collect();
        Ok(rows.into_iter().map(text).collect())
    }
}

fn metrics(world: &World) -> Result<String> {
    let response = http::call(world.server, &Request::new("GET", "/metrics"), TIMEOUT)?;
    Ok(String::from_utf8_lossy(&response.body).into_owned())
}

/// The sum of a metric over its labels.
fn sum(metrics: &str, name: &str) -> u64 {
    let values = metrics.lines().filter_map(|line| {
        let rest = line.strip_prefix(name)?;
        let is_name = rest.starts_with(['{', ' ']);
        let value = rest.rsplit(' ').next()?.parse::<f64>().ok()?;
        is_name.then_some(value)
    });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "these metrics are small counts"
    )]
    let sum = values.sum::<f64>().max(0.0) as u64;
    sum
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn metrics_are_summed_over_labels() {
        let text = "# TYPE a gauge\na{pool=\"main\",state=\"idle\"} 3\na{pool=\"searches\"} 2\na_b 7\nc 4\n";
        assert_eq!((sum(text, "a"), sum(text, "c"), sum(text, "d")), (5, 4, 0));
    }
}
