//! What happens in rooms: told by the media server, or seen by looking.

use crate::Timestamp;
use crate::room::{ConnectionId, Identity, Participant, RoomName, RoomSid};
use crate::stream::SessionId;

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
        identity: Identity,
        /// By which connection.
        connection: ConnectionId,
    },
    /// Somebody sends a track.
    Published {
        /// Who.
        identity: Identity,
        /// By which connection.
        connection: ConnectionId,
    },
    /// A connection ended.
    Left {
        /// Whose.
        identity: Identity,
        /// Which.
        connection: ConnectionId,
    },
}

impl MediaEvent {
    /// Whom it is about, if it is about one person.
    #[must_use]
    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Joined { identity, .. }
            | Self::Published { identity, .. }
            | Self::Left { identity, .. } => Some(identity),
            Self::RoomOpened | Self::RoomClosed => None,
        }
    }
}

/// What a look at a session's room showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSnapshot {
    /// For this session.
    pub session: SessionId,
    /// The room that the session was known to have when the look began. If it has another by now, the
    /// look was at something that is past.
    pub expected: RoomSid,
    /// The room that is open under the session's name; `None` if there is none.
    pub room: Option<RoomSid>,
    /// Who is in it, the creator too.
    pub participants: Vec<Participant>,
}

/// An event that the media server sent. It may be sent several times, late and out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaNotification {
    /// The name of the room.
    pub room: RoomName,
    /// The id of the room. An earlier or later room of the same name has another id.
    pub sid: RoomSid,
    /// When it happened, by the media server's clock, in whole seconds; `None` if it didn't say.
    pub at: Option<Timestamp>,
    /// What happened.
    pub event: MediaEvent,
}
