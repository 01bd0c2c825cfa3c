//! What viewers do before they are in a room.

use std::collections::HashSet;

use rand::RngExt as _;
use serde_json::json;

use super::{Stay, Viewer};
use crate::http::Request;
use crate::soak::api::{call, get, post, signed};
use crate::soak::model::{Expectation, Moment};
use crate::soak::world::Host;

/// What the answer to a request for a token depends on: the broadcast, whether the viewer must be refused, and the
/// session.
type Knowledge = (Expectation, Option<bool>, Option<String>);

impl<'a> Viewer<'a> {
    /// What pages request before somebody watches.
    pub(super) fn browse(&mut self, host: &Host) {
        let bearer = self.account.bearer.as_deref();
        let path = match self.rng.random_range(0..4) {
            0 => format!("/api/viewer/search?q={}", host.name),
            1 => "/api/viewer/live".into(),
            2 if bearer.is_some() => "/api/viewer/following".into(),
            _ => format!("/api/viewer/stream/{}", host.name),
        };
        let name = path.split('?').next().unwrap_or_default();
        call(self.world, name, &signed(get(&path), bearer), &[]);
        if let Some(bearer) = bearer
            && self.rng.random_ratio(1, 4)
        {
            let method = if self.rng.random() { "POST" } else { "DELETE" };
            let path = format!("/api/social/follow/{}", host.id);
            let request = Request::new(method, &path).bearer(bearer);
            // Blocked viewers can't follow.
            call(self.world, "follow", &request, &[403]);
        }
    }

    /// Requests a room token. The answer must fit what the test knows.
    pub(super) fn enter(&mut self, host: &'a Host) -> Option<Stay<'a>> {
        let before = self.knowledge(host);
        let mut request = signed(post("/api/viewer/token"), self.account.bearer.as_deref());
        if self.account.bearer.is_none()
            && let Some(token) = self.last_token.take()
            && self.rng.random()
        {
            request = request.header("x-viewer-token", &token);
        }
        let request = request.json(&json!({"hostId": host.id, "guestName": "Guest"}));
        let answer = call(self.world, "viewer's token", &request, &[403, 409]);
        if self.knowledge(host) == before {
            self.judge(host, &before, answer.status, answer.code());
        }
        if !answer.is_success() {
            return None;
        }
        let identity = answer.text("identity").to_owned();
        let token = answer.text("token").to_owned();
        let mut model = self.world.model();
        let session = model.broadcast(host.name).session.clone()?;
        model
            .session(host.name, &session)
            .admitted
            .insert(identity.clone());
        drop(model);
        if self.account.bearer.is_none() {
            self.last_token = Some(token.clone());
        }
        Some(Stay {
            host,
            session,
            identity,
            token,
            connection: None,
            joined_at: None,
            seen_at: Moment::ZERO,
            received: HashSet::new(),
            compared: 0,
            own_message: None,
            events: None,
            is_over: false,
            is_removed: false,
        })
    }

    /// A guest without their former room token may be anybody, so it is not known whether guests are refused.
    fn knowledge(&self, host: &Host) -> Knowledge {
        let mut model = self.world.model();
        let session = model.broadcast(host.name).session.clone();
        let excluded = session.as_deref().and_then(|session| match self.account.bearer {
            Some(_) => model.audience(host.name).is_excluded(&self.account.name, session),
            None => None,
        });
        (model.expectation(host.name, self.world.now()), excluded, session)
    }

    fn judge(&self, host: &Host, known: &Knowledge, status: u16, code: &str) {
        let (expectation, is_excluded, _) = known;
        let is_wrong = match (status, code) {
            (200, _) => *expectation == Expectation::Offline || *is_excluded == Some(true),
            (409, "STREAM_OFFLINE") => matches!(expectation, Expectation::Live | Expectation::OnAir),
            (403, "BLOCKED") => *is_excluded == Some(false),
            // Failures are judged elsewhere.
            (0 | 500.., _) => false,
            _ => true,
        };
        if is_wrong {
            self.world.violate(
                format!("token {} {}", host.name, self.account.name),
                format!("status {status} {code} while {expectation:?}, excluded: {is_excluded:?}"),
            );
        }
    }
}
