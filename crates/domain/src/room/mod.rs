//! The media server's rooms: names, and who is in one.

use crate::Timestamp;
use crate::text::text_type;
use crate::user::UserId;

text_type! {
    /// A room's name: its creator's user id. Each session uses the name again.
    RoomName
}

impl RoomName {
    /// The room of a creator.
    #[must_use]
    pub fn of(creator: &UserId) -> Self {
        Self(creator.as_str().to_owned())
    }

    /// Takes a name as the media server gave it.
    #[must_use]
    pub fn from_trusted(name: String) -> Self {
        Self(name)
    }
}

text_type! {
    /// The media server's own id of one room; a room made again under the same name has another.
    RoomSid
}

impl RoomSid {
    /// Takes a sid as the media server or a store gave it.
    #[must_use]
    pub fn from_trusted(sid: String) -> Self {
        Self(sid)
    }
}

text_type! {
    /// Who somebody is inside a room: a user's id, or `guest-{milliseconds}-{random}`.
    Identity
}

impl Identity {
    /// The user whom it belongs to; `None` for guests, and where it can't be anybody's.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        UserId::parse(&self.0).ok()
    }

    /// A signed-in person's identity is their user id.
    #[must_use]
    pub fn of_user(user: &UserId) -> Self {
        Self(user.as_str().to_owned())
    }

    /// A guest's identity. The moment and 64 random bits together never collide.
    #[must_use]
    pub fn of_guest(at: Timestamp, random: u64) -> Self {
        Self(format!("guest-{}-{random:016x}", at.timestamp_millis()))
    }

    /// Takes an identity from outside, as it is: it is compared, not trusted.
    #[must_use]
    pub fn from_outside(identity: String) -> Self {
        Self(identity)
    }

    /// Whether anybody could be in a room under it: those of users and guests are printable ASCII.
    /// What can't be anybody's need not be asked for, and a store may not even take it.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        (1..=UserId::MAX).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_graphic())
    }

    /// Whether it belongs to somebody who is not signed in.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.0.starts_with("guest-")
    }
}

text_type! {
    /// The media server's id of one connection of somebody to a room. Whoever joins again has another.
    ConnectionId
}

impl ConnectionId {
    /// Takes an id as the media server or a store gave it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// Somebody in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub identity: Identity,
    /// By which connection.
    pub connection: ConnectionId,
    /// The name the others see.
    pub name: String,
    /// Since when.
    pub joined_at: Timestamp,
    /// Whether they have a published track right now, muted or not.
    pub is_publishing: bool,
}
