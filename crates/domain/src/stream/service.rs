//! [`StreamService`]: changes a creator's stream, and finds streams to watch.

mod finding;

pub use finding::SearchError;

use std::fmt;
use std::sync::Arc;

use super::{BroadcastState, RoomMetadata, Stream, StreamPatch, StreamWithUser, Title};
use crate::Timestamp;
use crate::creator::{ApplicationStatus, ApprovalError, CreatorService};
use crate::error::Outage;
use crate::ports::{
    Clock, IdSource, MediaRooms, SessionRepository, SocialGraph, StreamRepository, StreamRepositoryError,
    UserDirectory,
};
use crate::room::RoomName;
use crate::social::Relation;
use crate::user::{Requester, UserId, Username};

/// Why a stream could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// The caller is not an approved creator.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// An admin has suspended the creator. Only [`StreamService::set_stream_live`] returns it; other callers
    /// identify themselves with a bearer token, which [`crate::account::AccountService`] refuses.
    #[error("the creator is suspended")]
    Suspended,
    /// No user has that name or id.
    #[error("no user has that name")]
    UserUnknown,
    /// The user has not set up a stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<StreamRepositoryError> for StreamError {
    fn from(error: StreamRepositoryError) -> Self {
        match error {
            StreamRepositoryError::UserUnknown => Self::UserUnknown,
            other => Self::Outage(other.into()),
        }
    }
}

impl From<ApprovalError> for StreamError {
    fn from(error: ApprovalError) -> Self {
        match error {
            ApprovalError::NotApproved(status) => Self::NotApproved(status),
            ApprovalError::Outage(outage) => Self::Outage(outage),
        }
    }
}

/// The status of a creator's own stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamStatus {
    /// The stream.
    pub stream: Stream,
    /// The state of the broadcast.
    pub state: BroadcastState,
    /// The number of viewers, without the creator.
    pub viewer_count: u32,
}

impl From<StreamWithUser> for StreamStatus {
    fn from(found: StreamWithUser) -> Self {
        Self {
            stream: found.stream,
            state: found.state,
            viewer_count: found.viewer_count,
        }
    }
}

/// A stream as one requester sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamDetails {
    /// The stream and its creator.
    pub found: StreamWithUser,
    /// How the requester is related to the creator; `None` for a guest.
    pub relation: Option<Relation>,
    /// Whether the requester is the creator.
    pub is_host: bool,
}

/// The ports that [`StreamService`] uses.
#[derive(Clone)]
pub struct StreamPorts {
    /// Streams.
    pub streams: Arc<dyn StreamRepository>,
    /// Sessions.
    pub sessions: Arc<dyn SessionRepository>,
    /// Users.
    pub users: Arc<dyn UserDirectory>,
    /// Follows and blocks.
    pub social: Arc<dyn SocialGraph>,
    /// The media server's rooms.
    pub media: Arc<dyn MediaRooms>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for StreamPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamPorts").finish_non_exhaustive()
    }
}

/// Changes and finds streams. All methods for creators require an approved creator: reads as of the caller's
/// [`Account`](crate::account::Account), changes as of now ([`CreatorService::require_approved`]).
#[derive(Clone)]
pub struct StreamService {
    pub(crate) streams: Arc<dyn StreamRepository>,
    pub(crate) sessions: Arc<dyn SessionRepository>,
    users: Arc<dyn UserDirectory>,
    social: Arc<dyn SocialGraph>,
    media: Arc<dyn MediaRooms>,
    pub(crate) creators: CreatorService,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
}

impl StreamStatus {
    /// When the open session started; `None` while offline.
    #[must_use]
    pub fn started_at(&self) -> Option<Timestamp> {
        self.stream.live_since
    }

    /// Whether a session is open.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.state != BroadcastState::Offline
    }
}

impl fmt::Debug for StreamService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamService").finish_non_exhaustive()
    }
}

impl StreamService {
    /// Takes the ports that it uses, and the service that checks who is a creator.
    #[must_use]
    pub fn new(ports: StreamPorts, creators: CreatorService) -> Self {
        Self {
            streams: ports.streams,
            sessions: ports.sessions,
            users: ports.users,
            social: ports.social,
            media: ports.media,
            clock: ports.clock,
            ids: ports.ids,
            creators,
        }
    }

    /// The stream of the creator with that name.
    pub async fn get_stream_by_username(
        &self,
        name: &Username,
        requester: &Requester,
    ) -> Result<StreamDetails, StreamError> {
        let host = self.users.find_by_username(name).await.map_err(Outage::from)?;
        let host = host.ok_or(StreamError::UserUnknown)?;
        let found = self
            .streams
            .find_with_user(&host.id)
            .await
            .map_err(Outage::from)?;
        let found = found.ok_or(StreamError::StreamUnknown)?;
        let relation = match requester {
            Requester::Guest => None,
            Requester::User(viewer) => Some(
                self.social
                    .find_relation(&host.id, viewer)
                    .await
                    .map_err(Outage::from)?,
            ),
        };
        Ok(StreamDetails {
            found,
            relation,
            is_host: requester.user_id() == Some(&host.id),
        })
    }

    /// Creates the caller's stream, or changes the title and the fields of the patch if it exists. Returns
    /// whether it was created.
    pub async fn create_or_update_stream(
        &self,
        user: &UserId,
        title: Title,
        patch: StreamPatch,
    ) -> Result<(Stream, bool), StreamError> {
        self.creators.require_approved(user).await?;
        let patch = StreamPatch {
            title: Some(title.clone()),
            ..patch
        };
        let fresh = Stream::set_up(
            self.ids.stream_id(),
            user.clone(),
            title,
            &patch,
            self.clock.now(),
        );
        let (stream, created) = self.streams.upsert(&fresh, &patch).await?;
        if !created {
            self.push_room_metadata(&stream).await;
        }
        Ok((stream, created))
    }

    /// Changes the title, texts and settings. An open session continues.
    pub async fn update_stream_info(&self, user: &UserId, patch: StreamPatch) -> Result<Stream, StreamError> {
        self.creators.require_approved(user).await?;
        self.patch(user, &patch).await
    }

    /// Changes the chat settings. What is `None` stays.
    pub async fn update_chat_settings(
        &self,
        user: &UserId,
        is_enabled: Option<bool>,
        is_delayed: Option<bool>,
        is_followers_only: Option<bool>,
    ) -> Result<Stream, StreamError> {
        self.creators.require_approved(user).await?;
        let patch = StreamPatch {
            is_chat_enabled: is_enabled,
            is_chat_delayed: is_delayed,
            is_chat_followers_only: is_followers_only,
            ..StreamPatch::default()
        };
        self.patch(user, &patch).await
    }

    /// A creator's stream, as everybody may see it.
    pub async fn get_stream_of(&self, creator: &UserId) -> Result<StreamWithUser, StreamError> {
        let found = self.streams.find_with_user(creator).await.map_err(Outage::from)?;
        found.ok_or(StreamError::StreamUnknown)
    }

    /// Fails if the creator is suspended.
    pub(crate) async fn require_active(&self, creator: &UserId) -> Result<(), StreamError> {
        match self.users.find(creator).await.map_err(Outage::from)? {
            Some(user) if user.is_suspended => Err(StreamError::Suspended),
            _ => Ok(()),
        }
    }

    async fn patch(&self, user: &UserId, patch: &StreamPatch) -> Result<Stream, StreamError> {
        let stream = self
            .streams
            .update(user, patch, self.clock.now())
            .await
            .map_err(Outage::from)?;
        let stream = stream.ok_or(StreamError::StreamUnknown)?;
        self.push_room_metadata(&stream).await;
        Ok(stream)
    }

    /// Updates the room's metadata. The stored settings apply in any case, and the reconciler corrects
    /// outdated metadata, so a failure of the media server does not fail the call.
    pub(crate) async fn push_room_metadata(&self, stream: &Stream) {
        if stream.is_live() {
            let metadata = RoomMetadata::of(stream);
            let _updated_by_the_next_poll = self
                .media
                .update_metadata(&RoomName::of(&stream.user_id), &metadata)
                .await;
        }
    }
}
