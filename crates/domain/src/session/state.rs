//! What a broadcast does at a moment, and why one ends.

use std::time::Duration;

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::stream::BroadcastState;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Interruption {
    /// The creator left, crashed or lost the network.
    CreatorGone,
    /// The room closed under everybody: the media server started anew, or somebody deleted it there.
    RoomGone,
}

impl Interruption {
    /// Why a session ended whose creator didn't come back after this.
    #[must_use]
    pub fn end_reason(self) -> EndReason {
        match self {
            Self::CreatorGone => EndReason::ConnectionLost,
            Self::RoomGone => EndReason::RoomClosed,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
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

/// How patient a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// From go-live to the first published track; then the session ends as never connected.
    pub connect_timeout: Duration,
    /// How long a creator who was on air may be gone before the session ends.
    pub reconnect_grace: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_mins(1),
            reconnect_grace: Duration::from_secs(30),
        }
    }
}
