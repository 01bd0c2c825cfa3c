//! Calls of the server, and the rule that each is answered as expected unless a part is away.

use std::time::Duration;

use serde_json::Value;

use super::model::Moment;
use super::world::World;
use crate::http::{self, Request};

/// Longer than the server waits for PostgreSQL or LiveKit.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The answer to a call.
#[derive(Debug)]
pub(super) struct Answer {
    /// 0 if there was none.
    pub(super) status: u16,
    pub(super) body: Value,
    /// When the request was sent.
    pub(super) asked: Moment,
}

impl Answer {
    pub(super) fn data(&self) -> &Value {
        &self.body["data"]
    }

    pub(super) fn text(&self, name: &str) -> &str {
        self.data()[name].as_str().unwrap_or_default()
    }

    pub(super) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends a request. `expected` are the statuses besides success that may be answered. Others are a violation, except
/// that a call may fail while a part is away.
pub(super) fn call(world: &World, name: &str, request: &Request, expected: &[u16]) -> Answer {
    let answer = send(world, request);
    let status = answer.status;
    let kind = match status {
        0 => "no answer".to_owned(),
        _ => status.to_string(),
    };
    world.count(format!("answers {kind}"));
    if answer.is_success() || expected.contains(&status) {
        return answer;
    }
    if answer.code() == "BUSY" {
        // The time limit of searches, which a busy machine exceeds.
        world.count("searches refused as too slow");
        return answer;
    }
    // A server that was frozen finds that a request head has not arrived in time.
    let is_failure = matches!(status, 0 | 408 | 500..);
    let was_calm = world.model().parts.was_calm(answer.asked);
    if is_failure && !was_calm && status != 500 {
        world.count("calls that failed while a part was away");
        return answer;
    }
    let waited = world.now().saturating_sub(answer.asked);
    world.violate(
        format!("answer {name} {kind}"),
        format!(
            "{name} was answered with {kind} after {waited:.1?}: {}",
            answer.body
        ),
    );
    answer
}

fn send(world: &World, request: &Request) -> Answer {
    let asked = world.now();
    match http::call(world.server, request, TIMEOUT) {
        Ok(response) => Answer {
            status: response.status,
            body: serde_json::from_slice(&response.body).unwrap_or_default(),
            asked,
        },
        Err(error) => Answer {
            status: 0,
            body: Value::String(error.to_string()),
            asked,
        },
    }
}

pub(super) fn get(path: &str) -> Request {
    Request::new("GET", path)
}

pub(super) fn post(path: &str) -> Request {
    Request::new("POST", path)
}

/// The header of a signed-in user, or none of a guest.
pub(super) fn signed(request: Request, bearer: Option<&str>) -> Request {
    match bearer {
        Some(bearer) => request.bearer(bearer),
        None => request,
    }
}
