//! [`StreamService`]: a creator's stream, whether it is live, and finding streams to watch.

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
    /// Nobody has that name or id.
    #[error("no user has that name")]
    UserUnknown,
    /// The user has not set up a stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The store or the media server did not answer.
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

/// What a creator sees of their own broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamStatus {
    /// The stream.
    pub stream: Stream,
    /// What the broadcast does.
    pub state: BroadcastState,
    /// How many watch, the creator not among them.
    pub viewer_count: u32,
    /// When the session started; `None` while offline.
    pub started_at: Option<Timestamp>,
}

/// What an requester sees of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamDetails {
    /// The stream and its creator.
    pub found: StreamWithUser,
    /// How the requester stands to the creator; `None` for a guest.
    pub relation: Option<Relation>,
    /// The requester is the creator.
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
    /// Who follows and blocks whom.
    pub social: Arc<dyn SocialGraph>,
    /// The media server's rooms.
    pub media: Arc<dyn MediaRooms>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids and random numbers.
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for StreamPorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamPorts").finish_non_exhaustive()
    }
}

/// A creator's stream and everybody's search for streams. All methods of a creator ask
/// [`CreatorService::require_approved`] first.
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
    /// Takes the ports that it uses, and the services that it builds on.
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

    /// The caller's stream, if they have set one up.
    pub async fn get_creator_stream(&self, user: &UserId) -> Result<Option<Stream>, StreamError> {
        self.creators.require_approved(user).await?;
        Ok(self.streams.find_by_creator(user).await.map_err(Outage::from)?)
    }

    /// The stream of the creator with that name, as the requester may see it.
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

    /// Sets the stream up: makes it, or gives the one that exists the new title and what else the
    /// patch has. The flag tells whether it was made.
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
            self.tell_room(&stream).await;
        }
        Ok((stream, created))
    }

    /// Changes what the stream is about. A broadcast goes on undisturbed.
    pub async fn update_stream_info(&self, user: &UserId, patch: StreamPatch) -> Result<Stream, StreamError> {
        self.creators.require_approved(user).await?;
        self.patch(user, &patch).await
    }

    /// Changes who may write in the chat; what is `None` stays.
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

    /// A creator's stream as anybody may see it.
    pub async fn get_stream_of(&self, creator: &UserId) -> Result<StreamWithUser, StreamError> {
        let found = self.streams.find_with_user(creator).await.map_err(Outage::from)?;
        found.ok_or(StreamError::StreamUnknown)
    }

    /// What the caller's broadcast does right now.
    pub async fn get_stream_status(&self, user: &UserId) -> Result<StreamStatus, StreamError> {
        self.creators.require_approved(user).await?;
        let found = self.get_stream_of(user).await?;
        Ok(StreamStatus {
            state: found.state,
            viewer_count: found.viewer_count,
            started_at: found.stream.live_since,
            stream: found.stream,
        })
    }

    async fn patch(&self, user: &UserId, patch: &StreamPatch) -> Result<Stream, StreamError> {
        let stream = self
            .streams
            .update(user, patch, self.clock.now())
            .await
            .map_err(Outage::from)?;
        let stream = stream.ok_or(StreamError::StreamUnknown)?;
        self.tell_room(&stream).await;
        Ok(stream)
    }

    /// Pushes what the store says now into the room of a creator who has just gone live. Whoever
    /// changes the stream from here on sees that it is live, and tells the room themselves.
    pub(crate) async fn tell_room_again(&self, creator: &UserId) {
        if let Ok(Some(stream)) = self.streams.find_by_creator(creator).await {
            self.tell_room(&stream).await;
        }
    }

    /// Pushes title and settings into the room. The store has them already and binds everybody; a
    /// media server that is away just shows them late, so its absence does not fail the call.
    async fn tell_room(&self, stream: &Stream) {
        if stream.is_live() {
            let metadata = RoomMetadata::of(stream);
            let _late = self
                .media
                .update_metadata(&RoomName::of(&stream.user_id), &metadata)
                .await;
        }
    }
}
