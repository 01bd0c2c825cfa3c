//! Going live, and resuming an open session.

use std::time::Duration;

use super::{BroadcastError, BroadcastService, ROOM_LOCK_TIMEOUT, signing_error};
use crate::concurrency::join;
use crate::error::{Contention, Outage};
use crate::ports::LockGuard;
use crate::room::{RoomName, RoomSid};
use crate::session::machine::Input;
use crate::session::{NewSession, RoomSpec, Session};
use crate::stream::{RoomMetadata, SessionId, Stream};
use crate::token::SignedToken;
use crate::user::{User, UserId};

/// How often going live starts again because the session that it would resume has ended.
const MAX_ATTEMPTS: usize = 4;

/// The lock of the room was not available in time, because earlier calls wait for a slow media server.
#[derive(Debug, thiserror::Error)]
#[error("the creator's room is locked by another call")]
struct RoomIsBusy;

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

/// The session that uses a creator's room, or the room of the last one.
enum LatestSession {
    Open(Session),
    Ended(Option<RoomSid>),
}

impl BroadcastService {
    /// Goes live. If a session is open, the call resumes it: the session stays, the token is new.
    ///
    /// The room is created and the token is signed before the session is stored: if either fails, nothing is
    /// stored. A crash in between leaves a room without a session, which the reconciler closes.
    pub async fn go_live(&self, creator: &User) -> Result<LiveStart, BroadcastError> {
        let (stream, _lock) = self.lock_permitted(&creator.id).await?;
        for _ in 0..MAX_ATTEMPTS {
            if let Some(started) = self.try_go_live(creator, &stream).await? {
                return Ok(started);
            }
        }
        Err(Outage::Contention(Contention).into())
    }

    /// Reads a creator's stream and acquires the lock of their room. A call that is refused does not wait for it.
    async fn lock_permitted(&self, creator: &UserId) -> Result<(Stream, Box<dyn LockGuard>), BroadcastError> {
        let reads = join(self.require_permitted(creator), self.stream_of(creator));
        let both = join(reads, self.lock_room(creator, Duration::ZERO));
        let ((is_permitted, stream), free) = both.await;
        is_permitted?;
        let stream = stream?;
        if let Some(guard) = free? {
            return Ok((stream, guard));
        }
        let guard = self.lock_room(creator, ROOM_LOCK_TIMEOUT).await?;
        Ok((stream, guard.ok_or_else(|| Outage::Media(Box::new(RoomIsBusy)))?))
    }

    /// Returns `None` if the session that it would resume has ended in the meantime: an end does not need the lock. The
    /// room still belongs to that session, so a new one needs another room.
    async fn try_go_live(
        &self,
        creator: &User,
        stream: &Stream,
    ) -> Result<Option<LiveStart>, BroadcastError> {
        let spec = RoomSpec::of(stream, &self.timing);
        let both = join(self.media.create_room(&spec), self.check_locked(&creator.id));
        let (sid, latest) = both.await;
        let (latest, sid) = (latest?, sid.map_err(Outage::from)?);
        match latest {
            LatestSession::Open(session) => self.resume(creator, &session.id, sid).await,
            LatestSession::Ended(last_room) => {
                let room_sid = if last_room.as_ref() == Some(&sid) {
                    self.replace_room(&spec).await?
                } else {
                    sid
                };
                self.open_session(creator, stream, &spec, room_sid).await
            }
        }
    }

    /// Checks again that the caller may go live, and finds the session that uses the room or was the last to use it. The
    /// caller holds the lock. The room is created meanwhile; if the call is refused, the reconciler closes it.
    ///
    /// The permission may be revoked, or the creator suspended, while a call waits for the lock. Both store that first and
    /// then end the open session, so either this call finds it, or they find the session that this call opens.
    ///
    /// The last session is read after it was found that none is open: an end does not need the lock, so the last session
    /// of an earlier moment may be another one.
    async fn check_locked(&self, creator: &UserId) -> Result<LatestSession, BroadcastError> {
        let latest = async {
            Ok::<_, Outage>(match self.sessions.find_open(creator).await? {
                Some(session) => LatestSession::Open(session),
                None => LatestSession::Ended(self.sessions.find_last_room(creator).await?),
            })
        };
        let (is_permitted, latest) = join(self.require_permitted(creator), latest).await;
        is_permitted?;
        Ok(latest?)
    }

    async fn require_permitted(&self, creator: &UserId) -> Result<(), BroadcastError> {
        let reads = join(
            self.creators.require_approved(creator),
            self.stream_service.require_active(creator),
        );
        let (is_approved, is_active) = reads.await;
        is_approved?;
        Ok(is_active?)
    }

    /// Closes the room of the last session, perhaps with viewers in it, and creates another. The media server returns an
    /// open room instead of a new one. A room that no session had is empty: nobody has a token for it.
    async fn replace_room(&self, spec: &RoomSpec) -> Result<RoomSid, Outage> {
        self.media.delete_room(&spec.name).await?;
        Ok(self.media.create_room(spec).await?)
    }

    async fn resume(
        &self,
        creator: &User,
        session: &SessionId,
        sid: RoomSid,
    ) -> Result<Option<LiveStart>, BroadcastError> {
        let token = self.publish_token(creator, session)?;
        let transition = self.apply(&creator.id, &[Input::RoomCreated(sid)]).await?;
        let Some(session) = transition.open.filter(|open| open.id == *session) else {
            return Ok(None);
        };
        let stream = self.stream_of(&creator.id).await?;
        // The room may have older metadata.
        self.stream_service.push_room_metadata(&stream).await;
        Ok(Some(LiveStart {
            token,
            room: RoomName::of(&creator.id),
            stream,
            session,
            is_resumed: true,
        }))
    }

    async fn open_session(
        &self,
        creator: &User,
        stream: &Stream,
        spec: &RoomSpec,
        room_sid: RoomSid,
    ) -> Result<Option<LiveStart>, BroadcastError> {
        let new = NewSession {
            id: self.ids.session_id(),
            stream_id: stream.id.clone(),
            creator_id: creator.id.clone(),
            title: stream.title.clone(),
            room_sid,
            started_at: self.clock.now(),
        };
        let token = self.publish_token(creator, &new.id)?;
        let opened = self.transitions.open(new).await?;
        let Some((session, stream)) = opened else {
            return Ok(None);
        };
        // Calls that change the settings from now on find the stream live and update the room themselves.
        if spec.metadata != Some(RoomMetadata::of(&stream)) {
            self.stream_service.push_room_metadata(&stream).await;
        }
        Ok(Some(LiveStart {
            token,
            room: spec.name.clone(),
            stream,
            session,
            is_resumed: false,
        }))
    }

    fn publish_token(&self, creator: &User, session: &SessionId) -> Result<SignedToken, BroadcastError> {
        let token = self.tokens.generate_creator_token(creator, session);
        token.map_err(signing_error)
    }
}
