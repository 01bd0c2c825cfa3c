//! The differences to examine in one cycle. Pure.

use std::collections::{BTreeMap, BTreeSet};

use crate::ports::{OpenSession, Room};
use crate::room::RoomName;
use crate::user::UserId;

/// The work of one cycle.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Every open session with its room.
    pub(super) cases: Vec<Case>,
    /// The creators whose rooms have no session. Until it is filtered it also contains users who are not
    /// creators; their rooms belong to other applications.
    pub(super) stray_rooms: Vec<UserId>,
}

/// An open session and its room.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) open: OpenSession,
    pub(super) room: Option<Room>,
    /// Whether the creator's application is approved.
    pub(super) is_approved: bool,
    /// Whether the creator is suspended.
    pub(super) is_suspended: bool,
}

impl Plan {
    pub(super) fn of(
        open: Vec<OpenSession>,
        rooms: Vec<Room>,
        approved: &[UserId],
        suspended: &[UserId],
    ) -> Self {
        let approved: BTreeSet<_> = approved.iter().collect();
        let suspended: BTreeSet<_> = suspended.iter().collect();
        let mut rooms: BTreeMap<_, _> = rooms.into_iter().map(|room| (room.name.clone(), room)).collect();
        let cases = open.into_iter().map(|open| Case {
            room: rooms.remove(&RoomName::of(&open.session.creator_id)),
            is_approved: approved.contains(&open.session.creator_id),
            is_suspended: suspended.contains(&open.session.creator_id),
            open,
        });
        Self {
            cases: cases.collect(),
            stray_rooms: rooms
                .into_keys()
                .filter_map(|name| UserId::parse(name.as_str()).ok())
                .collect(),
        }
    }
}
