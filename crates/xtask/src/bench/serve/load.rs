//! Generates load: as many requests as the server can answer (closed loop), or a fixed rate (open loop).
//!
//! At a fixed rate, a latency counts from the planned time of its request. So a server that stalls is measured with
//! all requests that wait, not with one.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::super::connection::{Connection, Poller, Progress};
use crate::http::{Request, Response};
use crate::interrupt;

const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
/// How long responses may take after the last request.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Between two looks at the clock and for an interrupt.
const CHECK_INTERVAL: Duration = Duration::from_millis(20);
/// Of an open loop. Further requests wait, and their latency counts that.
const MAX_CONNECTIONS: usize = 256;

/// A request, and what its response must be.
pub(super) struct Call {
    request: Rc<[u8]>,
    status: u16,
    content: String,
}

impl Call {
    /// The response must have this status and contain this text.
    pub(super) fn new(request: &Request, status: u16, content: &str) -> Self {
        Self {
            request: request.bytes(),
            status,
            content: content.to_owned(),
        }
    }

    fn failure(&self, response: Option<&Response>) -> Option<String> {
        match response {
            None => Some("the connection was closed".to_owned()),
            Some(it) if it.status != self.status => Some(format!("status {}", it.status)),
            Some(it) if !it.contains(&self.content) => Some("unexpected content".to_owned()),
            Some(_) => None,
        }
    }
}

/// Requests in turn, across the rounds: distinct callers stay distinct for as long as possible.
pub(super) struct Calls {
    all: Vec<Rc<Call>>,
    next: usize,
}

impl Calls {
    pub(super) fn new(all: impl IntoIterator<Item = Call>) -> Self {
        let all: Vec<_> = all.into_iter().map(Rc::new).collect();
        Self { all, next: 0 }
    }

    fn take(&mut self) -> Result<Rc<Call>> {
        ensure!(!self.all.is_empty(), "a row has no requests");
        let call = self.all.get(self.next % self.all.len()).cloned();
        self.next += 1;
        call.ok_or_else(|| anyhow::anyhow!("a row has no requests"))
    }
}

/// What was measured.
#[derive(Default)]
pub(super) struct Load {
    /// Correct responses
    pub(super) answered: u32,
    pub(super) elapsed: Duration,
    /// In milliseconds
    pub(super) latencies: Vec<f64>,
    /// Wrong or missing responses, and how many
    pub(super) failures: BTreeMap<String, u32>,
}

impl Load {
    pub(super) fn per_second(&self) -> f64 {
        f64::from(self.answered) / self.elapsed.as_secs_f64()
    }
}

struct Running {
    connection: Connection,
    planned_at: Instant,
    call: Rc<Call>,
}

struct Generator {
    server: SocketAddr,
    poller: Poller,
    running: HashMap<u64, Running>,
    idle: Vec<(u64, Connection)>,
    last_key: u64,
    load: Load,
}

/// Keeps `connections` connections busy for a time.
pub(super) fn saturate(
    server: SocketAddr,
    calls: &mut Calls,
    connections: usize,
    duration: Duration,
) -> Result<Load> {
    let mut generator = Generator::new(server)?;
    let started_at = Instant::now();
    let deadline = started_at + duration;
    let mut now = started_at;
    while now < deadline {
        interrupt::check()?;
        while generator.running.len() < connections {
            generator.begin(now, calls.take()?)?;
        }
        generator.wait_until(deadline.min(now + CHECK_INTERVAL))?;
        now = Instant::now();
    }
    generator.load.elapsed = started_at.elapsed();
    // The unanswered requests were not refused, so they count as nothing.
    Ok(generator.load)
}

/// Sends `rate` requests per second for a time and waits for the responses.
pub(super) fn pace(server: SocketAddr, calls: &mut Calls, rate: f64, duration: Duration) -> Result<Load> {
    let mut generator = Generator::new(server)?;
    let started_at = Instant::now();
    let mut waiting = VecDeque::new();
    let mut number = 0_u32;
    loop {
        interrupt::check()?;
        let now = Instant::now();
        let planned = |number: u32| started_at + Duration::from_secs_f64(f64::from(number) / rate);
        while planned(number) <= now && planned(number) < started_at + duration {
            waiting.push_back(planned(number));
            number += 1;
        }
        while generator.running.len() < MAX_CONNECTIONS
            && let Some(planned_at) = waiting.pop_front()
        {
            generator.begin(planned_at, calls.take()?)?;
        }
        let is_all_sent = planned(number) >= started_at + duration && waiting.is_empty();
        if is_all_sent && generator.running.is_empty() || now > started_at + duration + TIMEOUT {
            break;
        }
        let next = if is_all_sent {
            now + CHECK_INTERVAL
        } else {
            planned(number)
        };
        generator.wait_until(next.min(now + CHECK_INTERVAL))?;
    }
    let unanswered = generator.running.values().map(|it| it.planned_at);
    for planned_at in unanswered.chain(waiting).collect::<Vec<_>>() {
        generator.record(planned_at, Some("no response".to_owned()));
    }
    generator.load.elapsed = started_at.elapsed();
    Ok(generator.load)
}

impl Generator {
    fn new(server: SocketAddr) -> Result<Self> {
        Ok(Self {
            server,
            poller: Poller::new()?,
            running: HashMap::new(),
            idle: Vec::new(),
            last_key: 0,
            load: Load::default(),
        })
    }

    fn begin(&mut self, planned_at: Instant, call: Rc<Call>) -> Result<()> {
        let (key, mut connection) = if let Some(idle) = self.idle.pop() {
            idle
        } else {
            self.last_key += 1;
            let connection = Connection::open(&self.poller, self.last_key, ADDRESS, self.server)?;
            (self.last_key, connection)
        };
        let progress = connection.send(call.request.clone());
        let running = Running {
            connection,
            planned_at,
            call,
        };
        self.running.insert(key, running);
        self.apply(key, progress);
        Ok(())
    }

    /// Waits until something arrives, at most until the deadline.
    fn wait_until(&mut self, deadline: Instant) -> Result<()> {
        for key in self.poller.wait_until(deadline)? {
            if let Some(running) = self.running.get_mut(&key) {
                let progress = running.connection.advance();
                self.apply(key, progress);
            } else {
                // An idle connection has an event only if the server closes it.
                self.idle.retain(|(idle, _)| *idle != key);
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
        let Some(ended) = self.running.remove(&key) else {
            return;
        };
        let failure = ended.call.failure(response.as_ref());
        self.record(ended.planned_at, failure);
        if response.is_some_and(|response| !response.is_last_of_connection) {
            self.idle.push((key, ended.connection));
        }
    }

    fn record(&mut self, planned_at: Instant, failure: Option<String>) {
        let latency = planned_at.elapsed().as_secs_f64() * 1_000.0;
        self.load.latencies.push(latency);
        match failure {
            None => self.load.answered += 1,
            Some(failure) => *self.load.failures.entry(failure).or_default() += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener};
    use std::thread;
    use std::time::Duration;

    use super::{Call, Calls, Load, pace};
    use crate::http::Request;

    /// Answers one request after the other, on one connection.
    fn serve() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut byte = [0];
            while stream.read(&mut byte).is_ok_and(|count| count > 0) {
                request.extend(byte);
                if request.ends_with(b"\r\n\r\n") {
                    request.clear();
                    let response = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
                    stream.write_all(response).unwrap();
                }
            }
        });
        address
    }

    /// One request.
    fn load(status: u16, content: &str) -> Load {
        let call = Call::new(&Request::new("GET", "/"), status, content);
        pace(serve(), &mut Calls::new([call]), 1.0, Duration::from_secs(1)).unwrap()
    }

    #[test]
    fn a_fixed_rate_sends_that_many_requests() {
        let load = load(200, "a");
        assert_eq!((load.answered, load.latencies.len()), (1, 1));
        assert!(load.failures.is_empty());
    }

    #[test]
    fn responses_are_checked() {
        for (status, content, failure) in [(200, "b", "unexpected content"), (404, "a", "status 200")] {
            let load = load(status, content);
            assert_eq!((load.answered, load.latencies.len()), (0, 1));
            assert_eq!(load.failures, [(failure.to_owned(), 1)].into());
        }
    }
}
