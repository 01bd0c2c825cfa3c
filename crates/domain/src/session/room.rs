//! The settings with which a session's room is created.

use std::time::Duration;

use super::Timing;
use crate::room::RoomName;
use crate::stream::{RoomMetadata, Stream};
use crate::user::UserId;

/// How long the room of a connection check stays open without its creator, who leaves and joins again during
/// the check.
const CHECK_TIMEOUT: Duration = Duration::from_secs(30);

/// A room to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSpec {
    /// The name of the room.
    pub name: RoomName,
    /// The metadata that participants see; `None` for a room without a stream.
    pub metadata: Option<RoomMetadata>,
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
            metadata: Some(RoomMetadata::of(stream)),
            empty_timeout: timing.connect_timeout * 2,
            departure_timeout: timing.reconnect_grace * 2,
        }
    }

    /// The room in which a creator checks their connection. The media server closes it when they have left.
    #[must_use]
    pub fn of_connection_check(creator: &UserId) -> Self {
        Self {
            name: RoomName::of_connection_check(creator),
            metadata: None,
            empty_timeout: CHECK_TIMEOUT,
            departure_timeout: CHECK_TIMEOUT,
        }
    }
}
