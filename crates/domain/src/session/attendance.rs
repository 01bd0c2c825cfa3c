//! Attendance: who is and was in the room of a session. Viewers are counted by it.
//!
//! Notifications may be duplicated, late or out of order, so each change names a connection. A connection
//! that has left never becomes present again. When a connection leaves that a newer one has replaced, the
//! participant stays present. Polls of the room correct everything else.

use crate::room::{ConnectionId, Identity};
use std::collections::BTreeMap;

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

/// A person's newest known connection to the room of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// The newest known connection.
    pub connection: ConnectionId,
    /// Whether that connection is in the room.
    pub presence: Presence,
}

/// Whether a connection is in the room. Stored, so names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Presence {
    /// In the room.
    Present,
    /// Not in the room at the last poll. It may appear again.
    Unseen,
    /// Left. It never becomes present again; a reconnect has another id.
    Left,
}

/// Whose attendance is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttendanceScope {
    /// Of everybody who is present. Not of all who were ever in the room, so a poll of a long broadcast costs no more
    /// than one of a short one.
    Present,
    /// Of these identities.
    Only(Vec<Identity>),
}

/// The attendance of a session as it was read, and its changes. The host has an attendance, but is never
/// counted as a viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendances {
    host: Identity,
    has_all_present: bool,
    known: BTreeMap<Identity, Attendance>,
    changed: BTreeMap<Identity, Attendance>,
    /// How many viewers have become present, minus those who no longer are, since the last count.
    present_change: i64,
    /// How many viewers have appeared for the first time since the last count.
    new_viewers: u32,
}

/// The numbers of present viewers and of all viewers of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) viewers: u32,
    pub(super) total: u32,
}

impl Attendances {
    /// Attendance as a store returned it. `has_all_present` means that it contains everybody who is present.
    #[must_use]
    pub fn from_stored(
        host: Identity,
        known: impl IntoIterator<Item = (Identity, Attendance)>,
        has_all_present: bool,
    ) -> Self {
        Self {
            host,
            has_all_present,
            known: known.into_iter().collect(),
            changed: BTreeMap::new(),
            present_change: 0,
            new_viewers: 0,
        }
    }

    /// The attendance of a new session.
    #[must_use]
    pub fn empty(host: Identity) -> Self {
        Self::from_stored(host, [], true)
    }

    /// Updates the counts since the last call. If all present viewers are known, they are counted again, so that an
    /// error in their number does not last.
    pub(super) fn count(&mut self, before: Counts) -> Counts {
        let (present_change, new_viewers) = (self.present_change, self.new_viewers);
        (self.present_change, self.new_viewers) = (0, 0);
        let viewers = if self.has_all_present {
            let viewers = self.known.iter().filter(|(who, _)| **who != self.host);
            let present = viewers.filter(|(_, known)| known.presence == Presence::Present);
            u32::try_from(present.count())
        } else {
            u32::try_from((i64::from(before.viewers) + present_change).max(0))
        };
        Counts {
            viewers: viewers.unwrap_or(u32::MAX),
            total: before.total.saturating_add(new_viewers),
        }
    }

    /// Finds the attendance of an identity.
    #[must_use]
    pub fn of(&self, who: &Identity) -> Option<&Attendance> {
        self.known.get(who)
    }

    /// The changes, for the store.
    #[must_use]
    pub fn into_changed(self) -> Vec<(Identity, Attendance)> {
        self.changed.into_iter().collect()
    }

    /// A connection is in the room. Returns whether that is a change.
    pub(super) fn mark_present(&mut self, who: &Identity, connection: &ConnectionId) -> bool {
        if self.has_left(who, connection) {
            return false;
        }
        self.set(who, connection, Presence::Present)
    }

    /// A connection has left. Returns whether it was the person's newest one and had not left before.
    pub(super) fn mark_left(&mut self, who: &Identity, connection: &ConnectionId) -> bool {
        let is_replaced = self.of(who).is_some_and(|known| known.connection != *connection);
        !is_replaced && self.set(who, connection, Presence::Left)
    }

    /// A person was in the room at some time; whether they are still there is unknown.
    pub(super) fn mark_unseen(&mut self, who: &Identity, connection: &ConnectionId) {
        if self.of(who).is_none() {
            self.set(who, connection, Presence::Unseen);
        }
    }

    /// The room contains exactly these connections.
    pub(super) fn replace_present<'a>(
        &mut self,
        there: impl IntoIterator<Item = (&'a Identity, &'a ConnectionId)>,
    ) {
        let there: BTreeMap<_, _> = there.into_iter().collect();
        let unseen: Vec<_> = self
            .known
            .iter()
            .filter(|(who, known)| known.presence == Presence::Present && !there.contains_key(who))
            .map(|(who, known)| (who.clone(), known.connection.clone()))
            .collect();
        for (who, connection) in unseen {
            self.set(&who, &connection, Presence::Unseen);
        }
        for (who, connection) in there {
            self.mark_present(who, connection);
        }
    }

    /// Whether a person is present with this connection.
    pub(super) fn is_present_by(&self, who: &Identity, connection: &ConnectionId) -> bool {
        self.of(who)
            .is_some_and(|known| known.presence == Presence::Present && known.connection == *connection)
    }

    fn has_left(&self, who: &Identity, connection: &ConnectionId) -> bool {
        self.of(who)
            .is_some_and(|known| known.presence == Presence::Left && known.connection == *connection)
    }

    fn set(&mut self, who: &Identity, connection: &ConnectionId, presence: Presence) -> bool {
        let next = Attendance {
            connection: connection.clone(),
            presence,
        };
        if self.of(who) == Some(&next) {
            return false;
        }
        if *who != self.host {
            let was_present = self
                .of(who)
                .is_some_and(|known| known.presence == Presence::Present);
            self.new_viewers += u32::from(self.of(who).is_none());
            self.present_change += i64::from(presence == Presence::Present) - i64::from(was_present);
        }
        self.known.insert(who.clone(), next.clone());
        self.changed.insert(who.clone(), next);
        true
    }
}
