//! Requests as those of normal viewers, at a fixed rate.
//!
//! The rate does not depend on the responses (open loop), and a latency counts from the planned time of its
//! request. So a server that stalls is measured with all requests that wait, not with one.

use std::collections::{HashMap, VecDeque};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde_json::json;

use super::super::connection::{Connection, Poller, Progress};
use super::scene::{CREATOR, Scene};
use crate::http::{Request, Response};
use crate::interrupt;

const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
pub(super) const REQUESTS_PER_SECOND: u32 = 100;
/// One request in so many uses a new connection.
const PER_NEW_CONNECTION: usize = 5;
/// One request in so many is a chat message: 4 in 10 s, and an author may write 5.
const PER_MESSAGE: usize = 250;
/// How long responses may take after the last request.
const TIMEOUT: Duration = Duration::from_secs(10);
const EVENTS: u64 = 0;

/// What was measured in a round.
pub(super) struct Viewed {
    /// In milliseconds
    pub(super) latencies: Vec<f64>,
    /// Unexpected responses
    pub(super) failures: Vec<String>,
}

struct Call {
    name: &'static str,
    request: Rc<[u8]>,
    status: u16,
    content: String,
}

struct Running {
    connection: Connection,
    planned_at: Instant,
    call: Rc<Call>,
    is_kept: bool,
}

struct Viewer<'a> {
    scene: &'a Scene,
    poller: Poller,
    running: HashMap<u64, Running>,
    idle: VecDeque<(u64, Connection)>,
    events: Connection,
    last_key: u64,
    viewed: Viewed,
}

/// Sends requests for `duration` and waits for the responses.
pub(super) fn view(scene: &Scene, duration: Duration) -> Result<Viewed> {
    let calls = calls(scene);
    let message = Rc::new(message(scene));
    let poller = Poller::new()?;
    let mut events = Connection::open(&poller, EVENTS, ADDRESS, scene.server)?;
    let target = format!("/api/viewer/stream/{CREATOR}/events");
    events.send(Request::new("GET", &target).bytes());
    let mut viewer = Viewer {
        scene,
        poller,
        running: HashMap::new(),
        idle: VecDeque::new(),
        events,
        last_key: EVENTS,
        viewed: Viewed {
            latencies: Vec::new(),
            failures: Vec::new(),
        },
    };
    let started_at = Instant::now();
    let interval = Duration::from_secs(1) / REQUESTS_PER_SECOND;
    let mut planned_at = started_at;
    for (number, call) in calls.iter().cycle().enumerate() {
        planned_at += interval;
        if planned_at > started_at + duration {
            break;
        }
        viewer.drive_until(planned_at)?;
        let call = if number % PER_MESSAGE == PER_MESSAGE / 2 {
            &message
        } else {
            call
        };
        viewer.begin(planned_at, call.clone(), number % PER_NEW_CONNECTION != 0)?;
    }
    let deadline = Instant::now() + TIMEOUT;
    while !viewer.running.is_empty() && Instant::now() < deadline {
        interrupt::check()?;
        viewer.drive_until(deadline.min(Instant::now() + interval))?;
    }
    viewer.finish();
    Ok(viewer.viewed)
}

impl Viewer<'_> {
    fn begin(&mut self, planned_at: Instant, call: Rc<Call>, is_kept: bool) -> Result<()> {
        let idle = if is_kept { self.idle.pop_front() } else { None };
        let (key, mut connection) = if let Some(idle) = idle {
            idle
        } else {
            self.last_key += 1;
            let connection = Connection::open(&self.poller, self.last_key, ADDRESS, self.scene.server)?;
            (self.last_key, connection)
        };
        let progress = connection.send(call.request.clone());
        self.running.insert(
            key,
            Running {
                connection,
                planned_at,
                call,
                is_kept,
            },
        );
        self.apply(key, progress);
        Ok(())
    }

    fn drive_until(&mut self, deadline: Instant) -> Result<()> {
        while Instant::now() < deadline {
            for key in self.poller.wait_until(deadline)? {
                if key == EVENTS {
                    self.advance_events();
                } else if let Some(running) = self.running.get_mut(&key) {
                    let progress = running.connection.advance();
                    self.apply(key, progress);
                } else {
                    // An idle connection has an event only if the server closes it.
                    self.idle.retain(|(idle, _)| *idle != key);
                }
            }
        }
        Ok(())
    }

    fn advance_events(&mut self) {
        if !matches!(self.events.advance(), Progress::Pending) {
            self.viewed.failures.push("the event stream ended".into());
        }
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
        let latency = ended.planned_at.elapsed();
        self.viewed.latencies.push(latency.as_secs_f64() * 1_000.0);
        self.viewed
            .failures
            .extend(failure(&ended.call, response.as_ref()));
        if ended.is_kept && response.is_some_and(|response| !response.is_last_of_connection) {
            self.idle.push_back((key, ended.connection));
        }
    }

    fn finish(&mut self) {
        for running in self.running.values() {
            // Counted with the time that it has waited, so that a stall is not left out.
            let waited = running.planned_at.elapsed();
            self.viewed.latencies.push(waited.as_secs_f64() * 1_000.0);
            self.viewed
                .failures
                .push(format!("{}: no response", running.call.name));
        }
        let events = String::from_utf8_lossy(self.events.received());
        if !events.contains("event: snapshot") {
            self.viewed
                .failures
                .push("the event stream sent no snapshot".into());
        }
    }
}

fn failure(call: &Call, response: Option<&Response>) -> Option<String> {
    let name = call.name;
    match response {
        None => Some(format!("{name}: the connection was closed")),
        Some(response) if response.status != call.status => {
            Some(format!("{name}: status {}", response.status))
        }
        Some(response) if !response.contains(&call.content) => Some(format!("{name}: wrong content")),
        Some(_) => None,
    }
}

/// The mix: in 20 requests, 11 of the watch page, 2 of the chat's history, 2 of the page's HTML, and others.
fn calls(scene: &Scene) -> Vec<Rc<Call>> {
    let get = |name, target: &str, content: &str| Call {
        name,
        request: Request::new("GET", target).bytes(),
        status: 200,
        content: content.into(),
    };
    let watch = Rc::new(get(
        "watch page",
        &format!("/api/viewer/stream/{CREATOR}"),
        "\"isLive\":true",
    ));
    let history = Rc::new(get(
        "history",
        &format!("/api/chat/{}/messages", scene.creator_id),
        "\"success\":true",
    ));
    let page = Rc::new(get("page", "/", "<html"));
    let token = Rc::new(Call {
        name: "token",
        request: Request::new("POST", "/api/viewer/token")
            .json(&json!({"hostId": scene.creator_id}))
            .bytes(),
        status: 200,
        content: "\"identity\":\"guest-".into(),
    });
    let status = Rc::new(Call {
        name: "status",
        request: Request::new("GET", "/api/stream/status")
            .bearer(&scene.creator_token)
            .bytes(),
        status: 200,
        content: "\"isLive\":true".into(),
    });
    let live = Rc::new(get("live list", "/api/viewer/live", CREATOR));
    let me = Rc::new(Call {
        name: "account",
        request: Request::new("GET", "/api/viewer/me")
            .bearer(&scene.creator_token)
            .bytes(),
        status: 200,
        content: CREATOR.into(),
    });
    let others = [
        &history, &page, &token, &status, &live, &me, &history, &page, &status,
    ];
    let mut calls = Vec::new();
    for other in others {
        calls.extend([watch.clone(), other.clone()]);
    }
    calls.extend([watch.clone(), watch]);
    calls
}

fn message(scene: &Scene) -> Call {
    let target = format!("/api/chat/{}/messages", scene.creator_id);
    Call {
        name: "message",
        request: Request::new("POST", &target)
            .header("x-viewer-token", &scene.guest)
            .json(&json!({"text": "Good evening"}))
            .bytes(),
        status: 201,
        content: "Good evening".into(),
    }
}
