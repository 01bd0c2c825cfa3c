//! Who may enter a host's room. The same rule applies to requests for tokens and to participants.

use crate::room::Identity;
use crate::social::Relation;
use crate::stream::Stream;

/// How a person is related to a host and to a session of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Follows and blocks; all `false` for a guest and for the host.
    pub relation: Relation,
    /// The host removed the person from the session.
    pub is_excluded: bool,
}

impl Standing {
    /// The part that decides who may enter.
    #[must_use]
    pub fn restrictions(self) -> Restrictions {
        Restrictions {
            is_blocked: self.relation.is_blocked,
            is_excluded: self.is_excluded,
        }
    }
}

/// What restricts a person in relation to a host and the open session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restrictions {
    /// The host blocked them.
    pub is_blocked: bool,
    /// The host removed them from this session.
    pub is_excluded: bool,
}

/// Why a person may not enter a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryDenied {
    /// The host blocked them or removed them from the session.
    Blocked,
    /// They are not signed in, and the stream does not admit guests.
    GuestsNotAllowed,
}

/// Why a person may not enter a stream's room; `None` if they may. The host always may.
#[must_use]
pub fn entry_denied(stream: &Stream, who: &Identity, restrictions: Restrictions) -> Option<EntryDenied> {
    if who.as_str() == stream.user_id.as_str() {
        None
    } else if restrictions.is_blocked || restrictions.is_excluded {
        Some(EntryDenied::Blocked)
    } else if who.is_guest() && !stream.is_guests_allowed {
        Some(EntryDenied::GuestsNotAllowed)
    } else {
        None
    }
}
