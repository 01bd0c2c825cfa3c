//! [`BroadcastService`]: starts and ends broadcasts, and applies what happens during them.

mod advance;
mod connection_check;
mod going_live;
mod notifications;
mod viewers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{EndReason, Session, Timing};
use crate::audit::AuditEntry;
use crate::concurrency::join;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::Outage;
use crate::ports::{
    Clock, IdSource, Lock, LockGuard, Locks, MediaRooms, SessionRepository, SocialGraph, StreamRepository,
    UserDirectory,
};
use crate::room::RoomName;
use crate::session::machine::{Effect, Input};
use crate::session::{EffectPolicy, SessionTransitions, TransitionError};
use crate::stream::{Stream, StreamError, StreamService};
use crate::token::{TokenError, TokenService};
use crate::user::UserId;

pub use going_live::LiveStart;
pub use notifications::ProcessReport;
pub use viewers::RoomViewer;

/// How long a creator's call waits for the room's lock. Usually holders keep it for less than 50 ms, so only
/// a slow media server makes a call wait this long.
const ROOM_LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a broadcast could not be started, ended or read.
#[derive(Debug, thiserror::Error)]
pub enum BroadcastError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// An admin has suspended the creator.
    #[error("the creator is suspended")]
    Suspended,
    /// The creator has not set up a stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The creator tried to remove themselves from their own room.
    #[error("must be another user")]
    SelfReference,
    /// A token could not be signed.
    #[error("a token could not be signed")]
    Token(#[source] crate::error::Source),
    /// The store, the lock service or the media server did not answer, or other calls changed the session
    /// during each attempt.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<ApprovalError> for BroadcastError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::NotApproved(status) => Self::NotApproved(status),
            ApprovalError::Outage(outage) => Self::Outage(outage),
        }
    }
}

impl From<StreamError> for BroadcastError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::NotApproved(status) => Self::NotApproved(status),
            StreamError::Suspended => Self::Suspended,
            // The creator exists, because they are signed in.
            StreamError::UserUnknown | StreamError::StreamUnknown => Self::StreamUnknown,
            StreamError::Outage(outage) => Self::Outage(outage),
        }
    }
}

impl From<TransitionError> for BroadcastError {
    fn from(error: TransitionError) -> Self {
        match error {
            TransitionError::StreamUnknown => Self::StreamUnknown,
            other => Self::Outage(other.into()),
        }
    }
}

/// The ports that [`BroadcastService`] uses.
#[derive(Clone)]
pub struct BroadcastPorts {
    /// Users.
    pub users: Arc<dyn UserDirectory>,
    /// Streams.
    pub streams: Arc<dyn StreamRepository>,
    /// Sessions.
    pub sessions: Arc<dyn SessionRepository>,
    /// Follows and blocks.
    pub social: Arc<dyn SocialGraph>,
    /// Locks on rooms, shared by all servers.
    pub locks: Arc<dyn Locks>,
    /// The media server's rooms.
    pub media: Arc<dyn MediaRooms>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for BroadcastPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BroadcastPorts").finish_non_exhaustive()
    }
}

/// Starts and ends broadcasts and applies notifications.
///
/// A creator's room is created and closed only while its lock is held, because the media server, when it
/// creates and deletes one room at the same time, may return the id of the room that it is about to delete.
#[derive(Clone)]
pub struct BroadcastService {
    users: Arc<dyn UserDirectory>,
    streams: Arc<dyn StreamRepository>,
    sessions: Arc<dyn SessionRepository>,
    social: Arc<dyn SocialGraph>,
    locks: Arc<dyn Locks>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    creators: CreatorService,
    stream_service: StreamService,
    tokens: TokenService,
    transitions: SessionTransitions,
    timing: Timing,
}

impl fmt::Debug for BroadcastService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BroadcastService")
            .field("timing", &self.timing)
            .finish_non_exhaustive()
    }
}

impl BroadcastService {
    /// Takes the ports that it uses, and the services that it builds on.
    #[must_use]
    pub fn new(
        ports: BroadcastPorts,
        creators: CreatorService,
        stream_service: StreamService,
        tokens: TokenService,
        timing: Timing,
    ) -> Self {
        let transitions = SessionTransitions::new(ports.sessions.clone(), ports.clock.clone(), timing);
        Self {
            users: ports.users,
            streams: ports.streams,
            sessions: ports.sessions,
            social: ports.social,
            locks: ports.locks,
            media: ports.media,
            clock: ports.clock,
            ids: ports.ids,
            creators,
            stream_service,
            tokens,
            timing,
            transitions,
        }
    }

    /// Ends the caller's broadcast. Returns the session that the call ended; `None` if the stream was
    /// offline.
    pub async fn end_stream(&self, creator: &UserId) -> Result<Option<Session>, BroadcastError> {
        self.stream_of_approved(creator).await?;
        Ok(self.stop(creator, EndReason::EndedByCreator, None).await?)
    }

    /// Ends a creator's broadcast for any reason. `audit` is recorded in the same step. Does nothing if the
    /// stream is offline.
    ///
    /// The end is stored first: whatever the media server does, the stream is offline and no further token is
    /// issued. If the room stays open, because of an outage or a crash, the reconciler closes it.
    pub(crate) async fn stop(
        &self,
        creator: &UserId,
        reason: EndReason,
        audit: Option<AuditEntry>,
    ) -> Result<Option<Session>, Outage> {
        // The session also ends without the lock: the holder may be waiting for a media server that hangs.
        let lock = self.lock_room(creator, ROOM_LOCK_TIMEOUT).await.ok().flatten();
        let (inputs, allow) = ([Input::Stop(reason)], EffectPolicy::Allow);
        let stopped = self
            .transitions
            .apply(creator, &inputs, audit.as_ref(), allow)
            .await;
        let has_to_close = matches!(&stopped, Ok(transition) if transition.effect == Some(Effect::CloseRoom));
        if lock.is_some() && has_to_close {
            let _closed_later = self.media.delete_room(&RoomName::of(creator)).await;
        }
        Ok(stopped?.ended)
    }

    async fn stream_of_approved(&self, creator: &UserId) -> Result<Stream, BroadcastError> {
        let reads = join(self.creators.require_approved(creator), self.stream_of(creator));
        let (is_approved, stream) = reads.await;
        is_approved?;
        stream
    }

    async fn stream_of(&self, creator: &UserId) -> Result<Stream, BroadcastError> {
        let stream = self
            .streams
            .find_by_creator(creator)
            .await
            .map_err(Outage::from)?;
        stream.ok_or(BroadcastError::StreamUnknown)
    }

    /// Acquires the lock of a creator's room; `None` if it was not available in time.
    async fn lock_room(
        &self,
        creator: &UserId,
        timeout: Duration,
    ) -> Result<Option<Box<dyn LockGuard>>, Outage> {
        let lock = Lock::Room(creator.clone());
        Ok(self.locks.acquire(&lock, timeout).await?)
    }
}

fn signing_error(error: TokenError) -> BroadcastError {
    match error {
        TokenError::Signing(source) => BroadcastError::Token(source),
        other => BroadcastError::Token(other.into()),
    }
}
