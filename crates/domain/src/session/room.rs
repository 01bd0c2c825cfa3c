//! The room that a session happens in, as the media server is asked to make it.

use std::time::Duration;

use super::Timing;
use crate::room::RoomName;
use crate::stream::{RoomMetadata, Stream};

/// A room to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomSpec {
    /// Its name.
    pub name: RoomName,
    /// What people in it are told.
    pub metadata: RoomMetadata,
    /// The media server closes it when nobody ever came for so long.
    pub empty_timeout: Duration,
    /// The media server closes it when everybody has been gone for so long.
    pub departure_timeout: Duration,
}

impl RoomSpec {
    /// The room of a stream. Both time-outs are twice what a session waits, so that the session's
    /// own rules always come first and the media server only clears away what was forgotten.
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
