//! What a broadcast does at a moment, and why one ends.

use std::time::Duration;

use crate::Timestamp;

/// The state of an open session, and since when it is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// The creator holds a token and has not published yet.
    Starting {
        /// The moment of go-live, or of a clock that was set back since.
        since: Timestamp,
    },
    /// The creator publishes.
    OnAir {
        /// Since when, this time.
        since: Timestamp,
    },
    /// The creator was on air and is gone; viewers see that the connection is lost.
    Interrupted {
        /// Since when.
        since: Timestamp,
        /// What began it.
        cause: Interruption,
    },
}

impl LiveState {
    /// When the session came into this state.
    #[must_use]
    pub fn since(self) -> Timestamp {
        match self {
            Self::Starting { since } | Self::OnAir { since } | Self::Interrupted { since, .. } => since,
        }
    }

    /// The same state, from another moment on.
    #[must_use]
    pub fn from_moment(self, since: Timestamp) -> Self {
        match self {
            Self::Starting { .. } => Self::Starting { since },
            Self::OnAir { .. } => Self::OnAir { since },
            Self::Interrupted { cause, .. } => Self::Interrupted { since, cause },
        }
    }
}

/// What began an interruption; it decides how a session is remembered that ends by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interruption {
    /// The creator left, crashed or lost the network.
    CreatorGone,
    /// The room closed under everybody: the media server started anew, or somebody deleted it there.
    RoomGone,
}

impl Interruption {
    /// The name in stores.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreatorGone => "CREATOR_GONE",
            Self::RoomGone => "ROOM_GONE",
        }
    }

    /// The interruption of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::CreatorGone, Self::RoomGone]
            .into_iter()
            .find(|cause| cause.as_str() == name)
    }

    /// Why a session ended whose creator didn't come back after this.
    #[must_use]
    pub fn end_reason(self) -> EndReason {
        match self {
            Self::CreatorGone => EndReason::ConnectionLost,
            Self::RoomGone => EndReason::RoomClosed,
        }
    }
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
            LiveState::Starting { .. } => Self::Starting,
            LiveState::OnAir { .. } => Self::OnAir,
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
    /// The media server closed the room, and the creator didn't come back within the grace.
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
