//! The port to the sessions, which say whether a stream is live.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::session::{EndReason, Identity, LiveState, NewSession, Session, SessionId};
use crate::user::UserId;

/// Why sessions could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum SessionRepositoryError {
    /// The session's stream does not exist.
    #[error("no such stream")]
    StreamUnknown,
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<SessionRepositoryError> for Outage {
    fn from(error: SessionRepositoryError) -> Self {
        match error {
            SessionRepositoryError::StreamUnknown => Self::Store(Box::new(error)),
            SessionRepositoryError::Unavailable(source) => Self::Store(source),
        }
    }
}

/// What opening a session found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The session that is open now.
    pub session: Session,
    /// Whether this call opened it.
    pub is_new: bool,
}

/// Keeps sessions. A stream is live exactly while a session of it is open: each method that opens
/// or ends one MUST change the stream in the same atomic step.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send + Sync {
    /// Opens a session, in [`LiveState::Starting`], unless the stream has an open one: then that one
    /// MUST stay as it is, but for its room's sid, which MUST become the new one's, and be returned.
    /// Of any number of calls at once for one stream, one MUST open.
    async fn open(&self, new: &NewSession) -> Result<Opening, SessionRepositoryError>;

    /// A creator's open session.
    async fn current(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError>;

    /// All open sessions; there are as many as live streams.
    async fn all_open(&self) -> Result<Vec<Session>, SessionRepositoryError>;

    /// Moves an open session from one state to another and tells whether it did: it MUST NOT if the
    /// session is in another state by now, or over.
    async fn transition(
        &self,
        session: &SessionId,
        from: LiveState,
        to: LiveState,
    ) -> Result<bool, SessionRepositoryError>;

    /// Ends a session and returns it; `None` if it is over already, and then nothing MUST change.
    /// Nobody watches a session that is over: its viewers MUST become 0.
    async fn end(
        &self,
        session: &SessionId,
        reason: EndReason,
        at: Timestamp,
    ) -> Result<Option<Session>, SessionRepositoryError>;

    /// Writes how many watch an open session, and the peak if this is more. A session that is over
    /// MUST stay as it is.
    async fn record_viewers(&self, session: &SessionId, viewers: u32) -> Result<(), SessionRepositoryError>;

    /// Keeps somebody out for the rest of a session. Doing it twice MUST be the same as once.
    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError>;

    /// Whether somebody is kept out.
    async fn is_excluded(&self, session: &SessionId, who: &Identity) -> Result<bool, SessionRepositoryError>;
}
