//! The rows of what changes something.

use anyhow::Result;
use serde_json::json;

use super::data;
use super::load::Call;
use super::scene::Scene;
use super::throughput::Reference::{self, Pgbench};
use super::throughput::Row;
use crate::http::Request;

const INFO: Reference = Pgbench("info", include_str!("sql/info.sql"));
const CHAT_SETTINGS: Reference = Pgbench("chat-settings", include_str!("sql/chat-settings.sql"));
const CHAT: Reference = Pgbench("chat", include_str!("sql/chat.sql"));

/// Enough that no two requests at the same time change the same stream.
const DISTINCT: u32 = 10_000;

/// Rows by their names on the command line.
pub(super) const NAMES: [&str; 3] = ["info-update", "chat-settings-update", "chat-post"];

pub(super) fn row(name: &str, scene: &Scene) -> Result<Option<Row>> {
    let creators = 1..scene.size.streams.min(DISTINCT);
    // An author may write five messages in ten seconds.
    let authors = 0..scene.size.viewers();
    Ok(Some(match name {
        "info-update" => Row {
            name: "info-update",
            calls: scene.calls(creators, data::creator, |id, bearer| {
                let request = Request::new("PUT", "/api/stream/info").bearer(bearer);
                let body = json!({"description": id});
                Call::new(&request.json(&body), 200, &format!("\"description\":\"{id}\""))
            })?,
            reference: INFO,
            goal: 0.65,
        },
        "chat-settings-update" => Row {
            name: "chat-settings-update",
            calls: scene.calls(creators, data::creator, |id, bearer| {
                let request = Request::new("PUT", "/api/stream/chat-settings").bearer(bearer);
                let is_delayed = id.ends_with(['0', '2', '4', '6', '8']);
                let body = json!({"isChatDelayed": is_delayed});
                Call::new(
                    &request.json(&body),
                    200,
                    &format!("\"isChatDelayed\":{is_delayed}"),
                )
            })?,
            reference: CHAT_SETTINGS,
            goal: 0.65,
        },
        "chat-post" => {
            let target = format!("/api/chat/{}/messages", scene.star);
            let body = json!({"text": "Good evening"});
            Row {
                name: "chat-post",
                calls: scene.calls(authors, data::viewer, |id, bearer| {
                    let request = Request::new("POST", &target).bearer(bearer).json(&body);
                    Call::new(&request, 201, &format!("\"id\":\"{id}\""))
                })?,
                reference: CHAT,
                goal: 0.5,
            }
        }
        _ => return Ok(None),
    }))
}
