//! Sessions: a session is one broadcast of a stream, from going live to the end.

mod attendance;
mod broadcast;
mod event;
mod history;
pub mod machine;
mod reconciler;
mod room;
mod set_live;
mod state;
mod transition;
mod viewer_counts;
mod webhook;

pub use attendance::{Attendance, AttendanceScope, Attendances, Presence};
pub use broadcast::{BroadcastError, BroadcastPorts, BroadcastService, LiveStart, ProcessReport, RoomViewer};
pub use event::{MediaEvent, MediaNotification, RoomSnapshot};
pub use history::{HistoryError, HistoryService, PastKey, PastScope, PastSessions, Summary, ViewerHistory};
pub use reconciler::{ReconcileReport, Reconciler, Repair, RepairKind};
pub use room::RoomSpec;
pub use set_live::{LiveChange, SetLive};
pub use state::{EndReason, Interruption, LiveState, Timing};
pub use transition::{EffectPolicy, SessionTransitions, Transition, TransitionError};
pub use viewer_counts::{
    MAX_VIEWER_POINTS, VIEWER_COUNT_INTERVAL, ViewerCount, ViewerPoint, thin_viewer_points, viewer_points,
};
pub use webhook::{WebhookError, WebhookService};

use std::time::Duration;

use crate::Timestamp;
use crate::audit::AuditEntry;
use crate::room::{Identity, RoomSid};
use crate::stream::{BroadcastState, SessionId, StreamId, Title};
use crate::user::UserId;

/// The data of a session that is about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The id of the session.
    pub id: SessionId,
    /// The stream.
    pub stream_id: StreamId,
    /// The creator.
    pub creator_id: UserId,
    /// The stream's title when it goes live, for the history.
    pub title: Title,
    /// The room that was created for the session.
    pub room_sid: RoomSid,
    /// When the creator went live.
    pub started_at: Timestamp,
}

/// One broadcast of a stream, open or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The id of the session.
    pub id: SessionId,
    /// The stream.
    pub stream_id: StreamId,
    /// The creator.
    pub creator_id: UserId,
    /// The stream's title when it went live.
    pub title: Title,
    /// The id of the session's room. Sessions of a creator share the room's name, but not its id.
    pub room_sid: RoomSid,
    /// When the creator went live. It never changes.
    pub started_at: Timestamp,
    /// Whether the session is open, and its state or end.
    pub phase: Phase,
    /// The number of present viewers, without the creator.
    pub viewers: u32,
    /// The maximum of `viewers` so far.
    pub peak_viewers: u32,
    /// The number of people who have watched, each counted once.
    pub total_viewers: u32,
    /// The number of chat messages.
    pub messages: u32,
    /// The number of writes, for optimistic concurrency control.
    pub revision: u64,
}

/// A change of an open session, to be stored in one atomic step by [`crate::ports::SessionRepository::save`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChange {
    /// The session as it was read.
    pub before: Session,
    /// The session after the change. Its revision is ignored.
    pub after: Session,
    /// The changed attendance.
    pub attendance: Vec<(Identity, Attendance)>,
    /// The new number of viewers, if it changed.
    pub viewer_count: Option<ViewerCount>,
    /// The audit log entry, if an admin made the change.
    pub audit: Option<AuditEntry>,
}

/// Whether a session is open, with the data of each case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Open.
    Open(LiveState),
    /// Over.
    Ended {
        /// When it ended.
        at: Timestamp,
        /// Why it ended.
        reason: EndReason,
    },
}

impl Session {
    /// A new session, in [`LiveState::Starting`].
    #[must_use]
    pub fn opened(new: NewSession) -> Self {
        Self {
            id: new.id,
            stream_id: new.stream_id,
            creator_id: new.creator_id,
            title: new.title,
            room_sid: new.room_sid,
            started_at: new.started_at,
            phase: Phase::Open(LiveState::Starting {
                since: new.started_at,
            }),
            viewers: 0,
            peak_viewers: 0,
            total_viewers: 0,
            messages: 0,
            revision: 0,
        }
    }

    /// Whether the session is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open(_))
    }

    /// How long the session lasted; for an open session, until `now`.
    #[must_use]
    pub fn duration(&self, now: Timestamp) -> Duration {
        let until = match self.phase {
            Phase::Open(_) => now,
            Phase::Ended { at, .. } => at,
        };
        // The clock may have been set back.
        (until - self.started_at).to_std().unwrap_or_default()
    }

    /// The name of the state.
    #[must_use]
    pub fn state(&self) -> BroadcastState {
        match self.phase {
            Phase::Open(live) => live.into(),
            Phase::Ended { .. } => BroadcastState::Offline,
        }
    }
}
