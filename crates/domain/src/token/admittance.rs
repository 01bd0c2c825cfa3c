//! Who may be in a host's room: one rule for who asks for a token, and for who is inside.

use crate::room::Identity;
use crate::stream::Stream;

/// How somebody stands to a host and to the session that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Restrictions {
    /// The host blocked them.
    pub is_blocked: bool,
    /// The host removed them from this session.
    pub is_excluded: bool,
}

/// Why somebody may not be in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryDenied {
    /// The host blocked or removed them.
    Blocked,
    /// They are not signed in, and the stream is closed to guests.
    GuestsNotAllowed,
}

/// Why somebody may not be in a stream's room; `None` if they may, as the host always.
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
