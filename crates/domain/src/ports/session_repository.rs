//! The port to the sessions, which define whether a stream is live.

#![cfg_attr(
    feature = "mocks",
    allow(clippy::ref_option_ref, reason = "mockall compares references to arguments")
)]

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::PageRequest;
use crate::room::{Identity, RoomSid};
use crate::session::{
    Attendance, AttendanceScope, PastKey, PastScope, PastSessions, Session, SessionChange, ViewerCount,
};
use crate::stream::{SessionId, Stream};
use crate::token::Standing;
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

/// An open session with its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub session: Session,
    /// The stream, which is live.
    pub stream: Stream,
}

/// Stores sessions. A stream is live exactly while one session of it is open: methods that open or end a
/// session MUST change the stream in the same atomic step.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send + Sync {
    /// Stores a new session with revision 0 and returns its stream; `None` if it was not stored. It MUST NOT be stored if
    /// the stream has an open session. Of concurrent calls for one stream, exactly one MUST store its session.
    /// The stream MUST become live in the same step. It MUST be returned as of this step: a concurrent
    /// [`StreamRepository::update`](super::StreamRepository::update) whose change it does not have MUST return a live stream.
    async fn open(&self, session: &Session) -> Result<Option<Stream>, SessionRepositoryError>;

    /// Finds a creator's open session.
    async fn find_open(&self, creator: &UserId) -> Result<Option<Session>, SessionRepositoryError>;

    /// Lists all open sessions with their streams.
    async fn list_open(&self) -> Result<Vec<OpenSession>, SessionRepositoryError>;

    /// Lists the attendance of a session in a scope, without identities that never attended. Each attendance MUST be
    /// listed once. For a session that is over the list MAY be empty.
    async fn list_attendance(
        &self,
        session: &SessionId,
        of: &AttendanceScope,
    ) -> Result<Vec<(Identity, Attendance)>, SessionRepositoryError>;

    /// Stores a change: the session, the changed attendance, the viewer count and the audit log entry, in one atomic step.
    /// Returns whether it was stored. It MUST NOT be stored if the session has been written since it was read
    /// (its revision differs) or is over. Of concurrent changes of one revision, exactly one MUST be stored.
    /// If the change ends the session, its stream MUST become offline in the same step.
    ///
    /// The end of a session deletes its attendance and keeps the counts. The number of messages is not
    /// changed by this method.
    ///
    /// The viewer counts of an interval are stored as one, by [`ViewerCount::followed_by`]. They stay until the session is
    /// deleted, and MUST be deleted with it.
    async fn save(&self, change: &SessionChange) -> Result<bool, SessionRepositoryError>;

    /// Finds a session, open or over.
    async fn find(&self, session: &SessionId) -> Result<Option<Session>, SessionRepositoryError>;

    /// Lists a creator's ended sessions of a scope in the order of [`PastKey`], after the key of the page. Other
    /// sessions MUST NOT be listed, and MUST NOT count towards the limit or the total.
    async fn list_ended(
        &self,
        creator: &UserId,
        scope: PastScope,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, SessionRepositoryError>;

    /// Finds the room of that ended session of a creator which is the first in the order of [`PastKey`].
    async fn find_last_room(&self, creator: &UserId) -> Result<Option<RoomSid>, SessionRepositoryError>;

    /// Lists the stored viewer counts of a session, open or over, in ascending order of their intervals.
    async fn list_viewer_counts(
        &self,
        session: &SessionId,
    ) -> Result<Vec<ViewerCount>, SessionRepositoryError>;

    /// Excludes an identity for the rest of a session. A repetition MUST NOT change anything.
    async fn exclude(
        &self,
        session: &SessionId,
        who: &Identity,
        at: Timestamp,
    ) -> Result<(), SessionRepositoryError>;

    /// Returns how a person is related to a host, as [`SocialGraph::find_relation`](super::SocialGraph::find_relation)
    /// does, and whether they are excluded from a session of the host, both as of one moment. Without a session they
    /// are not excluded. It decides about every token and message, so it SHOULD be one read.
    async fn find_standing<'a>(
        &self,
        host: &UserId,
        session: Option<&'a SessionId>,
        who: &Identity,
    ) -> Result<Standing, SessionRepositoryError>;

    /// Returns those of these people who may not be in the room of a host's session, in any order: whom the host blocks,
    /// who are excluded from the session, and who are suspended. It is called for each room in each poll, so it SHOULD be
    /// one read.
    async fn filter_denied(
        &self,
        host: &UserId,
        session: &SessionId,
        people: &[Identity],
    ) -> Result<Vec<Identity>, SessionRepositoryError>;
}
