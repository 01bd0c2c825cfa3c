//! Posts and removes chat messages.

use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::json;

use super::api::{call, post};
use super::chat::Accepted;
use super::model::Expectation;
use super::world::{Host, World};
use crate::http::Request;

/// Who writes.
pub(super) enum Author<'a> {
    User { bearer: &'a str },
    Guest { room_token: &'a str, session: &'a str },
}

impl Author<'_> {
    fn sign(&self, request: Request) -> Request {
        match self {
            Self::User { bearer } => request.bearer(bearer),
            Self::Guest { room_token, .. } => request.header("x-viewer-token", room_token),
        }
    }
}

/// Posts a message. Returns its id if it was accepted.
pub(super) fn say(
    world: &World,
    host: &Host,
    author: &Author,
    who: &str,
    rng: &mut StdRng,
) -> Option<String> {
    let text = format!("{who} says {:08x}", rng.random::<u32>());
    let (session, before) = {
        let mut model = world.model();
        model.posted.insert(text.clone());
        let now = world.now();
        (
            model.broadcast(host.name).session.clone(),
            model.expectation(host.name, now),
        )
    };
    let request = author.sign(post(&format!("/api/chat/{}/messages", host.id)));
    // Authors may be over a limit, removed or blocked, and the broadcast may end.
    let answer = call(
        world,
        "message",
        &request.json(&json!({"text": text})),
        &[401, 403, 409, 429],
    );
    let now = world.now();
    let mut model = world.model();
    let after = model.expectation(host.name, now);
    if answer.status == 201 {
        let message = Accepted {
            id: answer.text("id").to_owned(),
            seq: answer.data()["seq"].as_u64().unwrap_or_default(),
            text,
            asked: answer.asked,
            at: now,
            is_removed: false,
        };
        let id = message.id.clone();
        let is_same = session.is_some()
            && model.broadcast(host.name).session == session
            && !model.broadcast(host.name).is_changing;
        match session {
            Some(session) if is_same => model.session(host.name, &session).ledger.accept(message),
            _ => model.unassigned.accept(message),
        }
        drop(model);
        world.count("messages accepted");
        return Some(id);
    }
    drop(model);
    let is_live = |expected| matches!(expected, Expectation::Live | Expectation::OnAir);
    let is_certain = match author {
        Author::User { .. } => answer.status == 401,
        // A room token counts in its session.
        Author::Guest { session: of, .. } => answer.status == 401 && session.as_deref() == Some(of),
    };
    if (answer.status == 409 || is_certain) && is_live(before) && is_live(after) {
        world.violate(
            format!("chat offline {}", host.name),
            format!(
                "a message was refused as if the broadcast had ended: {}",
                answer.code()
            ),
        );
    }
    if answer.status > 0 {
        world.count(format!("messages refused ({})", answer.code()));
    }
    None
}

/// Removes a message.
pub(super) fn remove(world: &World, host: &Host, author: &Author, id: &str) {
    {
        let mut model = world.model();
        for session in model.sessions.values_mut() {
            session.ledger.remove(id);
        }
        model.unassigned.remove(id);
    }
    let path = format!("/api/chat/{}/messages/{id}", host.id);
    // The broadcast may have ended, and with it the chat.
    call(
        world,
        "removal of a message",
        &author.sign(Request::new("DELETE", &path)),
        &[401, 403, 404, 409],
    );
    world.count("messages removed");
}
