//! What there is to do, by what the store and the media server say. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::ports::{OpenSession, Room};
use crate::room::RoomName;
use crate::user::UserId;

/// A round's work.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Every open session.
    pub(super) cases: Vec<Case>,
    /// Whose rooms have no session, if they are creators: rooms of others are none of ours.
    pub(super) strangers: Vec<UserId>,
}

/// An open session, and what there is of its room.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) open: OpenSession,
    pub(super) room: Option<Room>,
    /// Whether its creator may broadcast.
    pub(super) is_approved: bool,
}

impl Plan {
    pub(super) fn of(open: Vec<OpenSession>, rooms: Vec<Room>, approved: &[UserId]) -> Self {
        let approved: BTreeSet<_> = approved.iter().collect();
        let mut rooms: BTreeMap<_, _> = rooms.into_iter().map(|room| (room.name.clone(), room)).collect();
        let cases = open.into_iter().map(|open| Case {
            room: rooms.remove(&RoomName::of(&open.session.creator_id)),
            is_approved: approved.contains(&open.session.creator_id),
            open,
        });
        Self {
            cases: cases.collect(),
            strangers: rooms
                .into_keys()
                .filter_map(|name| UserId::parse(name.as_str()).ok())
                .collect(),
        }
    }
}
