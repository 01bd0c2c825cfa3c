//! The port to the sessions, which say whether a stream is live.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::room::Identity;
use crate::session::{Attendance, AttendanceScope, PastKey, Session, SessionChange};
use crate::stream::{SessionId, Stream};
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
            SessionRepositoryError::Unavailable(source) => Self::Store(source),
            SessionRepositoryError::StreamUnknown => Self::Unexpected(Box::new(error)),
        }
    }
}

/// An open session, and the stream that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub session: Session,
    /// The stream, which is live.
    pub stream: Stream,
}

/// Keeps sessions. A stream is live exactly while a session of it is open: each method that opens
/// or ends one MUST change the stream in the same atomic step.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send + Sync {
    /// Stores a session that begins, as it is, with revision 0. Tells whether it did: it MUST NOT if the stream
    /// has an open session. Of any number of calls at once for one stream, one MUST store its session. The
    /// stream MUST be live with it.
    async fn open(&self, session: &Session) -> Result<bool, SessionRepositoryError>;

    /// A creator's open session.
    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError>;

    /// All open sessions with their streams; there are as many as live streams.
    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError>;

    /// The attendance of a session: everybody's, or of these people as far as they are known. That of
    /// a session that is over MAY be empty.
    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError>;

    /// Writes a change: the session, the attendance that changed, and the audit entry, all of it or
    /// nothing. Tells whether it did: it MUST NOT if the session was written since it was read, which
    /// its revision tells, or is over. Of changes of one revision at once, one MUST win. Where the
    /// change ends the session, its stream MUST be offline with it.
    ///
    /// Who attended is forgotten with the session's end; the counts stay. How many messages were written
    /// is not among what it changes.
    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError>;

    /// A session, open or over.
    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError>;

    /// A creator's sessions that are over, in the order of [`PastKey`], after the page's key.
    async fn list_ended(
        &self,
        creator: &UserId,
        page: &PageRequest<PastKey>,
    ) -> Result<Page<Session, PastKey>, SessionRepositoryError>;

    /// Keeps somebody out for the rest of a session. Doing it twice MUST be the same as once.
    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError>;

    /// Whether somebody is kept out.
    async fn is_excluded(&self, session: &SessionId, who: &Identity) -> Result<bool, SessionRepositoryError>;

    /// Which of these are kept out; in any order, others left out.
    async fn filter_excluded(
        &self,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError>;
}
