//! [`HistoryService`]: ended sessions and their summaries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{EndReason, Phase, Session, ViewerPoint, thin_viewer_points, viewer_points};
use crate::Timestamp;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, SessionRepository, StreamRepository, UserDirectory};
use crate::stream::SessionId;
use crate::user::{Requester, User, UserId, Username};

/// The sort key of a creator's ended sessions: newest first, then higher id first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PastKey {
    /// When the session started.
    pub started_at: Timestamp,
    /// Orders sessions that started at the same time.
    pub id: SessionId,
}

impl PastKey {
    /// The sort key of a session.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self {
            started_at: session.started_at,
            id: session.id.clone(),
        }
    }
}

/// Which of a creator's ended sessions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PastScope {
    /// All, for the creator.
    All,
    /// Those that did not end as [`EndReason::NeverConnected`], for everybody: the others showed nothing.
    Public,
}

impl PastScope {
    /// Whether a session is ended and in this scope.
    #[must_use]
    pub fn contains(self, session: &Session) -> bool {
        match session.phase {
            Phase::Open(_) => false,
            Phase::Ended { reason, .. } => self == Self::All || reason != EndReason::NeverConnected,
        }
    }
}

/// A part of a creator's ended sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastSessions {
    /// The requested page.
    pub page: Page<Session, PastKey>,
    /// The number of all ended sessions of the scope, on whatever page they are.
    pub total: u64,
}

/// The summary of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The session.
    pub session: Session,
    /// How long it lasted; for an open session, until now.
    pub duration: Duration,
    /// The creator.
    pub creator: User,
}

/// The viewers of a session over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewerHistory {
    /// The session.
    pub session: Session,
    /// A step function, by [`viewer_points`] and [`thin_viewer_points`].
    pub points: Vec<ViewerPoint>,
}

/// Why sessions could not be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// No user has that name.
    #[error("no user has that name")]
    UserUnknown,
    /// The user has not set up a stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The session does not exist, or is open and belongs to another creator.
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

/// Reads ended sessions.
#[derive(Clone)]
pub struct HistoryService {
    sessions: Arc<dyn SessionRepository>,
    streams: Arc<dyn StreamRepository>,
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
    /// Takes the ports that it uses, and the service that checks who is a creator.
    #[must_use]
    pub fn new(
        sessions: Arc<dyn SessionRepository>,
        streams: Arc<dyn StreamRepository>,
        users: Arc<dyn UserDirectory>,
        clock: Arc<dyn Clock>,
        creators: CreatorService,
    ) -> Self {
        Self {
            sessions,
            streams,
            users,
            clock,
            creators,
        }
    }

    /// Lists the caller's ended sessions, newest first, including those that were never on air.
    pub async fn list_ended(
        &self,
        creator: &UserId,
        page: &PageRequest<PastKey>,
    ) -> Result<Page<Session, PastKey>, HistoryError> {
        self.creators.require_approved(creator).await?;
        let past = self.sessions.list_ended(creator, PastScope::All, page).await;
        Ok(past.map_err(Outage::from)?.page)
    }

    /// Lists the ended sessions of the creator with that name, newest first, without those that were never on air.
    /// They are visible to everybody.
    pub async fn list_public(
        &self,
        name: &Username,
        page: &PageRequest<PastKey>,
    ) -> Result<PastSessions, HistoryError> {
        let host = self.users.find_by_username(name).await.map_err(Outage::from)?;
        let host = host.ok_or(HistoryError::UserUnknown)?.id;
        let stream = self.streams.find_with_user(&host).await.map_err(Outage::from)?;
        if stream.is_none() {
            return Err(HistoryError::StreamUnknown);
        }
        let past = self.sessions.list_ended(&host, PastScope::Public, page).await;
        Ok(past.map_err(Outage::from)?)
    }

    /// Summarizes a session. Ended sessions are visible to everybody, an open one only to its creator.
    pub async fn get_summary(
        &self,
        session: &SessionId,
        requester: &Requester,
    ) -> Result<Summary, HistoryError> {
        let session = self.find_visible(session, requester).await?;
        let creator = self.users.find(&session.creator_id).await.map_err(Outage::from)?;
        Ok(Summary {
            duration: session.duration(self.clock.now()),
            creator: creator.ok_or(HistoryError::SessionUnknown)?,
            session,
        })
    }

    /// The viewers of a session over time. Who may see it is as for [`Self::get_summary`].
    pub async fn get_viewer_counts(
        &self,
        session: &SessionId,
        requester: &Requester,
    ) -> Result<ViewerHistory, HistoryError> {
        let session = self.find_visible(session, requester).await?;
        let counts = self.sessions.list_viewer_counts(&session.id).await;
        let points = viewer_points(&session, &counts.map_err(Outage::from)?);
        Ok(ViewerHistory {
            points: thin_viewer_points(points),
            session,
        })
    }

    /// Finds a session that the requester may see.
    async fn find_visible(
        &self,
        session: &SessionId,
        requester: &Requester,
    ) -> Result<Session, HistoryError> {
        let session = self.sessions.find(session).await.map_err(Outage::from)?;
        let session = session.filter(|session| {
            let is_creator = requester.user_id() == Some(&session.creator_id);
            is_creator || !session.is_open()
        });
        session.ok_or(HistoryError::SessionUnknown)
    }
}
