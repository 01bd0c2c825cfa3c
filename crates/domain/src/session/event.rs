//! Events in rooms, and snapshots of rooms.

use crate::Timestamp;
use crate::room::{ConnectionId, Identity, Participant, RoomName, RoomSid};
use crate::stream::SessionId;

/// An event in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaEvent {
    /// The room was created.
    RoomOpened,
    /// The room was closed.
    RoomClosed,
    /// A participant joined.
    Joined {
        /// The participant.
        identity: Identity,
        /// The participant's connection.
        connection: ConnectionId,
    },
    /// A participant started to publish a track.
    Published {
        /// The participant.
        identity: Identity,
        /// The participant's connection.
        connection: ConnectionId,
    },
    /// A participant's connection ended.
    Left {
        /// The participant.
        identity: Identity,
        /// The connection that ended.
        connection: ConnectionId,
    },
}

impl MediaEvent {
    /// The participant of the event, if it has one.
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

/// The result of a poll of a session's room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSnapshot {
    /// The session whose room was polled.
    pub session: SessionId,
    /// The id of the session's room when the poll started. If the session has another room by now, the
    /// snapshot is outdated.
    pub expected: RoomSid,
    /// The id of the room that is open under the session's room name; `None` if there is none.
    pub room: Option<RoomSid>,
    /// The participants, including the creator.
    pub participants: Vec<Participant>,
}

/// An event that the media server sent. It may be sent several times, late and out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaNotification {
    /// The name of the room.
    pub room: RoomName,
    /// The id of the room. An earlier or later room of the same name has another id.
    pub sid: RoomSid,
    /// When it happened, by the media server's clock, in whole seconds; `None` if the notification contains no time.
    pub at: Option<Timestamp>,
    /// What happened.
    pub event: MediaEvent,
}
