//! Compares LiveKit's rooms with the model.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::Checker;
use crate::soak::bounds::REACTION;
use crate::soak::model::Expectation;
use crate::soak::world::Host;

#[derive(Deserialize)]
struct Room {
    name: String,
    /// JSON
    metadata: String,
    participants: Vec<Participant>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Participant {
    identity: String,
    is_publishing: bool,
}

/// What a room must be like.
#[derive(PartialEq)]
struct Expected {
    expectation: Expectation,
    is_gone: bool,
    audience: Option<BTreeSet<String>>,
    title: Option<String>,
}

impl Checker<'_> {
    pub(super) fn check_rooms(&mut self) {
        let asked = self.world.now();
        let before: Vec<_> = self.hosts.iter().map(|host| self.expected_room(host)).collect();
        let answer = self.observer.ask(self.rooms.clone());
        let was_calm = self.world.model().parts.was_calm(asked);
        let rooms: Vec<Room> = match answer.and_then(|value| Ok(serde_json::from_value(value)?)) {
            Ok(rooms) => rooms,
            Err(error) if was_calm => return self.world.violate("LiveKit", format!("{error:#}")),
            Err(_) => return,
        };
        if !was_calm {
            return;
        }
        let rooms: BTreeMap<_, _> = rooms.into_iter().map(|room| (room.name.clone(), room)).collect();
        for (host, before) in self.hosts.iter().zip(before) {
            if before == self.expected_room(host) {
                self.world.count("comparisons: rooms of LiveKit");
                self.check_room(host, &before, rooms.get(&host.id));
            }
        }
        for name in rooms
            .keys()
            .filter(|name| self.hosts.iter().all(|host| host.id != **name))
        {
            self.world
                .violate("stray room", format!("LiveKit has a room {name}"));
        }
    }

    fn expected_room(&self, host: &Host) -> Expected {
        let audience = self.expected_audience(host);
        let title = self.title(host, REACTION);
        let mut model = self.world.model();
        let (parts, now) = (model.parts.clone(), self.world.now());
        let broadcast = model.broadcast(host.name);
        Expected {
            expectation: broadcast.expectation(&parts, now),
            is_gone: broadcast.is_room_gone(&parts, now),
            audience,
            title,
        }
    }

    fn check_room(&self, host: &Host, expected: &Expected, found: Option<&Room>) {
        let Some(room) = found else {
            if expected.expectation == Expectation::OnAir {
                self.violate(host, "room", "LiveKit has no room of a creator who sends");
            }
            return;
        };
        if expected.is_gone {
            self.violate(
                host,
                "room",
                "LiveKit still has the room of a broadcast that is over",
            );
        }
        let metadata: Value = serde_json::from_str(&room.metadata).unwrap_or_default();
        if let Some(title) = &expected.title
            && expected.expectation == Expectation::OnAir
            && metadata["title"] != title.as_str()
        {
            self.violate(
                host,
                "room title",
                &format!("expected {title:?}, LiveKit has {metadata}"),
            );
        }
        let participants = &room.participants;
        let is_creator = |participant: &&Participant| participant.identity == host.id;
        if expected.expectation == Expectation::OnAir
            && !participants
                .iter()
                .filter(is_creator)
                .any(|creator| creator.is_publishing)
        {
            self.violate(host, "room", "the creator is on air and sends nothing to LiveKit");
        }
        let viewers: BTreeSet<String> = participants
            .iter()
            .filter(|participant| !is_creator(participant))
            .map(|viewer| viewer.identity.clone())
            .collect();
        if let Some(audience) = &expected.audience
            && *audience != viewers
        {
            self.violate(
                host,
                "room viewers",
                &format!("expected {audience:?}, LiveKit has {viewers:?}"),
            );
        }
    }
}
