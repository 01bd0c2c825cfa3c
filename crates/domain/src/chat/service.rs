//! [`ChatService`]: posts, lists and removes messages.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::draft::Draft;
use super::guest_limit::{GuestLimit, Reservation};
use super::{
    ChatDenied, ChatEvent, ChatMessage, ChatParticipant, ChatText, ChatWriter, MessageId, MessageMeta,
    Reader, RoomGuest, Slice, may_reply, may_write, retry_after,
};
use crate::audit::{AuditAction, AuditEntry};
use crate::error::Outage;
use crate::ports::{
    AppendOutcome, ChatLog, ChatOutbox, Clock, IdSource, SessionRepository, StreamRepository, TokenVerifier,
    UserDirectory,
};
use crate::room::Identity;
use crate::stream::{SessionId, Stream};
use crate::token::{EntryDenied, Restrictions, RoomToken, Standing, VerifiedRoomToken, entry_denied};
use crate::user::UserId;

/// How often a message is tried while its author posts others concurrently. An author who posts more than
/// this at once exceeds the rate limit.
const MAX_ATTEMPTS: usize = 8;

/// Why a message was not posted, listed or removed. The first reason in this order is reported.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The room token is not genuine, is for another room or session, or is not a guest's.
    #[error("the room token is not valid here")]
    InvalidToken,
    /// No user has the host's id.
    #[error("no user has that id")]
    UserUnknown,
    /// The host has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// No session is open.
    #[error("the stream is offline")]
    StreamOffline,
    /// The host has blocked the caller, or removed them from this session.
    #[error("the host has blocked you")]
    Blocked,
    /// The stream does not admit guests.
    #[error("sign in to watch this stream")]
    GuestsNotAllowed,
    /// The chat is disabled for everybody.
    #[error("the chat is off")]
    ChatDisabled,
    /// Only followers may write.
    #[error("only followers may write")]
    FollowersOnly,
    /// The message to answer is unknown to the author, of another session, or removed.
    #[error("no such message to reply to")]
    ReplyUnknown,
    /// The rate limit is exceeded; the duration is how long to wait.
    #[error("too many messages; wait {} ms", .0.as_millis())]
    TooFast(Duration),
    /// The guests of the author's origin have written too many messages; the duration is how long to wait.
    #[error("too many messages of guests from one origin; wait {} ms", .0.as_millis())]
    OriginTooFast(Duration),
    /// The chat has no such message.
    #[error("no such message")]
    MessageUnknown,
    /// The message has another author, and the caller is neither the host nor an admin.
    #[error("only its author, the host and admins may remove a message")]
    Forbidden,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<EntryDenied> for ChatError {
    fn from(entry_denied: EntryDenied) -> Self {
        match entry_denied {
            EntryDenied::Blocked => Self::Blocked,
            EntryDenied::GuestsNotAllowed => Self::GuestsNotAllowed,
        }
    }
}

impl From<ChatDenied> for ChatError {
    fn from(denied: ChatDenied) -> Self {
        match denied {
            ChatDenied::EntryDenied(entry_denied) => entry_denied.into(),
            ChatDenied::ChatDisabled => Self::ChatDisabled,
            ChatDenied::FollowersOnly => Self::FollowersOnly,
        }
    }
}

/// The ports that [`ChatService`] uses.
#[derive(Clone)]
pub struct ChatPorts {
    /// Users.
    pub users: Arc<dyn UserDirectory>,
    /// Streams.
    pub streams: Arc<dyn StreamRepository>,
    /// Sessions.
    pub sessions: Arc<dyn SessionRepository>,
    /// Verifies room tokens.
    pub verifier: Arc<dyn TokenVerifier>,
    /// Stored messages.
    pub log: Arc<dyn ChatLog>,
    /// Sends stored events to their rooms.
    pub outbox: Arc<dyn ChatOutbox>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for ChatPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatPorts").finish_non_exhaustive()
    }
}

/// The chat of all streams.
#[derive(Clone)]
pub struct ChatService {
    users: Arc<dyn UserDirectory>,
    streams: Arc<dyn StreamRepository>,
    sessions: Arc<dyn SessionRepository>,
    verifier: Arc<dyn TokenVerifier>,
    ids: Arc<dyn IdSource>,
    log: Arc<dyn ChatLog>,
    outbox: Arc<dyn ChatOutbox>,
    clock: Arc<dyn Clock>,
    guest_limit: GuestLimit,
}

impl fmt::Debug for ChatService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatService").finish_non_exhaustive()
    }
}

impl ChatService {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(ports: ChatPorts) -> Self {
        Self {
            users: ports.users,
            streams: ports.streams,
            sessions: ports.sessions,
            verifier: ports.verifier,
            log: ports.log,
            outbox: ports.outbox,
            clock: ports.clock,
            ids: ports.ids,
            guest_limit: GuestLimit::default(),
        }
    }

    /// Identifies a guest by their room token: [`Self::verify_room_token`], then [`Self::find_guest`].
    pub async fn authenticate_guest(&self, host: &UserId, token: &RoomToken) -> Result<RoomGuest, ChatError> {
        self.find_guest(host, self.verify_room_token(token)?).await
    }

    /// Verifies a room token, whatever its room and session. Does not read the store, so callers can refuse
    /// requests between this and [`Self::find_guest`] at low cost.
    pub fn verify_room_token(&self, token: &RoomToken) -> Result<VerifiedRoomToken, ChatError> {
        self.verifier.verify(token).map_err(|_| ChatError::InvalidToken)
    }

    /// Identifies the guest for whom a room token was issued. The token is valid here until the session for which
    /// it was issued ends, even when it is too old to enter the room.
    ///
    /// Returns [`ChatError::InvalidToken`] if it is not a guest's token for the host's open session.
    pub async fn find_guest(&self, host: &UserId, token: VerifiedRoomToken) -> Result<RoomGuest, ChatError> {
        let session = self.sessions.find_open(host).await.map_err(Outage::from)?;
        let session = session.ok_or(ChatError::InvalidToken)?;
        if !token.is_guest_of(host, &session.id) {
            return Err(ChatError::InvalidToken);
        }
        Ok(RoomGuest {
            identity: token.identity,
            name: token.name,
            session_id: session.id,
            origin: None,
        })
    }

    /// Posts a message: checks the rules, stores it and enqueues it for its room. Does not wait until it is
    /// sent. `reply_to` is the message that it answers; only a reply reads another message.
    pub async fn post(
        &self,
        host: &UserId,
        participant: &ChatParticipant,
        text: ChatText,
        reply_to: Option<&MessageId>,
    ) -> Result<ChatMessage, ChatError> {
        let (stream, session) = self.stream(host).await?;
        let session = session.ok_or(ChatError::StreamOffline)?;
        if let ChatParticipant::Guest(guest) = participant
            && guest.session_id != session
        {
            return Err(ChatError::InvalidToken);
        }
        let standing = self.find_standing(host, participant, Some(&session)).await?;
        let writer = ChatWriter {
            who: participant.identity(),
            restrictions: standing.restrictions(),
            is_follower: standing.relation.is_following,
            is_admin: participant.is_admin(),
        };
        may_write(&stream, &writer)?;
        let quoted = match reply_to {
            Some(id) => Some(self.find_quoted(id, &session, host, participant).await?),
            None => None,
        };
        let draft = Draft {
            stream: &stream,
            session: &session,
            participant,
            text,
            quoted,
        };
        let mut reservation = None;
        let posted = self.append(&draft, &mut reservation).await;
        // If the caller drops this call before, the message counts, because it may have been stored.
        if let (Err(_), Some(reservation)) = (&posted, &reservation) {
            self.guest_limit.release(reservation);
        }
        posted
    }

    /// Checks the rate limits, stores a message and enqueues it. The limit of the author's origin is checked last.
    async fn append(
        &self,
        draft: &Draft<'_>,
        reservation: &mut Option<Reservation>,
    ) -> Result<ChatMessage, ChatError> {
        let who = draft.participant.identity();
        for _ in 0..MAX_ATTEMPTS {
            let recent = self
                .log
                .find_recent(draft.session, &who)
                .await
                .map_err(Outage::from)?;
            let now = self.clock.now();
            if let Some(wait) = retry_after(&recent, now) {
                return Err(ChatError::TooFast(wait));
            }
            if let Some(origin) = draft.participant.guest_origin() {
                let reserved = self.guest_limit.reserve(origin, now, reservation.take());
                *reservation = Some(reserved.map_err(ChatError::OriginTooFast)?);
            }
            let new = draft.message(self.ids.message_id(), now);
            match self.log.append(&new, recent.count).await.map_err(Outage::from)? {
                AppendOutcome::Stored(seq) => {
                    let message = ChatMessage::numbered(new, seq);
                    self.outbox.enqueue(ChatEvent::Posted(message.clone()));
                    return Ok(message);
                }
                AppendOutcome::Conflict => {}
                AppendOutcome::SessionEnded => return Err(ChatError::StreamOffline),
            }
        }
        Err(ChatError::TooFast(super::WINDOW))
    }

    /// Lists messages of the open session that the reader may see; none while the stream is offline.
    pub async fn history(
        &self,
        host: &UserId,
        reader: Option<&ChatParticipant>,
        slice: Slice,
    ) -> Result<Vec<ChatMessage>, ChatError> {
        let (stream, session) = self.stream(host).await?;
        let (who, restrictions) = match reader {
            Some(participant) => {
                let standing = self.find_standing(host, participant, session.as_ref()).await?;
                (participant.identity(), standing.restrictions())
            }
            None => (Identity::of_guest(self.clock.now(), 0), Restrictions::default()),
        };
        if let Some(entry_denied) = entry_denied(&stream, &who, restrictions) {
            return Err(entry_denied.into());
        }
        let Some(session) = session else {
            return Ok(Vec::new());
        };
        let reader = reader.map_or(Reader::Other(None), |participant| participant.as_reader(host));
        Ok(self
            .log
            .read(&session, &reader, self.clock.now(), slice)
            .await
            .map_err(Outage::from)?)
    }

    /// Removes a message. Permitted to the host, the author and admins; an admin's removal of another
    /// author's message is recorded in the audit log. Does nothing if the message is already removed. If its
    /// session is open, the removal is enqueued for the room.
    pub async fn remove(
        &self,
        host: &UserId,
        participant: &ChatParticipant,
        message: &MessageId,
    ) -> Result<(), ChatError> {
        let (_, open) = self.stream(host).await?;
        let meta = self.log.find(message).await.map_err(Outage::from)?;
        let meta = meta.filter(|meta| meta.creator_id == *host);
        let meta = meta.ok_or(ChatError::MessageUnknown)?;
        let is_own = meta.author.identity == participant.identity();
        let is_host = participant.is(host);
        if !(is_own || is_host || participant.is_admin()) {
            return Err(ChatError::Forbidden);
        }
        let at = self.clock.now();
        let audit = match participant {
            ChatParticipant::User(admin) if !is_own && !is_host => Some(AuditEntry {
                id: self.ids.audit_id(),
                at,
                actor: admin.id.clone(),
                action: AuditAction::RemoveMessage,
                target: message.to_string(),
                reason: None,
            }),
            ChatParticipant::User(_) | ChatParticipant::Guest(_) => None,
        };
        let is_removed_now = self.log.remove(message, at, audit).await.map_err(Outage::from)?;
        let is_still_open = open.is_some_and(|session| session == meta.session_id);
        if is_removed_now && is_still_open {
            self.outbox.enqueue(ChatEvent::Removed {
                id: message.clone(),
                creator_id: host.clone(),
            });
        }
        Ok(())
    }

    /// Finds a message that the participant may answer in a session.
    async fn find_quoted(
        &self,
        id: &MessageId,
        session: &SessionId,
        host: &UserId,
        participant: &ChatParticipant,
    ) -> Result<(MessageId, MessageMeta), ChatError> {
        let found = self.log.find(id).await.map_err(Outage::from)?;
        let (reader, now) = (participant.as_reader(host), self.clock.now());
        let found = found.filter(|quoted| may_reply(quoted, session, &reader, now));
        Ok((id.clone(), found.ok_or(ChatError::ReplyUnknown)?))
    }

    /// A host's stream and its open session. Usually one query, because every message needs both.
    async fn stream(&self, host: &UserId) -> Result<(Stream, Option<SessionId>), ChatError> {
        if let Some(found) = self.streams.find_with_user(host).await.map_err(Outage::from)? {
            return Ok((found.stream, found.session_id));
        }
        let user = self.users.find(host).await.map_err(Outage::from)?;
        Err(user.map_or(ChatError::UserUnknown, |_| ChatError::StreamUnknown))
    }

    async fn find_standing(
        &self,
        host: &UserId,
        participant: &ChatParticipant,
        session: Option<&SessionId>,
    ) -> Result<Standing, Outage> {
        let who = participant.identity();
        Ok(self.sessions.find_standing(host, session, &who).await?)
    }
}
