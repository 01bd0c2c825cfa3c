//! Who is, and who was, in a session's room: what viewers are counted by.
//!
//! What is told of people may come twice, late, or in another order, so each change is made for one
//! connection: a connection that has left never comes back, and one that was replaced takes nobody
//! along when it goes. What is seen in the room itself puts everything else right.

use crate::room::{ConnectionId, Identity};
use std::collections::BTreeMap;

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

/// One person's last known connection to a session's room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// The newest connection of theirs that is known.
    pub connection: ConnectionId,
    /// Where that connection is.
    pub presence: Presence,
}

/// Where a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Presence {
    /// In the room.
    Present,
    /// Not seen there the last time somebody looked; it may yet turn up.
    Unseen,
    /// Gone, for good: another one would have another id.
    Left,
}

/// Whose attendance is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttendanceScope {
    /// Everybody's.
    All,
    /// Theirs.
    Only(Vec<Identity>),
}

/// The attendance of a session as far as it is known here, what changed of it, and what that does to
/// the counts. The host is among those who attend, and in no count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendances {
    host: Identity,
    is_complete: bool,
    known: BTreeMap<Identity, Attendance>,
    changed: BTreeMap<Identity, Attendance>,
    /// How many more viewers are there than when they were counted last.
    present_change: i64,
    /// How many viewers were not known then.
    new_viewers: u32,
}

/// How many watch, and how many ever did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) viewers: u32,
    pub(super) total: u32,
}

impl Attendances {
    /// As a store has it: everybody's, or that of some.
    #[must_use]
    pub fn from_stored(
        host: Identity,
        known: impl IntoIterator<Item = (Identity, Attendance)>,
        is_complete: bool,
    ) -> Self {
        Self {
            host,
            is_complete,
            known: known.into_iter().collect(),
            changed: BTreeMap::new(),
            present_change: 0,
            new_viewers: 0,
        }
    }

    /// Of a session that has just begun.
    #[must_use]
    pub fn empty(host: Identity) -> Self {
        Self::from_stored(host, [], true)
    }

    /// The counts that a session has by what it had when this was read, or counted last. Where everybody
    /// is known they are counted anew, so that no slip lasts.
    pub(super) fn count(&mut self, before: Counts) -> Counts {
        let (present_change, new_viewers) = (self.present_change, self.new_viewers);
        (self.present_change, self.new_viewers) = (0, 0);
        let viewers = self.known.iter().filter(|(who, _)| **who != self.host);
        if self.is_complete {
            let present = viewers
                .clone()
                .filter(|(_, known)| known.presence == Presence::Present);
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            return Counts {
                viewers: count(present.count()),
                total: before.total.max(count(viewers.count())),
            };
        }
        let viewers = i64::from(before.viewers) + present_change;
        Counts {
            viewers: u32::try_from(viewers.max(0)).unwrap_or(u32::MAX),
            total: before.total.saturating_add(new_viewers),
        }
    }

    /// What is known of somebody.
    #[must_use]
    pub fn of(&self, who: &Identity) -> Option<&Attendance> {
        self.known.get(who)
    }

    /// What a store has to write.
    #[must_use]
    pub fn into_changed(self) -> Vec<(Identity, Attendance)> {
        self.changed.into_iter().collect()
    }

    /// Somebody's connection stands. Tells whether that was news.
    pub(super) fn mark_present(&mut self, who: &Identity, connection: &ConnectionId) -> bool {
        if self.has_left(who, connection) {
            return false;
        }
        self.set(who, connection, Presence::Present)
    }

    /// A connection ended. Tells whether it was the newest of theirs, and not known to be gone.
    pub(super) fn mark_left(&mut self, who: &Identity, connection: &ConnectionId) -> bool {
        let is_replaced = self.of(who).is_some_and(|known| known.connection != *connection);
        !is_replaced && self.set(who, connection, Presence::Left)
    }

    /// Somebody was there once, and nothing is said about now.
    pub(super) fn mark_unseen(&mut self, who: &Identity, connection: &ConnectionId) {
        if self.of(who).is_none() {
            self.set(who, connection, Presence::Unseen);
        }
    }

    /// Exactly these are in the room.
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

    /// Whether somebody is there by that connection.
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
