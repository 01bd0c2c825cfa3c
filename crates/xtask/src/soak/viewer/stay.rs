//! What viewers do and compare while they are in a room.

use anyhow::Result;
use rand::RngExt as _;

use super::{Stay, Viewer};
use crate::soak::api::{call, get, signed};
use crate::soak::audience::Presence;
use crate::soak::bounds::{DELIVERY, EVENT_SILENCE, REACTION, VIDEO};
use crate::soak::event_stream::EventStream;
use crate::soak::model::{Expectation, Phase};
use crate::soak::talk::{self, Author};
use crate::soak::world::TICK;

impl<'a> Viewer<'a> {
    pub(super) fn act(&mut self, stay: &mut Stay<'a>) {
        let bearer = self.account.bearer.clone();
        let author = match &bearer {
            Some(bearer) => Author::User { bearer },
            None => Author::Guest {
                room_token: &stay.token,
                session: &stay.session,
            },
        };
        match self.rng.random_range(0..10) {
            0..6 => {
                let message = talk::say(self.world, stay.host, &author, &self.account.name, &mut self.rng);
                stay.own_message = message.or(stay.own_message.take());
            }
            6 => {
                if let Some(id) = stay.own_message.take() {
                    talk::remove(self.world, stay.host, &author, &id);
                }
            }
            7 => {
                let path = format!("/api/chat/{}/messages", stay.host.id);
                call(
                    self.world,
                    "history",
                    &signed(get(&path), bearer.as_deref()),
                    &[403],
                );
            }
            8 => {
                let path = format!("/api/viewer/stream/{}", stay.host.name);
                call(
                    self.world,
                    "watch page",
                    &signed(get(&path), bearer.as_deref()),
                    &[],
                );
            }
            _ => {
                call(self.world, "live list", &get("/api/viewer/live"), &[]);
            }
        }
    }

    /// Reads the event stream and compares it with the model. Opens it again if it was closed, as browsers do.
    pub(super) fn follow_events(&self, stay: &mut Stay<'a>) {
        let host = stay.host.name;
        let (before, opened_in_calm) = {
            let model = self.world.model();
            let now = self.world.now();
            (model.expectation(host, now), model.parts.was_calm(now))
        };
        let Some(events) = &mut stay.events else {
            let request = get(&format!("/api/viewer/stream/{host}/events"));
            stay.events = EventStream::open(self.world.server, &request, self.world.now());
            self.world.count("event streams opened");
            if stay.events.is_none() && opened_in_calm && self.world.model().parts.was_calm(self.world.now())
            {
                self.world
                    .violate(format!("events {host}"), "an event stream could not be opened");
            }
            return;
        };
        let heard_at = events.heard_at;
        let is_open = events.read(self.world.now());
        let shown = events.shown.clone();
        let (now, mut model) = (self.world.now(), self.world.model());
        let after = model.expectation(host, now);
        let was_calm = model.parts.was_calm(heard_at);
        let parts = model.parts.clone();
        let expected = model
            .audience(host)
            .expected(&parts, now)
            .map(|it| it.len() as u64);
        drop(model);
        if !is_open {
            stay.events = None;
            if was_calm {
                self.world
                    .violate(format!("events {host}"), "an event stream was closed");
            }
            return;
        }
        if was_calm && now > heard_at + EVENT_SILENCE {
            self.world
                .violate(format!("events {host}"), "an event stream is silent");
        }
        let Some(shown) = shown else { return };
        self.world.count("comparisons: events");
        if before == after && !after.allows(shown.is_live, Some(&shown.state)) {
            self.world.violate(
                format!("events {host}"),
                format!("expected {after:?}, the events say {shown:?}"),
            );
        }
        if shown.is_live && expected.is_some_and(|count| count != shown.viewers) {
            self.world.violate(
                format!("events viewers {host}"),
                format!("expected {expected:?} viewers, the events say {shown:?}"),
            );
        }
    }

    /// Whether the broadcast that this viewer watches is over. Pages leave the room then. This matters if LiveKit lets
    /// somebody in while it closes the room: they hear of nothing, also when the next room of this name is open.
    pub(super) fn is_broadcast_over(&self, stay: &Stay<'a>) -> bool {
        let mut model = self.world.model();
        let expected = model.expectation(stay.host.name, self.world.now());
        let session = model.broadcast(stay.host.name).session.clone();
        expected == Expectation::Offline || session.is_some_and(|session| session != stay.session)
    }

    /// Compares video and chat with the model.
    pub(super) fn compare(&self, stay: &mut Stay<'a>) {
        let (Some(joined_at), host, now) = (stay.joined_at, stay.host.name, self.world.now()) else {
            return;
        };
        let mut model = self.world.model();
        let parts = model.parts.clone();
        let Some(calm) = parts.calm_since() else { return };
        let (mut texts, mut arrivals) = (Vec::new(), 0);
        if let Phase::Sending { since } = model.broadcast(host).phase {
            let from = since.max(joined_at).max(calm).max(stay.seen_at);
            self.world.count("comparisons: video");
            if now > from + VIDEO {
                texts.push((
                    "video",
                    format!("no video since {:?}", now.saturating_sub(stay.seen_at)),
                ));
            }
        }
        let excluded = model.audience(host).excluded_since(&stay.identity, &stay.session);
        if excluded.is_some_and(|since| now > since.max(joined_at).max(calm) + REACTION) {
            texts.push((
                "removed",
                "was removed or blocked and is still in the room".into(),
            ));
        }
        let ledger = &model.session(host, &stay.session).ledger;
        for message in ledger.accepted().iter().skip(stay.compared) {
            if now < message.at + DELIVERY {
                break;
            }
            stay.compared += 1;
            // The data channel opens after the join.
            let was_there = message.asked > joined_at + REACTION && calm <= message.asked;
            if !was_there || message.is_removed {
                continue;
            }
            arrivals += 1;
            if !stay.received.contains(&message.id) {
                texts.push(("chat", format!("{:?} has not arrived", message.text)));
            }
        }
        drop(model);
        for _ in 0..arrivals {
            self.world.count("comparisons: arrived messages");
        }
        for (key, text) in texts {
            self.world
                .violate(format!("{key} {host}"), format!("{}: {text}", stay.identity));
        }
    }

    /// Joins again with the token of before the removal. LiveKit accepts it, and the server must remove the viewer.
    pub(super) fn trespass(&mut self, stay: &mut Stay<'a>) -> Result<()> {
        self.world.count("viewers who came back after their removal");
        self.join(stay)?;
        let Some(joined_at) = stay.joined_at else {
            return Ok(());
        };
        self.set(stay, Presence::Changing);
        while stay.connection.is_some() && !self.world.is_over() && self.world.now() < joined_at + REACTION {
            self.handle_events(stay)?;
            self.world.pause(TICK);
        }
        let host = stay.host.name;
        let mut model = self.world.model();
        let must_be_out = model.parts.was_calm(joined_at)
            && model.audience(host).is_excluded(&stay.identity, &stay.session) == Some(true);
        drop(model);
        if stay.connection.is_some() && must_be_out && self.world.now() >= joined_at + REACTION {
            self.world.violate(
                format!("removed {host}"),
                format!("{} was removed and is in the room again", stay.identity),
            );
        }
        Ok(())
    }
}
