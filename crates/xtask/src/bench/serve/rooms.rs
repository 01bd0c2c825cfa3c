//! The rows of going live and ending, compared with what LiveKit needs for the room alone.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::cost::{self, Cost};
use super::data;
use super::jwt;
use super::load::{Call, Calls, Load, pace};
use super::report::{Goal, Measured, Outcome, percentile};
use super::scene::Scene;
use super::stack::{Server, Stack};
use crate::http::Request;

/// Rows by their names on the command line. They are measured together.
pub(super) const NAMES: [&str; 2] = ["go-live", "end-stream"];

/// Requests per second
const RATE: f64 = 20.0;
/// The most that a request may take, in times of LiveKit's call
const GOAL: f64 = 3.0;
/// Creators from this one on go live. They are not live in the generated data, and no other row uses them.
const FIRST: u32 = 5_000;

/// A round of both rows.
struct Round {
    go_live: (Load, Cost),
    end: (Load, Cost),
    create: Load,
    delete: Load,
}

pub(super) fn measure(
    stack: &Stack,
    server: &Server,
    scene: &Scene,
    rounds: u16,
    duration: Duration,
    mut progress: impl FnMut(String),
) -> Result<Vec<Outcome>> {
    let mut measured = Vec::new();
    for number in 0..=rounds {
        progress(format!("round {number} of {rounds}, go-live and end-stream"));
        let round = round(stack, server, scene, duration)?;
        // The first one is the warm-up.
        if number > 0 {
            measured.push(round);
        }
    }
    let go_live = outcome("go-live", "CreateRoom", &measured, |it| (&it.go_live, &it.create));
    let end = outcome("end-stream", "DeleteRoom", &measured, |it| (&it.end, &it.delete));
    Ok(vec![go_live, end])
}

/// Rooms are made by LiveKit's call, and deleted. Then creators go live, and end.
fn round(stack: &Stack, server: &Server, scene: &Scene, duration: Duration) -> Result<Round> {
    let livekit = stack.livekit_address();
    let create = pace(livekit, &mut rooms(stack, "CreateRoom", "name")?, RATE, duration)?;
    let delete = pace(livekit, &mut rooms(stack, "DeleteRoom", "room")?, RATE, duration)?;
    let mut go_live = creators(scene, "go-live", "\"token\":")?;
    let go_live = cost::measure(stack, server, || {
        pace(server.address, &mut go_live, RATE, duration)
    })?;
    let mut end = creators(scene, "end-stream", "Stream ended")?;
    let end = cost::measure(stack, server, || pace(server.address, &mut end, RATE, duration))?;
    Ok(Round {
        go_live,
        end,
        create,
        delete,
    })
}

/// Calls of LiveKit's API that name one room each.
fn rooms(stack: &Stack, method: &str, field: &str) -> Result<Calls> {
    let secrets = &stack.secrets;
    let calls = (0..data::OFFLINE_IN_A_ROW).map(|number| {
        let room = format!("bench-{number}");
        let token = jwt::room_admin(secrets.livekit_key, &secrets.livekit, &room)?;
        let target = format!("/twirp/livekit.RoomService/{method}");
        let request = Request::new("POST", &target)
            .bearer(&token)
            .json(&json!({field: room}));
        Ok(Call::new(&request, 200, ""))
    });
    Ok(Calls::new(calls.collect::<Result<Vec<_>>>()?))
}

fn creators(scene: &Scene, action: &str, content: &str) -> Result<Calls> {
    let offline = FIRST..FIRST + data::OFFLINE_IN_A_ROW;
    scene.calls(offline, data::creator, |_, bearer| {
        let request = Request::new("POST", &format!("/api/stream/{action}")).bearer(bearer);
        Call::new(&request, 200, content)
    })
}

fn outcome(
    row: &'static str,
    reference: &str,
    rounds: &[Round],
    of: impl Fn(&Round) -> (&(Load, Cost), &Load),
) -> Outcome {
    // A round has few requests, so the 99th percentile is that of all rounds together.
    let all = |latencies: &dyn Fn(&Round) -> Vec<f64>| rounds.iter().flat_map(latencies).collect::<Vec<_>>();
    let its = all(&|round| of(round).0.0.latencies.clone());
    let alone = all(&|round| of(round).1.latencies.clone());
    let at = |percent| (percentile(&its, percent), percentile(&alone, percent));
    let ((p50, p50_alone), (p99, p99_alone)) = (at(50), at(99));
    let mut outcome = Outcome::new(row, Goal::AtMost(GOAL, None));
    outcome.ratio = Measured::new(vec![p99 / p99_alone]);
    let per_second = rounds.iter().map(|round| of(round).0.0.per_second());
    outcome.per_second = Measured::new(per_second.collect());
    outcome.reference = Measured::new(vec![p99_alone]);
    outcome.reference_name = format!("p99 of {reference}");
    outcome.p50 = Measured::new(vec![p50]);
    outcome.p99 = Measured::new(vec![p99]);
    outcome.note(format!(
        "{} requests; p50 is {:.1} times that of {reference}, {p50_alone:.1} ms",
        its.len(),
        p50 / p50_alone
    ));
    cost::report(&mut outcome, rounds.iter().map(|round| &of(round).0.1));
    for round in rounds {
        let ((load, _), alone) = of(round);
        outcome.fail(load);
        outcome.fail(alone);
    }
    outcome
}
