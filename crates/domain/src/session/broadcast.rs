//! [`BroadcastService`]: going live, ending, and who is in the room.

use std::fmt;
use std::sync::Arc;

use super::{EndReason, Identity, Participant, RoomName, RoomSpec, Session, Timing};
use crate::creator::{ApplicationStatus, CreatorService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, MediaRooms, SessionRepository, SocialGraph, StreamRepository};
use crate::stream::{LiveChange, SetLive, Stream, StreamError, StreamService};
use crate::token::{SignedToken, TokenError, TokenService};
use crate::user::{User, UserId};

#[cfg(test)]
mod tests;

/// Why a broadcast could not be started, ended or looked into.
#[derive(Debug, thiserror::Error)]
pub enum BroadcastError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// There is nothing to broadcast before set-up.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The host can't be removed from their own room.
    #[error("must be somebody else")]
    Oneself,
    /// A token could not be signed.
    #[error("a token could not be signed")]
    Token(#[source] crate::error::Source),
    /// The store or the media server did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<StreamError> for BroadcastError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::NotApproved(status) => Self::NotApproved(status),
            StreamError::UserUnknown | StreamError::StreamUnknown => Self::StreamUnknown,
            StreamError::Outage(outage) => Self::Outage(outage),
        }
    }
}

/// What going live gives: the key to the room, and what is on.
#[derive(Debug, Clone)]
pub struct LiveStart {
    /// Lets the creator into the room, to publish.
    pub token: SignedToken,
    /// The room.
    pub room: RoomName,
    /// The stream, live.
    pub stream: Stream,
    /// The open session.
    pub session: Session,
    /// Whether it was open before.
    pub is_resumed: bool,
}

/// Somebody watching, as the host sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomViewer {
    /// Their place in the room.
    pub participant: Participant,
    /// Whether they follow the host.
    pub is_follower: bool,
}

/// Starts and ends broadcasts.
#[derive(Clone)]
pub struct BroadcastService {
    streams: Arc<dyn StreamRepository>,
    sessions: Arc<dyn SessionRepository>,
    social: Arc<dyn SocialGraph>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
    creators: CreatorService,
    stream_service: StreamService,
    tokens: TokenService,
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
    /// Joins the ports it speaks through.
    #[must_use]
    pub fn new(ports: &crate::ports::Ports, timing: Timing) -> Self {
        Self {
            streams: ports.streams.clone(),
            sessions: ports.sessions.clone(),
            social: ports.social.clone(),
            media: ports.media.clone(),
            clock: ports.clock.clone(),
            creators: CreatorService::new(ports.applications.clone(), ports.clock.clone()),
            stream_service: StreamService::new(ports),
            tokens: TokenService::new(ports),
            timing,
        }
    }

    /// Goes live, or resumes the session that is open: the same session, a new token.
    ///
    /// The room is made and the token signed first: where either fails, nothing is written. A crash
    /// after that leaves a room without a session, which nobody has a token for and its time-out
    /// clears away.
    pub async fn go_live(&self, creator: &User) -> Result<LiveStart, BroadcastError> {
        self.creators
            .admit(&creator.id)
            .await
            .map_err(StreamError::from)?;
        let stream = self
            .streams
            .find_by_creator(&creator.id)
            .await
            .map_err(Outage::from)?;
        let stream = stream.ok_or(BroadcastError::StreamUnknown)?;
        let room_sid = self
            .media
            .create_room(&RoomSpec::of(&stream, &self.timing))
            .await
            .map_err(Outage::from)?;
        let room = RoomName::of(&creator.id);
        let token = self
            .tokens
            .generate_creator_token(creator, &room)
            .map_err(|error| match error {
                TokenError::Signing(source) => BroadcastError::Token(source),
                other => BroadcastError::Token(other.into()),
            })?;
        let LiveChange {
            stream,
            session,
            changed,
        } = self
            .stream_service
            .set_stream_live(&creator.id, SetLive::On(room_sid))
            .await?;
        let session = session.ok_or(BroadcastError::StreamUnknown)?;
        // The room may have been left open by a session that ended without the media server.
        self.stream_service.tell_room_again(&creator.id).await;
        Ok(LiveStart {
            token,
            room,
            stream,
            session,
            is_resumed: !changed,
        })
    }

    /// Ends the caller's broadcast; fine when there is none. Returns the session that it ended.
    ///
    /// The store first: whatever the media server does, the stream is offline and no new token is
    /// given out. A media server that is away closes the room by its own time-out.
    pub async fn end_stream(&self, creator: &UserId) -> Result<Option<Session>, BroadcastError> {
        self.creators.admit(creator).await.map_err(StreamError::from)?;
        let off = SetLive::Off(EndReason::EndedByCreator);
        let ended = self.stream_service.set_stream_live(creator, off).await?.session;
        if ended.is_some() {
            let _closed_later = self.media.delete_room(&RoomName::of(creator)).await;
        }
        Ok(ended)
    }

    /// Who is in the caller's room, the caller not among them, by identity.
    pub async fn viewers(
        &self,
        creator: &UserId,
        page: &PageRequest<Identity>,
    ) -> Result<Page<RoomViewer, Identity>, BroadcastError> {
        self.creators.admit(creator).await.map_err(StreamError::from)?;
        if self
            .sessions
            .current(creator)
            .await
            .map_err(Outage::from)?
            .is_none()
        {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
        let mut there = self
            .media
            .participants(&RoomName::of(creator))
            .await
            .map_err(Outage::from)?;
        there.retain(|participant| {
            let is_after = page
                .after
                .as_ref()
                .is_none_or(|after| participant.identity > *after);
            is_after && participant.identity.as_str() != creator.as_str()
        });
        there.sort_by(|a, b| a.identity.cmp(&b.identity));
        there.truncate(page.limit.get() + 1);
        let users: Vec<_> = there
            .iter()
            .filter_map(|participant| UserId::parse(participant.identity.as_str()).ok())
            .collect();
        let followers = self
            .social
            .followers_among(creator, &users)
            .await
            .map_err(Outage::from)?;
        let viewers = there
            .into_iter()
            .map(|participant| {
                let is_follower = followers
                    .iter()
                    .any(|id| id.as_str() == participant.identity.as_str());
                RoomViewer {
                    participant,
                    is_follower,
                }
            })
            .collect();
        Ok(Page::from_overread(viewers, page.limit, |viewer| {
            viewer.participant.identity.clone()
        }))
    }

    /// Removes somebody from the caller's room, and keeps them out for the rest of the session.
    /// Fine when they are not there; without effect while offline.
    ///
    /// The store first, so that no token is given to them once the media server has let them go.
    pub async fn remove_viewer(&self, creator: &UserId, viewer: &Identity) -> Result<(), BroadcastError> {
        if viewer.as_str() == creator.as_str() {
            return Err(BroadcastError::Oneself);
        }
        self.creators.admit(creator).await.map_err(StreamError::from)?;
        if self
            .streams
            .find_by_creator(creator)
            .await
            .map_err(Outage::from)?
            .is_none()
        {
            return Err(BroadcastError::StreamUnknown);
        }
        if !viewer.could_be_somebodys() {
            return Ok(());
        }
        if let Some(session) = self.sessions.current(creator).await.map_err(Outage::from)? {
            self.sessions
                .exclude(&session.id, viewer, self.clock.now())
                .await
                .map_err(Outage::from)?;
            self.media
                .remove_participant(&RoomName::of(creator), viewer)
                .await
                .map_err(Outage::from)?;
        }
        Ok(())
    }
}
