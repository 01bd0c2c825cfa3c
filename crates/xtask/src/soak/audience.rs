//! Who must be in a room, derived from what the test itself did. Pure: no clock, no I/O.

use std::collections::{BTreeMap, BTreeSet};

use super::bounds::REACTION;
use super::model::{Moment, Parts};

/// Where a viewer's participant is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Presence {
    /// Joining, leaving or reconnecting.
    Changing,
    In {
        since: Moment,
    },
    Out {
        since: Moment,
        is_crash: bool,
    },
}

/// Why a viewer may not enter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Exclusion {
    /// A call that changes it waits for its answer, or was not answered.
    Changing {
        is_block: bool,
        session: String,
    },
    /// Removed from this session.
    Removed {
        session: String,
        since: Moment,
    },
    Blocked {
        since: Moment,
    },
    /// Was blocked in this session, and no longer is.
    Lifted {
        session: String,
    },
}

/// The viewers of a room.
#[derive(Clone, Default, Debug)]
pub(super) struct Audience {
    presences: BTreeMap<String, Presence>,
    exclusions: BTreeMap<String, Exclusion>,
}

impl Audience {
    pub(super) fn set(&mut self, identity: &str, presence: Presence) {
        self.presences.insert(identity.to_owned(), presence);
    }

    /// The participant of who is excluded leaves at any moment from now on.
    pub(super) fn exclude(&mut self, identity: &str, exclusion: Exclusion) {
        if let Some(presence @ Presence::In { .. }) = self.presences.get_mut(identity) {
            *presence = Presence::Changing;
        }
        self.exclusions.insert(identity.to_owned(), exclusion);
    }

    /// Whether a viewer must be refused in a session. `None` if it is changing.
    pub(super) fn is_excluded(&self, identity: &str, session: &str) -> Option<bool> {
        match self.exclusions.get(identity) {
            Some(Exclusion::Changing { is_block: true, .. }) => None,
            Some(Exclusion::Changing { session: of, .. } | Exclusion::Lifted { session: of }) => {
                (of != session).then_some(false)
            }
            Some(Exclusion::Removed { session: from, .. }) => Some(from == session),
            Some(Exclusion::Blocked { .. }) => Some(true),
            None => Some(false),
        }
    }

    /// Since when a viewer must be refused in a session.
    pub(super) fn excluded_since(&self, identity: &str, session: &str) -> Option<Moment> {
        match self.exclusions.get(identity)? {
            Exclusion::Removed { session: from, since } => (from == session).then_some(*since),
            Exclusion::Blocked { since } => Some(*since),
            Exclusion::Changing { .. } | Exclusion::Lifted { .. } => None,
        }
    }

    /// Users who are blocked, or may be.
    pub(super) fn blocked(&self) -> impl Iterator<Item = &str> {
        let blocked = self.exclusions.iter().filter(|(_, exclusion)| {
            matches!(
                exclusion,
                Exclusion::Blocked { .. } | Exclusion::Changing { is_block: true, .. }
            )
        });
        blocked.map(|(identity, _)| identity.as_str())
    }

    /// Those who are in the room for certain.
    pub(super) fn present(&self) -> impl Iterator<Item = &str> {
        let present = self
            .presences
            .iter()
            .filter(|(_, presence)| matches!(presence, Presence::In { .. }));
        present.map(|(identity, _)| identity.as_str())
    }

    /// The identities that each answer must show. `None` while a change is on its way.
    pub(super) fn expected(&self, parts: &Parts, now: Moment) -> Option<BTreeSet<&str>> {
        let calm = parts.calm_since()?;
        let mut expected = BTreeSet::new();
        for (identity, presence) in &self.presences {
            let settled_at = match *presence {
                Presence::Changing => return None,
                Presence::In { since } => {
                    expected.insert(identity.as_str());
                    since
                }
                Presence::Out { since, is_crash } => parts.departure(since, is_crash),
            };
            if now < settled_at.max(calm) + REACTION {
                return None;
            }
        }
        Some(expected)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use quickcheck::quickcheck;

    use super::{Audience, Exclusion, Presence};
    use crate::soak::bounds::{CRASH_DETECTION, REACTION};
    use crate::soak::model::{Part, Parts};

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    quickcheck! {
        fn a_count_is_expected_exactly_when_all_changes_are_over(changes: Vec<(u8, u8, bool, bool)>, now: u16) -> bool {
            let mut audience = Audience::default();
            for (who, since, is_in, is_crash) in &changes {
                let since = at((*since).into());
                let presence = if *is_in { Presence::In { since } } else { Presence::Out { since, is_crash: *is_crash } };
                audience.set(&who.to_string(), presence);
            }
            let now = at(now.into());
            let last = |who: u8| changes.iter().rev().find(|it| it.0 == who);
            let people: Vec<_> = (0..=u8::MAX).filter_map(last).collect();
            let is_settled = people.iter().all(|(_, since, is_in, is_crash)| {
                let detection = if !is_in && *is_crash { CRASH_DETECTION } else { Duration::ZERO };
                now >= at((*since).into()) + detection + REACTION
            });
            let present = people.iter().filter(|it| it.2).count();
            audience.expected(&Parts::default(), now).map(|it| it.len()) == is_settled.then_some(present)
        }

        fn nothing_is_expected_while_a_part_is_away(who: String, now: u16) -> bool {
            let mut parts = Parts::default();
            parts.leave(Part::Server);
            let mut audience = Audience::default();
            audience.set(&who, Presence::In { since: at(0) });
            audience.expected(&parts, at(now.into())).is_none()
        }
    }

    #[test]
    fn who_is_excluded_may_be_in_the_room_or_not() {
        let mut audience = Audience::default();
        audience.set("vera", Presence::In { since: at(0) });
        assert_eq!(audience.expected(&Parts::default(), at(100)).unwrap().len(), 1);
        audience.exclude("vera", Exclusion::Blocked { since: at(100) });
        assert_eq!(audience.expected(&Parts::default(), at(200)), None);
        assert_eq!(audience.excluded_since("vera", "one"), Some(at(100)));
        audience.set(
            "vera",
            Presence::Out {
                since: at(101),
                is_crash: false,
            },
        );
        assert_eq!(audience.expected(&Parts::default(), at(200)).unwrap().len(), 0);
    }

    #[test]
    fn a_removal_counts_in_its_session_and_a_block_in_all() {
        let mut audience = Audience::default();
        assert_eq!(audience.is_excluded("vera", "one"), Some(false));
        audience.exclude(
            "vera",
            Exclusion::Removed {
                session: "one".into(),
                since: at(0),
            },
        );
        assert_eq!(audience.is_excluded("vera", "one"), Some(true));
        assert_eq!(audience.is_excluded("vera", "two"), Some(false));
        audience.exclude("vera", Exclusion::Blocked { since: at(0) });
        assert_eq!(audience.is_excluded("vera", "two"), Some(true));
        assert_eq!(audience.blocked().collect::<Vec<_>>(), ["vera"]);
        let changing = |is_block| Exclusion::Changing {
            is_block,
            session: "two".into(),
        };
        audience.exclude("vera", changing(true));
        assert_eq!(audience.is_excluded("vera", "three"), None);
        audience.exclude("vera", changing(false));
        assert_eq!(audience.is_excluded("vera", "two"), None);
        assert_eq!(audience.is_excluded("vera", "three"), Some(false));
    }
}
