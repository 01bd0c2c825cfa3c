//! A flood: as many requests as 1,000 guests send, connections up to the limit of an address and more, and
//! slow requests. It ends by itself.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::super::connection::{Connection, Poller, Progress};
use super::attack::{self, Attack};
use super::scene::Scene;
use crate::http::Response;
use crate::interrupt;

/// One request per second of each guest. A page that polls sends one in 3 s.
pub(super) const REQUESTS_PER_SECOND: u32 = 1_000;
/// Connections that the requests share, each with one request at a time.
const CONNECTIONS: usize = 300;
/// More than an address may have open.
const EVENT_STREAMS: usize = 550;
const SLOW_REQUESTS: usize = 60;
/// Connections that send nothing. The server closes them after 10 s, so the limit of connections is reached within a
/// round.
const SILENT_PER_SECOND: u32 = 30;

/// Where a flood comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    OneAddress,
    ManyAddresses,
}

impl Source {
    const COUNT: usize = 256;

    /// The address of the `number`th connection.
    fn address(self, number: usize) -> Ipv4Addr {
        match self {
            Self::OneAddress => Ipv4Addr::LOCALHOST,
            Self::ManyAddresses => {
                let host = u8::try_from(number % Self::COUNT).unwrap_or_default();
                Ipv4Addr::new(127, 1, 0, host)
            }
        }
    }
}

/// How often each kind of request had each outcome.
#[derive(Default)]
pub(super) struct Outcomes {
    pub(super) counts: BTreeMap<(&'static str, Outcome), usize>,
    pub(super) unexpected: Vec<String>,
    /// Requests that were not sent in time, because all connections waited for responses.
    pub(super) skipped: usize,
}

/// How a request ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    Status(u16),
    /// The server closed the connection without a response.
    Closed,
    /// The flood ended before.
    Open,
}

impl Outcomes {
    pub(super) fn add(&mut self, name: &'static str, outcome: Outcome) {
        *self.counts.entry((name, outcome)).or_default() += 1;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(*key).or_default() += count;
        }
        self.unexpected.extend_from_slice(&other.unexpected);
        self.skipped += other.skipped;
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// The index of an attack
    Request(usize),
    Idle,
    EventStream,
    SlowHead,
    SlowBody,
    Silent,
}

struct Flood<'a> {
    scene: &'a Scene,
    source: Source,
    attacks: Vec<Attack>,
    poller: Poller,
    connections: HashMap<u64, (Connection, Purpose)>,
    idle: VecDeque<u64>,
    shared: usize,
    opened: usize,
    outcomes: Outcomes,
}

/// Floods the server for `duration`.
pub(super) fn flood(scene: &Scene, source: Source, duration: Duration) -> Result<Outcomes> {
    let weighted = attack::attacks(scene);
    let mix = spread(&weighted.iter().map(|(weight, _)| *weight).collect::<Vec<_>>());
    let mut flood = Flood {
        scene,
        source,
        attacks: weighted.into_iter().map(|(_, attack)| attack).collect(),
        poller: Poller::new()?,
        connections: HashMap::new(),
        idle: VecDeque::new(),
        shared: 0,
        opened: 0,
        outcomes: Outcomes::default(),
    };
    let ends_at = Instant::now() + duration;
    let interval = Duration::from_secs(1) / REQUESTS_PER_SECOND;
    let mut planned_at = Instant::now();
    let mut number = 0;
    while planned_at < ends_at {
        planned_at += interval;
        flood.drive_until(planned_at)?;
        let attack = mix.get(number % mix.len()).copied().unwrap_or_default();
        flood.attack(attack)?;
        flood.keep_open(number)?;
        number += 1;
        if number.is_multiple_of(REQUESTS_PER_SECOND as usize) {
            interrupt::check()?;
        }
    }
    Ok(flood.finish())
}

impl Flood<'_> {
    fn open(&mut self, request: Rc<[u8]>, purpose: Purpose) -> Result<()> {
        let key = self.opened as u64;
        let address = self.source.address(self.opened);
        self.opened += 1;
        let mut connection = Connection::open(&self.poller, key, address, self.scene.server)?;
        let progress = connection.send(request);
        self.connections.insert(key, (connection, purpose));
        self.apply(key, progress);
        Ok(())
    }

    fn attack(&mut self, index: usize) -> Result<()> {
        let Some(attack) = self.attacks.get_mut(index) else {
            return Ok(());
        };
        attack.requests.rotate_left(1);
        let Some(request) = attack.requests.first().cloned() else {
            return Ok(());
        };
        if attack.is_single {
            return self.open(request, Purpose::Request(index));
        }
        if self.shared < CONNECTIONS {
            self.shared += 1;
            return self.open(request, Purpose::Request(index));
        }
        let Some(key) = self.idle.pop_front() else {
            self.outcomes.skipped += 1;
            return Ok(());
        };
        if let Some((connection, purpose)) = self.connections.get_mut(&key) {
            *purpose = Purpose::Request(index);
            let progress = connection.send(request);
            self.apply(key, progress);
        }
        Ok(())
    }

    /// Opens the requests that stay open in the second second, when the shared connections are open, and silent
    /// connections from then on.
    fn keep_open(&mut self, number: usize) -> Result<()> {
        let Some(number) = number.checked_sub(REQUESTS_PER_SECOND as usize) else {
            return Ok(());
        };
        if number < EVENT_STREAMS {
            self.open(attack::event_stream(), Purpose::EventStream)?;
        }
        if number < SLOW_REQUESTS {
            if number.is_multiple_of(2) {
                self.open(attack::slow_head(), Purpose::SlowHead)?;
            } else {
                self.open(attack::slow_body(), Purpose::SlowBody)?;
            }
        }
        if number.is_multiple_of((REQUESTS_PER_SECOND / SILENT_PER_SECOND) as usize) {
            self.open(Rc::default(), Purpose::Silent)?;
        }
        // Each slow request sends one byte per second.
        if number.is_multiple_of(REQUESTS_PER_SECOND as usize) {
            self.trickle();
        }
        Ok(())
    }

    fn trickle(&mut self) {
        let is_slow = |purpose| matches!(purpose, Purpose::SlowHead | Purpose::SlowBody);
        let slow = self
            .connections
            .iter()
            .filter(|(_, (_, purpose))| is_slow(*purpose));
        let slow: Vec<_> = slow.map(|(key, _)| *key).collect();
        for key in slow {
            if let Some((connection, _)) = self.connections.get_mut(&key) {
                let progress = connection.send(b"x"[..].into());
                self.apply(key, progress);
            }
        }
    }

    fn drive_until(&mut self, deadline: Instant) -> Result<()> {
        while Instant::now() < deadline {
            for key in self.poller.wait_until(deadline)? {
                if let Some((connection, purpose)) = self.connections.get_mut(&key)
                    // An event stream is left alone: nobody reads it after its head.
                    && (*purpose != Purpose::EventStream || connection.received().is_empty())
                {
                    let progress = connection.advance();
                    self.apply(key, progress);
                }
            }
        }
        Ok(())
    }

    fn apply(&mut self, key: u64, progress: Progress) {
        let response = match progress {
            Progress::Pending => return,
            Progress::Response(response) => Some(response),
            Progress::Closed => None,
        };
        let Some((_, purpose)) = self.connections.get_mut(&key) else {
            return;
        };
        let purpose = std::mem::replace(purpose, Purpose::Idle);
        let is_closed = response.as_ref().is_none_or(|it| it.is_last_of_connection);
        self.record(purpose, response.as_ref());
        let is_shared = match purpose {
            Purpose::Request(index) => self.attacks.get(index).is_some_and(|it| !it.is_single),
            Purpose::Idle => true,
            _ => false,
        };
        if is_shared && !is_closed {
            self.idle.push_back(key);
            return;
        }
        self.connections.remove(&key);
        if is_shared {
            self.shared -= 1;
            self.idle.retain(|idle| *idle != key);
        }
    }

    fn record(&mut self, purpose: Purpose, response: Option<&Response>) {
        let outcome = response.map_or(Outcome::Closed, |response| Outcome::Status(response.status));
        let (name, is_expected) = match purpose {
            // The server closes idle connections, and silent ones at once if there are too many.
            Purpose::Idle => return,
            Purpose::Silent => ("silent connections", true),
            Purpose::EventStream => (
                "event streams",
                matches!(outcome, Outcome::Status(429) | Outcome::Closed),
            ),
            Purpose::SlowHead => (
                "slow heads",
                matches!(outcome, Outcome::Status(408) | Outcome::Closed),
            ),
            Purpose::SlowBody => (
                "slow bodies",
                matches!(outcome, Outcome::Status(400 | 408 | 429) | Outcome::Closed),
            ),
            Purpose::Request(index) => {
                let Some(attack) = self.attacks.get(index) else {
                    return;
                };
                let is_expected = match outcome {
                    Outcome::Status(status) => attack.statuses.contains(&status),
                    // Over the limit of connections
                    Outcome::Closed | Outcome::Open => true,
                };
                (attack.name, is_expected)
            }
        };
        self.outcomes.add(name, outcome);
        if !is_expected {
            let text = response.map_or("closed".into(), |response| response.status.to_string());
            self.outcomes.unexpected.push(format!("{name}: {text}"));
        }
        if response.is_some_and(|response| response.status == 429 && !response.has_retry_after) {
            self.outcomes
                .unexpected
                .push(format!("{name}: 429 without Retry-After"));
        }
    }

    fn finish(mut self) -> Outcomes {
        for (_, purpose) in std::mem::take(&mut self.connections).into_values() {
            let name = match purpose {
                Purpose::Idle => continue,
                Purpose::Silent => "silent connections",
                Purpose::EventStream => "event streams",
                Purpose::SlowHead => "slow heads",
                Purpose::SlowBody => "slow bodies",
                Purpose::Request(index) => match self.attacks.get(index) {
                    Some(attack) => attack.name,
                    None => continue,
                },
            };
            self.outcomes.add(name, Outcome::Open);
        }
        self.outcomes
    }
}

/// Arranges indexes so that each occurs as often as its weight says, and evenly spread.
fn spread(weights: &[usize]) -> Vec<usize> {
    let total: usize = weights.iter().sum();
    let mut placed: Vec<(usize, usize)> = Vec::new();
    for (index, weight) in weights.iter().enumerate() {
        placed.extend((0..*weight).map(|number| ((2 * number + 1) * total / weight, index)));
    }
    placed.sort_unstable();
    placed.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn kinds_are_spread_evenly() {
        assert_eq!(spread(&[4, 2, 1]), [0, 1, 0, 2, 0, 1, 0]);
    }
}
