//! What all threads of the test share: the model, the record of events, and the violations.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::audience::Audience;
use super::chat::Ledger;
use super::model::{Broadcast, Expectation, Moment, Parts};
use super::stack;
use crate::progress::print_line;

/// How many events are shown with a violation.
const EVENTS_SHOWN: usize = 15;
/// How often code that waits looks at its condition.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// A creator, as all threads know them.
#[derive(Clone, Debug)]
pub(super) struct Host {
    pub(super) name: &'static str,
    pub(super) id: String,
    pub(super) bearer: String,
}

/// What the test knows of a session.
#[derive(Clone, Default, Debug)]
pub(super) struct SessionRecord {
    pub(super) host: &'static str,
    pub(super) ledger: Ledger,
    /// Who got a room token.
    pub(super) admitted: BTreeSet<String>,
    /// Who was in the room long enough that the server must have noticed.
    pub(super) attended: BTreeSet<String>,
    /// The most viewers that an answer had to show.
    pub(super) most: usize,
}

/// The model, which all threads change.
#[derive(Default, Debug)]
pub(super) struct Model {
    pub(super) parts: Parts,
    pub(super) broadcasts: BTreeMap<&'static str, Broadcast>,
    pub(super) audiences: BTreeMap<&'static str, Audience>,
    pub(super) sessions: BTreeMap<String, SessionRecord>,
    /// The titles that creators have set, and since when; without those of calls that were not answered.
    pub(super) titles: BTreeMap<&'static str, (String, Moment)>,
    /// The texts of all messages that were posted, answered or not.
    pub(super) posted: BTreeSet<String>,
    /// Accepted messages of which it is not certain in which session they are.
    pub(super) unassigned: Ledger,
}

impl Model {
    pub(super) fn broadcast(&mut self, host: &'static str) -> &mut Broadcast {
        self.broadcasts.entry(host).or_default()
    }

    pub(super) fn audience(&mut self, host: &'static str) -> &mut Audience {
        self.audiences.entry(host).or_default()
    }

    pub(super) fn session(&mut self, host: &'static str, id: &str) -> &mut SessionRecord {
        let record = self.sessions.entry(id.to_owned()).or_default();
        record.host = host;
        record
    }

    pub(super) fn expectation(&self, host: &'static str, now: Moment) -> Expectation {
        self.broadcasts.get(host).map_or(Expectation::Any, |broadcast| {
            broadcast.expectation(&self.parts, now)
        })
    }
}

/// A broken invariant.
#[derive(Clone, Debug)]
pub(super) struct Violation {
    pub(super) at: Moment,
    pub(super) text: String,
    /// How often it was seen.
    pub(super) count: usize,
}

#[derive(Default)]
struct Record {
    recent: VecDeque<String>,
    counts: BTreeMap<String, u64>,
    violations: BTreeMap<String, Violation>,
    /// In seconds
    times: BTreeMap<&'static str, Vec<f64>>,
}

/// Shared by all threads.
pub(super) struct World {
    pub(super) server: SocketAddr,
    pub(super) livekit_url: String,
    started_at: Instant,
    pub(super) seed: u64,
    is_over: AtomicBool,
    is_aborted: AtomicBool,
    model: Mutex<Model>,
    record: Mutex<Record>,
    log: Mutex<File>,
}

impl World {
    pub(super) fn new(server: SocketAddr, livekit_url: String, seed: u64, folder: &Path) -> Result<Self> {
        Ok(Self {
            server,
            livekit_url,
            started_at: Instant::now(),
            seed,
            is_over: AtomicBool::new(false),
            is_aborted: AtomicBool::new(false),
            model: Mutex::default(),
            record: Mutex::default(),
            log: Mutex::new(stack::append(&folder.join("events.log"))?),
        })
    }

    /// The time since the start.
    pub(super) fn now(&self) -> Moment {
        self.started_at.elapsed()
    }

    /// A thread that panicked is reported by whoever joins it.
    pub(super) fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether people should leave.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::SeqCst);
    }

    /// Whether parts stay away, so that nobody should wait for them.
    pub(super) fn is_aborted(&self) -> bool {
        self.is_aborted.load(Ordering::SeqCst)
    }

    pub(super) fn abort(&self) {
        self.is_aborted.store(true, Ordering::SeqCst);
    }

    /// Waits unless the run ends.
    pub(super) fn pause(&self, time: Duration) {
        let until = Instant::now() + time;
        while !self.is_over() && Instant::now() < until {
            thread::sleep(TICK.min(until.saturating_duration_since(Instant::now())));
        }
    }

    /// Records an event.
    pub(super) fn note(&self, text: impl AsRef<str>) {
        let line = self.write(text.as_ref());
        let mut record = self.record();
        record.recent.push_back(line);
        if record.recent.len() > EVENTS_SHOWN {
            record.recent.pop_front();
        }
    }

    fn write(&self, text: &str) -> String {
        let line = format!("{} {text}", format_moment(self.now()));
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let _full_disk = writeln!(log, "{line}");
        line
    }

    pub(super) fn count(&self, what: impl Into<String>) {
        *self.record().counts.entry(what.into()).or_default() += 1;
    }

    pub(super) fn counts(&self) -> BTreeMap<String, u64> {
        self.record().counts.clone()
    }

    pub(super) fn elapsed_since(&self, began: Moment) -> Duration {
        self.now().saturating_sub(began)
    }

    pub(super) fn measure(&self, what: &'static str, time: Duration) {
        self.record()
            .times
            .entry(what)
            .or_default()
            .push(time.as_secs_f64());
    }

    pub(super) fn times(&self) -> BTreeMap<&'static str, Vec<f64>> {
        self.record().times.clone()
    }

    /// Records a broken invariant. Only the first violation with a key is printed.
    pub(super) fn violate(&self, key: impl Into<String>, text: impl AsRef<str>) {
        let (key, text) = (key.into(), text.as_ref());
        self.write(&format!("VIOLATION {key}: {text}"));
        let now = self.now();
        let mut record = self.record();
        let known = record.violations.entry(key.clone()).or_insert_with(|| Violation {
            at: now,
            text: text.to_owned(),
            count: 0,
        });
        known.count += 1;
        if known.count > 1 {
            return;
        }
        let events: Vec<_> = record.recent.iter().map(|line| format!("      {line}")).collect();
        drop(record);
        print_line(&format!(
            "✗ {} {key}: {text}\n{}",
            format_moment(now),
            events.join("\n")
        ));
    }

    pub(super) fn violations(&self) -> BTreeMap<String, Violation> {
        self.record().violations.clone()
    }
}

/// Minutes, seconds and tenths.
pub(super) fn format_moment(moment: Moment) -> String {
    let seconds = moment.as_secs();
    format!(
        "{:02}:{:02}.{}",
        seconds / 60,
        seconds % 60,
        moment.subsec_millis() / 100
    )
}
