//! [`BroadcastService`]: starts and ends broadcasts, and applies what happens during them.

mod advance;
mod connection_check;
mod notifications;
mod viewers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{EndReason, RoomSpec, Session, Timing};
use crate::audit::AuditEntry;
use crate::concurrency::join;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::{Contention, Outage};
use crate::ports::{
    Clock, IdSource, Lock, LockGuard, Locks, MediaRooms, SessionRepository, SocialGraph, StreamRepository,
    UserDirectory,
};
use crate::room::{RoomName, RoomSid};
use crate::session::machine::{Effect, Input};
use crate::session::{EffectPolicy, NewSession, SessionTransitions, TransitionError};
use crate::stream::{SessionId, Stream, StreamError, StreamService};
use crate::token::{SignedToken, TokenError, TokenService};
use crate::user::{User, UserId};

pub use notifications::ProcessReport;
pub use viewers::RoomViewer;

/// How long a creator's call waits for the room's lock. Usually holders keep it for less than 50 ms, so only
/// a slow media server makes a call wait this long.
const ROOM_LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// How often going live starts again because the session that it would resume has ended.
const MAX_ATTEMPTS: usize = 4;

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

/// The lock of the room was not available in time, because earlier calls wait for a slow media server.
#[derive(Debug, thiserror::Error)]
#[error("the creator's room is locked by another call")]
struct RoomIsBusy;

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

/// The result of going live.
#[derive(Debug, Clone)]
pub struct LiveStart {
    /// Lets the creator join the room and publish.
    pub token: SignedToken,
    /// The room.
    pub room: RoomName,
    /// The stream, which is live.
    pub stream: Stream,
    /// The open session.
    pub session: Session,
    /// Whether the session was open before the call.
    pub is_resumed: bool,
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

    /// Goes live. If a session is open, the call resumes it: the session stays, the token is new.
    ///
    /// The room is created and the token is signed before the session is stored: if either fails, nothing is
    /// stored. A crash in between leaves a room without a session, which the reconciler closes.
    pub async fn go_live(&self, creator: &User) -> Result<LiveStart, BroadcastError> {
        let guard = self.lock_room_of_approved(&creator.id).await?;
        let started = self.go_live_locked(creator).await;
        let update_room = async {
            if let Ok((started, spec)) = &started {
                // The settings may have changed after they were read for the room, and a resumed room has older ones.
                let known = spec.metadata.as_ref().filter(|_| !started.is_resumed);
                self.stream_service
                    .push_current_metadata(&creator.id, known)
                    .await;
            }
        };
        join(update_room, guard.release()).await;
        Ok(started?.0)
    }

    /// Acquires the lock of a creator's room. A call that is refused does not wait for it.
    async fn lock_room_of_approved(&self, creator: &UserId) -> Result<Box<dyn LockGuard>, BroadcastError> {
        let both = join(
            self.creators.require_approved(creator),
            self.lock_room(creator, Duration::ZERO),
        );
        let (is_approved, free) = both.await;
        match (is_approved, free) {
            (Ok(()), Ok(Some(guard))) => Ok(guard),
            (Ok(()), Ok(None)) => {
                let guard = self.lock_room(creator, ROOM_LOCK_TIMEOUT).await?;
                Ok(guard.ok_or_else(|| Outage::Media(Box::new(RoomIsBusy)))?)
            }
            (Ok(()), Err(outage)) => Err(outage.into()),
            (Err(refused), free) => {
                if let Ok(Some(guard)) = free {
                    guard.release().await;
                }
                Err(refused.into())
            }
        }
    }

    async fn go_live_locked(&self, creator: &User) -> Result<(LiveStart, RoomSpec), BroadcastError> {
        for _ in 0..MAX_ATTEMPTS {
            if let Some(started) = self.try_go_live(creator).await? {
                return Ok(started);
            }
        }
        Err(Outage::Contention(Contention).into())
    }

    /// Returns `None` if the session that it would resume has ended in the meantime: an end does not need the lock. The
    /// room still belongs to that session, so a new one needs another room.
    async fn try_go_live(&self, creator: &User) -> Result<Option<(LiveStart, RoomSpec)>, BroadcastError> {
        // Checked under the lock: the permission may be revoked, or the creator suspended, while a call waits for it.
        // Both store that first and then end the open session, so either this call finds it, or they find the session
        // that this call opens.
        let reads = join(
            join(
                self.stream_of_approved(&creator.id),
                self.stream_service.require_active(&creator.id),
            ),
            self.sessions.find_open(&creator.id),
        );
        let ((stream, is_active), open) = reads.await;
        let stream = stream?;
        is_active?;
        let open = open.map_err(Outage::from)?;
        let spec = RoomSpec::of(&stream, &self.timing);
        let (expected, token, transition) = if let Some(session) = open {
            let sid = self.media.create_room(&spec).await.map_err(Outage::from)?;
            let token = self.publish_token(creator, &session.id)?;
            let inputs = [Input::RoomCreated(sid)];
            let transition = self
                .transitions
                .apply(&creator.id, &inputs, None, EffectPolicy::Allow);
            (session.id, token, transition.await?)
        } else {
            let room_sid = self.create_new_room(&creator.id, &spec).await?;
            let new = NewSession {
                id: self.ids.session_id(),
                stream_id: stream.id.clone(),
                creator_id: creator.id.clone(),
                title: stream.title.clone(),
                room_sid,
                started_at: self.clock.now(),
            };
            let id = new.id.clone();
            let token = self.publish_token(creator, &id)?;
            let inputs = [Input::GoLive(new)];
            let transition = self.transitions.apply_to_offline(&creator.id, &inputs);
            (id, token, transition.await?)
        };
        let Some(session) = transition.open.filter(|session| session.id == expected) else {
            return Ok(None);
        };
        let started = LiveStart {
            token,
            room: spec.name.clone(),
            stream: Stream {
                live_since: Some(session.started_at),
                ..stream
            },
            session,
            is_resumed: transition.before.is_some(),
        };
        Ok(Some((started, spec)))
    }

    /// Creates a room for a new session. If the room of the last session is still open, perhaps with viewers in it, the
    /// media server returns that one; then it is closed first. A room that no session had is empty: nobody has a token
    /// for it.
    ///
    /// The last session is read after it was found that none is open: an end does not need the lock, so the last session
    /// of an earlier moment may be another one.
    async fn create_new_room(&self, creator: &UserId, spec: &RoomSpec) -> Result<RoomSid, Outage> {
        let created = join(
            self.media.create_room(spec),
            self.sessions.find_last_room(creator),
        );
        let (sid, last_room) = created.await;
        let sid = sid?;
        if last_room?.as_ref() != Some(&sid) {
            return Ok(sid);
        }
        self.media.delete_room(&spec.name).await?;
        Ok(self.media.create_room(spec).await?)
    }

    fn publish_token(&self, creator: &User, session: &SessionId) -> Result<SignedToken, BroadcastError> {
        let token = self.tokens.generate_creator_token(creator, session);
        token.map_err(signing_error)
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
        let guard = self.lock_room(creator, ROOM_LOCK_TIMEOUT).await.ok().flatten();
        let (inputs, allow) = ([Input::Stop(reason)], EffectPolicy::Allow);
        let stopped = self
            .transitions
            .apply(creator, &inputs, audit.as_ref(), allow)
            .await;
        if let Some(guard) = guard {
            if matches!(&stopped, Ok(transition) if transition.effect == Some(Effect::CloseRoom)) {
                let _closed_later = self.media.delete_room(&RoomName::of(creator)).await;
            }
            guard.release().await;
        }
        Ok(stopped?.ended)
    }

    async fn stream_of_approved(&self, creator: &UserId) -> Result<Stream, BroadcastError> {
        let reads = join(
            self.creators.require_approved(creator),
            self.streams.find_by_creator(creator),
        );
        let (is_approved, stream) = reads.await;
        is_approved?;
        stream.map_err(Outage::from)?.ok_or(BroadcastError::StreamUnknown)
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
