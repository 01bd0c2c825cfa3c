//! The rows of what everybody requests when a popular creator goes live, and of what signed-in users request often.

use anyhow::Result;
use serde_json::json;

use super::data;
use super::load::{Call, Calls};
use super::scene::Scene;
use super::throughput::Reference::{Bare, Pgbench};
use super::throughput::{Reference, Row};
use crate::http::Request;

/// More than the server answers within the seconds for which anything may be cached.
const DISTINCT: u32 = 100_000;

/// The statement of `creator-info` and `creator-status`.
const CREATOR: Reference = Pgbench("creator", include_str!("sql/creator.sql"));

/// Rows by their names on the command line.
pub(super) const NAMES: [&str; 6] = [
    "guest-token",
    "watch-page",
    "live-status",
    "creator-info",
    "creator-status",
    "viewer-token",
];

pub(super) fn row(name: &str, scene: &Scene) -> Result<Option<Row>> {
    let row = |calls, reference, goal| Row {
        name: NAMES.into_iter().find(|it| *it == name).unwrap_or_default(),
        calls,
        reference,
        goal,
    };
    let creators = || 1..scene.size.streams.min(DISTINCT);
    Ok(Some(match name {
        "guest-token" => {
            let request = Request::new("POST", "/api/viewer/token").json(&json!({"hostId": scene.star}));
            row(one(&request, "\"identity\":\"guest-"), Bare, 0.5)
        }
        "watch-page" => {
            let target = format!("/api/viewer/stream/{}", data::username(&scene.star));
            row(one(&Request::new("GET", &target), "\"isLive\":true"), Bare, 0.6)
        }
        "live-status" => {
            let request = Request::new("GET", "/api/stream/status").bearer(&scene.star_token);
            row(one(&request, "\"isLive\":true"), Bare, 0.6)
        }
        "creator-info" => {
            let calls = scene.calls(creators(), data::creator, |id, bearer| {
                let request = Request::new("GET", "/api/stream/info").bearer(bearer);
                Call::new(&request, 200, &format!("\"userId\":\"{id}\""))
            })?;
            row(calls, CREATOR, 0.6)
        }
        "creator-status" => {
            let calls = scene.calls(creators(), data::creator, |id, bearer| {
                let request = Request::new("GET", "/api/stream/status").bearer(bearer);
                Call::new(&request, 200, &format!("\"userId\":\"{id}\""))
            })?;
            row(calls, CREATOR, 0.6)
        }
        "viewer-token" => {
            let body = json!({"hostId": scene.star});
            let viewers = 0..scene.size.viewers().min(DISTINCT);
            let calls = scene.calls(viewers, data::viewer, |id, bearer| {
                let request = Request::new("POST", "/api/viewer/token")
                    .bearer(bearer)
                    .json(&body);
                Call::new(&request, 200, &format!("\"identity\":\"{id}\""))
            })?;
            row(calls, CREATOR, 0.4)
        }
        _ => return Ok(None),
    }))
}

fn one(request: &Request, content: &str) -> Calls {
    Calls::new([Call::new(request, 200, content)])
}
