//! The settings with which a session's room is created.

use std::time::Duration;

use super::Timing;
use crate::room::RoomName;
use crate::stream::{RoomMetadata, Stream};

/// A room to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSpec {
    /// The name of the room.
    pub name: RoomName,
    /// The metadata that participants see.
    pub metadata: RoomMetadata,
    /// After this time the media server closes the room if nobody has joined.
    pub empty_timeout: Duration,
    /// After this time without participants the media server closes the room.
    pub departure_timeout: Duration,
}

impl RoomSpec {
    /// The room of a stream. Both timeouts are twice the timeouts of the session, so that the session's rules
    /// apply first and the media server only closes rooms that were forgotten.
    #[must_use]
    pub fn of(stream: &Stream, timing: &Timing) -> Self {
        Self {
            name: RoomName::of(&stream.user_id),
            metadata: RoomMetadata::of(stream),
            empty_timeout: timing.connect_timeout * 2,
            departure_timeout: timing.reconnect_grace * 2,
        }
    }
}
