//! What happens in rooms: told by the media server, or seen by looking.

use super::{Identity, Participant, RoomName, RoomSid, SessionId};
use crate::Timestamp;
use crate::text::text_type;

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

text_type! {
    /// The media server's id of something it told, the same in every repetition.
    EventId
}

impl EventId {
    /// Takes an id as the media server or a store gave it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaEvent {
    /// The room was made.
    RoomOpened,
    /// The room was closed.
    RoomClosed,
    /// Somebody's connection stands.
    Joined {
        /// Who.
        who: Identity,
        /// By which connection.
        connection: ConnectionId,
    },
    /// Somebody sends a track.
    Published {
        /// Who.
        who: Identity,
        /// By which connection.
        connection: ConnectionId,
    },
    /// A connection ended.
    Left {
        /// Whose.
        who: Identity,
        /// Which.
        connection: ConnectionId,
    },
}

impl MediaEvent {
    /// Whom it is about, if it is about one person.
    #[must_use]
    pub fn who(&self) -> Option<&Identity> {
        match self {
            Self::Joined { who, .. } | Self::Published { who, .. } | Self::Left { who, .. } => Some(who),
            Self::RoomOpened | Self::RoomClosed => None,
        }
    }
}

/// What a look at a session's room showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// For this session.
    pub session: SessionId,
    /// The room that the session was known to have when the look began. If it has another by now, the
    /// look was at something that is past.
    pub expected: RoomSid,
    /// The room that is open under the session's name; `None` if there is none.
    pub room: Option<RoomSid>,
    /// Who is in it, the creator too.
    pub people: Vec<Participant>,
}

/// An event as the media server told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaReport {
    /// The same in every repetition.
    pub id: EventId,
    /// In the room of this name.
    pub room: RoomName,
    /// In this very room: one of the same name, before or after it, has another.
    pub sid: RoomSid,
    /// When, by the media server's clock and in whole seconds; unknown if it didn't say.
    pub at: Option<Timestamp>,
    /// What.
    pub event: MediaEvent,
}
