//! [`HistoryService`]: the sessions that are over, and what came of one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Session;
use crate::Timestamp;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, SessionRepository, UserDirectory};
use crate::stream::SessionId;
use crate::user::{Requester, User, UserId};

/// The place of a session in its creator's history: newest first, of equals the higher id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastKey {
    /// When it began.
    pub started_at: Timestamp,
    /// Decides between equals.
    pub id: SessionId,
}

impl PastKey {
    /// A session's place.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self {
            started_at: session.started_at,
            id: session.id.clone(),
        }
    }
}

/// What came of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The session.
    pub session: Session,
    /// How long it lasted, or lasts by now.
    pub duration: Duration,
    /// Whose it was.
    pub creator: User,
}

/// Why there is nothing to tell of a session.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// There is no such session, or it is still open and somebody else's.
    #[error("no such session")]
    SessionUnknown,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<ApprovalError> for HistoryError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::NotApproved(status) => Self::NotApproved(status),
            ApprovalError::Outage(outage) => Self::Outage(outage),
        }
    }
}

/// Looks back.
#[derive(Clone)]
pub struct HistoryService {
    sessions: Arc<dyn SessionRepository>,
    users: Arc<dyn UserDirectory>,
    clock: Arc<dyn Clock>,
    creators: CreatorService,
}

impl fmt::Debug for HistoryService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HistoryService").finish_non_exhaustive()
    }
}

impl HistoryService {
    /// Takes the ports that it uses, and the creators' gate.
    #[must_use]
    pub fn new(
        sessions: Arc<dyn SessionRepository>,
        users: Arc<dyn UserDirectory>,
        clock: Arc<dyn Clock>,
        creators: CreatorService,
    ) -> Self {
        Self {
            sessions,
            users,
            clock,
            creators,
        }
    }

    /// The caller's sessions that are over, newest first, also those that never got on air.
    pub async fn list_ended(
        &self,
        creator: &UserId,
        page: &PageRequest<PastKey>,
    ) -> Result<Page<Session, PastKey>, HistoryError> {
        self.creators.require_approved(creator).await?;
        Ok(self
            .sessions
            .list_ended(creator, page)
            .await
            .map_err(Outage::from)?)
    }

    /// What came of a session: for everybody once it is over, before that for its creator alone.
    pub async fn get_summary(
        &self,
        session: &SessionId,
        requester: &Requester,
    ) -> Result<Summary, HistoryError> {
        let session = self.sessions.find(session).await.map_err(Outage::from)?;
        let session = session.filter(|session| {
            let is_creator = requester.user_id() == Some(&session.creator_id);
            is_creator || !session.is_open()
        });
        let session = session.ok_or(HistoryError::SessionUnknown)?;
        let creator = self.users.find(&session.creator_id).await.map_err(Outage::from)?;
        Ok(Summary {
            duration: session.duration(self.clock.now()),
            creator: creator.ok_or(HistoryError::SessionUnknown)?,
            session,
        })
    }
}
