//! What a broadcast does at a moment, and why one ends.

use std::time::Duration;

use crate::Timestamp;

/// The state of an open session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// The creator holds a token and has not published yet.
    Starting,
    /// The creator publishes.
    OnAir,
    /// The creator was on air and is gone; viewers see "be right back".
    Interrupted {
        /// Since when.
        since: Timestamp,
    },
}

/// The state of a stream's broadcast, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BroadcastState {
    /// No session is open.
    Offline,
    /// See [`LiveState::Starting`].
    Starting,
    /// See [`LiveState::OnAir`].
    OnAir,
    /// See [`LiveState::Interrupted`].
    Interrupted,
}

impl BroadcastState {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "OFFLINE",
            Self::Starting => "STARTING",
            Self::OnAir => "ON_AIR",
            Self::Interrupted => "INTERRUPTED",
        }
    }
}

impl From<LiveState> for BroadcastState {
    fn from(state: LiveState) -> Self {
        match state {
            LiveState::Starting => Self::Starting,
            LiveState::OnAir => Self::OnAir,
            LiveState::Interrupted { .. } => Self::Interrupted,
        }
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// The creator pressed "End stream".
    EndedByCreator,
    /// The creator never published.
    NeverConnected,
    /// The creator was gone for longer than the grace.
    ConnectionLost,
    /// The media server closed the room.
    RoomClosed,
    /// An admin stopped it.
    StoppedByAdmin,
    /// The creator's permission was taken back.
    CreatorRevoked,
}

impl EndReason {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::EndedByCreator,
        Self::NeverConnected,
        Self::ConnectionLost,
        Self::RoomClosed,
        Self::StoppedByAdmin,
        Self::CreatorRevoked,
    ];

    /// The name on the wire and in stores.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EndedByCreator => "ENDED_BY_CREATOR",
            Self::NeverConnected => "NEVER_CONNECTED",
            Self::ConnectionLost => "CONNECTION_LOST",
            Self::RoomClosed => "ROOM_CLOSED",
            Self::StoppedByAdmin => "STOPPED_BY_ADMIN",
            Self::CreatorRevoked => "CREATOR_REVOKED",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// How patient a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From go-live to the first published track; then the session ends as never connected.
    pub to_connect: Duration,
    /// How long a creator who was on air may be gone before the session ends.
    pub grace: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            to_connect: Duration::from_mins(1),
            grace: Duration::from_secs(30),
        }
    }
}
