//! The row of a webhook storm: many people join one room within seconds.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use serde_json::json;

use super::cost;
use super::data;
use super::jwt;
use super::load::{Call, Calls, pace};
use super::report::{Goal, Limits, Measured, Outcome, percentile};
use super::scene::Scene;
use super::scene::call;
use super::stack::{Server, Stack};
use crate::http::Request;
use crate::interrupt;

pub(super) const NAME: &str = "webhook-storm";

const JOINS: u32 = 3_000;
/// Joins per second
const RATE: f64 = 300.0;
/// Webhooks are signed beforehand, with the time at which they are sent. Signing takes less.
const PREPARATION: Duration = Duration::from_secs(2);
/// The interval at which rooms are polled. A count that is wrong for longer would be corrected by a poll only.
const POLL_INTERVAL: Duration = Duration::from_secs(2);
const GOAL: Limits = Limits {
    p99_ms: 10.0,
    statements: Some(3.0),
    resident_kib: None,
};

pub(super) fn measure(stack: &Stack, server: &Server, scene: &Scene) -> Result<Outcome> {
    let sid = format!(
        "SELECT room_sid FROM sessions WHERE id = '{}'",
        scene.star_session
    );
    let sid = server.database.query(&sid)?;
    let begin = Instant::now() + PREPARATION;
    let mut joins = joins(stack, scene, &sid)?;
    thread::sleep(begin.saturating_duration_since(Instant::now()));
    let (load, cost) = cost::measure(stack, server, || {
        let duration = Duration::from_secs_f64(f64::from(JOINS) / RATE);
        let load = pace(server.address, &mut joins, RATE, duration)?;
        // What the server does later belongs to the joins.
        thread::sleep(POLL_INTERVAL);
        Ok(load)
    })?;
    interrupt::check()?;
    let status = Request::new("GET", "/api/stream/status").bearer(&scene.star_token);
    let status = call(server, &status)?;
    let count = status["data"]["viewerCount"]
        .as_u64()
        .context("a status without a count")?;

    let mut outcome = Outcome::new(NAME, Goal::Limits(GOAL));
    outcome.per_second = Measured::new(vec![RATE]);
    outcome.p50 = Measured::new(vec![percentile(&load.latencies, 50)]);
    outcome.p99 = Measured::new(vec![percentile(&load.latencies, 99)]);
    outcome.resident_kib = Some(server.resident_kib()?);
    cost::report(&mut outcome, [&cost].into_iter());
    outcome.fail(&load);
    if count != u64::from(JOINS) {
        outcome.fail_once(format!("{count} viewers counted instead of {JOINS}"));
    }
    Ok(outcome)
}

/// The webhooks of viewers who join the room, one after the other.
fn joins(stack: &Stack, scene: &Scene, sid: &str) -> Result<Calls> {
    let secrets = &stack.secrets;
    let first = (now()? + PREPARATION).as_secs_f64();
    let calls = (0..JOINS).map(|number| {
        let identity = data::viewer(number);
        let at = Duration::from_secs_f64(first + f64::from(number) / RATE);
        let body = json!({
            "event": "participant_joined",
            "id": format!("EV_{number}"),
            "createdAt": at.as_secs().to_string(),
            "room": {"sid": sid, "name": scene.star},
            "participant": {"sid": format!("PA_{number}"), "identity": identity, "state": "ACTIVE"},
        });
        let token = jwt::webhook(secrets.livekit_key, &secrets.livekit, body.to_string().as_bytes())?;
        let request = Request::new("POST", "/api/webhook/livekit").header("Authorization", &token);
        Ok(Call::new(
            &request.typed_json("application/webhook+json", &body),
            200,
            "",
        ))
    });
    Ok(Calls::new(calls.collect::<Result<Vec<_>>>()?))
}

#[expect(
    clippy::disallowed_methods,
    reason = "webhooks for another program need the real time"
)]
fn now() -> Result<Duration> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?)
}
