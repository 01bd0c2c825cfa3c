//! The states of an open session, and the reasons of its end.

use std::time::Duration;

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::Timestamp;
use crate::stream::BroadcastState;

/// The state of an open session, and when it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// The creator has a token and has not published yet.
    Starting {
        /// When the creator went live, or the time to which the clock was set back since.
        since: Timestamp,
    },
    /// The creator publishes.
    OnAir {
        /// When the creator came on air (again).
        since: Timestamp,
    },
    /// The creator was on air and is not connected.
    Interrupted {
        /// When the interruption began.
        since: Timestamp,
        /// Why the interruption began.
        cause: Interruption,
    },
}

impl LiveState {
    /// When the session entered this state.
    #[must_use]
    pub fn since(self) -> Timestamp {
        match self {
            Self::Starting { since } | Self::OnAir { since } | Self::Interrupted { since, .. } => since,
        }
    }

    /// The same state with another start time.
    #[must_use]
    pub fn from_moment(self, since: Timestamp) -> Self {
        match self {
            Self::Starting { .. } => Self::Starting { since },
            Self::OnAir { .. } => Self::OnAir { since },
            Self::Interrupted { cause, .. } => Self::Interrupted { since, cause },
        }
    }
}

/// Why an interruption began. It determines the end reason if the creator does not return. Stored, so names
/// never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Interruption {
    /// The creator left, crashed or lost the network connection.
    CreatorGone,
    /// The room was closed: the media server restarted, or another client deleted the room.
    RoomGone,
}

impl Interruption {
    /// The end reason of a session whose creator did not return.
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

/// Why a session ended. Stored and sent to clients, so names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr, EnumString, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum EndReason {
    /// The creator pressed "End stream".
    EndedByCreator,
    /// The creator did not publish within [`Timing::connect_timeout`].
    NeverConnected,
    /// The creator was not connected for longer than [`Timing::reconnect_grace`].
    ConnectionLost,
    /// The room was closed, and the creator did not return within [`Timing::reconnect_grace`].
    RoomClosed,
    /// An admin ended the session.
    StoppedByAdmin,
    /// The creator's permission was revoked.
    CreatorRevoked,
}

/// How long a session waits for its creator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Time from going live to the first published track.
    pub connect_timeout: Duration,
    /// Time that a creator who was on air may be disconnected.
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
