//! Rooms of the media server: names, ids and participants.

use crate::Timestamp;
use crate::text::text_type;
use crate::user::UserId;

text_type! {
    /// The name of a room: its creator's user id. All sessions of a creator use the same name.
    RoomName
}

impl RoomName {
    /// The name of a creator's room.
    #[must_use]
    pub fn of(creator: &UserId) -> Self {
        Self(creator.as_str().to_owned())
    }

    /// The name of the room in which a creator checks their connection: a space and the user id. User ids have
    /// no spaces, so no broadcast has such a name. Media servers accept 256 characters, one more than a user
    /// id has.
    #[must_use]
    pub fn of_connection_check(creator: &UserId) -> Self {
        Self(format!(" {creator}"))
    }

    /// Wraps a name that the media server returned, without checking it.
    #[must_use]
    pub fn from_trusted(name: String) -> Self {
        Self(name)
    }
}

text_type! {
    /// The media server's id of a room. A room that is created again with the same name has another id.
    RoomSid
}

impl RoomSid {
    /// Wraps an id that the media server or a store returned, without checking it.
    #[must_use]
    pub fn from_trusted(sid: String) -> Self {
        Self(sid)
    }
}

text_type! {
    /// Identifies a participant in a room: a user id, or `guest-{milliseconds}-{random}`.
    Identity
}

impl Identity {
    /// The user who has this identity; `None` for guests and invalid identities.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        UserId::parse(&self.0).ok()
    }

    /// The identity of a signed-in user: the user id.
    #[must_use]
    pub fn of_user(user: &UserId) -> Self {
        Self(user.as_str().to_owned())
    }

    /// A new identity for a guest. It is unique because of the time and 64 random bits.
    #[must_use]
    pub fn of_guest(at: Timestamp, random: u64) -> Self {
        Self(format!("guest-{}-{random:016x}", at.timestamp_millis()))
    }

    /// Wraps an identity from a request, without checking it. It may be compared with others, but proves
    /// nothing.
    #[must_use]
    pub fn from_outside(identity: String) -> Self {
        Self(identity)
    }

    /// Whether a participant can have this identity: 1 to 255 printable ASCII characters. Stores may refuse
    /// other texts.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        (1..=UserId::MAX).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_graphic())
    }

    /// Whether this is the identity of a guest.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.0.starts_with("guest-")
    }
}

text_type! {
    /// The media server's id of one connection of a participant. A reconnect has another id.
    ConnectionId
}

impl ConnectionId {
    /// Wraps an id that the media server or a store returned, without checking it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// A participant of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Identifies the participant.
    pub identity: Identity,
    /// The participant's connection.
    pub connection: ConnectionId,
    /// The displayed name.
    pub name: String,
    /// When the participant joined.
    pub joined_at: Timestamp,
    /// Whether the participant publishes a track now, muted or not.
    pub is_publishing: bool,
}
