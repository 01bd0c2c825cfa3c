//! Sessions: one broadcast of a stream each, from go-live to its end, and the room it happens in.

mod broadcast;
mod room;
mod state;
mod watch;

pub use broadcast::{BroadcastError, BroadcastService, LiveStart, RoomViewer};
pub use room::{Identity, Participant, RoomMetadata, RoomName, RoomSid, RoomSpec};
pub use state::{BroadcastState, EndReason, LiveState, Timing};
pub use watch::{RoomWatch, Round, Sight, Verdict, judge};

use crate::Timestamp;
use crate::stream::{StreamId, Title};
use crate::text::text_type;
use crate::user::UserId;

text_type! {
    /// A session's id, for good.
    SessionId
}

impl SessionId {
    /// Takes an id as an [`crate::ports::IdSource`] or a store gave it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

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
    /// The session as [`crate::ports::SessionRepository::open`] makes it.
    #[must_use]
    pub fn opened(new: NewSession) -> Self {
        Self {
            id: new.id,
            stream_id: new.stream_id,
            creator_id: new.creator_id,
            title: new.title,
            room_sid: new.room_sid,
            started_at: new.started_at,
            phase: Phase::Open(LiveState::Starting),
            viewers: 0,
            peak_viewers: 0,
        }
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
