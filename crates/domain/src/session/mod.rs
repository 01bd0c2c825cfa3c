//! Sessions: one broadcast of a stream each, from go-live to its end, and the room it happens in.

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
mod webhook;

pub use attendance::{Attendance, AttendanceScope, Attendances, Presence};
pub use broadcast::{BroadcastError, BroadcastPorts, BroadcastService, LiveStart, ProcessReport, RoomViewer};
pub use event::{MediaEvent, MediaNotification, RoomSnapshot};
pub use history::{HistoryError, HistoryService, PastKey, Summary};
pub use reconciler::{ReconcileReport, Reconciler, Repair};
pub use room::RoomSpec;
pub use set_live::{LiveChange, SetLive};
pub use state::{EndReason, Interruption, LiveState, Timing};
pub use transition::{EffectPolicy, SessionTransitions, Transition, TransitionError};
pub use webhook::{WebhookError, WebhookService};

use std::time::Duration;

use crate::Timestamp;
use crate::audit::AuditEntry;
use crate::room::{Identity, RoomSid};
use crate::stream::{BroadcastState, SessionId, StreamId, Title};
use crate::user::UserId;

/// A session about to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Of this stream.
    pub stream_id: StreamId,
    /// Of this creator.
    pub creator_id: UserId,
    /// The stream's title at go-live, kept for the history.
    pub title: Title,
    /// The room that was made for it.
    pub room_sid: RoomSid,
    /// The moment of go-live.
    pub started_at: Timestamp,
}

/// A broadcast, open or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Of this stream.
    pub stream_id: StreamId,
    /// Of this creator.
    pub creator_id: UserId,
    /// The stream's title at go-live.
    pub title: Title,
    /// The room it happens in. The room's name is used again by the next session, its sid is not.
    pub room_sid: RoomSid,
    /// The moment of go-live; it never changes.
    pub started_at: Timestamp,
    /// What it does.
    pub phase: Phase,
    /// How many watch, the creator not among them.
    pub viewers: u32,
    /// The most that ever watched at once.
    pub peak_viewers: u32,
    /// How many ever watched, each counted once.
    pub total_viewers: u32,
    /// How many chat messages were written.
    pub messages: u32,
    /// How often it was written, which tells whether it is still what somebody read.
    pub revision: u64,
}

/// A change of an open session, as one atomic step of a store; see
/// [`crate::ports::SessionRepository::save`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChange {
    /// The session as it was read.
    pub before: Session,
    /// What it becomes. Its revision doesn't matter.
    pub after: Session,
    /// What changes of its attendance.
    pub attendance: Vec<(Identity, Attendance)>,
    /// What is recorded with it, where an admin did it.
    pub audit: Option<AuditEntry>,
}

/// Whether a session is open, with what each phase knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// On, or about to be.
    Open(LiveState),
    /// Over.
    Ended {
        /// When.
        at: Timestamp,
        /// Why.
        reason: EndReason,
    },
}

impl Session {
    /// The session at go-live, in [`LiveState::Starting`].
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

    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Open(_))
    }

    /// How long it lasted, or lasts by now.
    #[must_use]
    pub fn duration(&self, now: Timestamp) -> Duration {
        let until = match self.phase {
            Phase::Open(_) => now,
            Phase::Ended { at, .. } => at,
        };
        // Clocks may be set back meanwhile.
        (until - self.started_at).to_std().unwrap_or_default()
    }

    /// The state by its name.
    #[must_use]
    pub fn state(&self) -> BroadcastState {
        match self.phase {
            Phase::Open(live) => live.into(),
            Phase::Ended { .. } => BroadcastState::Offline,
        }
    }
}
