//! Streams: the permanent record of a creator, with its settings.

mod broadcast;
mod discovery;
mod fields;
mod room_metadata;
mod search;
mod service;

pub use broadcast::{BroadcastState, SessionId};
pub use discovery::{DiscoveryKey, SearchQuery, StreamWithUser};
pub use fields::{ChatSettings, Description, StreamPatch, Title};
pub use room_metadata::RoomMetadata;
pub use search::{MatchRank, Pattern, PatternChar, SearchTerms, SearchText, Term};
pub use service::{SearchError, StreamDetails, StreamError, StreamPorts, StreamService, StreamStatus};

use crate::Timestamp;
use crate::text::{HttpUrl, text_type};
use crate::user::UserId;

text_type! {
    /// The id of a stream. It never changes.
    StreamId
}

impl StreamId {
    /// Wraps an id that comes from an [`crate::ports::IdSource`] or a store, without checking it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// The permanent record of a creator. Each creator has at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// The id of the stream.
    pub id: StreamId,
    /// The creator.
    pub user_id: UserId,
    /// The title.
    pub title: Title,
    /// The description.
    pub description: Option<Description>,
    /// The address of a picture for lists.
    pub thumbnail: Option<HttpUrl>,
    /// When the open session started; `None` while offline. A stream is live exactly while one session of it
    /// is open, so no second flag is kept.
    pub live_since: Option<Timestamp>,
    /// Who may write in the chat.
    pub chat: ChatSettings,
    /// Whether guests may watch.
    pub is_guests_allowed: bool,
    /// When the stream was created.
    pub created_at: Timestamp,
    /// When its creator last changed it.
    pub updated_at: Timestamp,
}

impl Stream {
    /// A new stream. Chat is enabled and guests are allowed, unless the patch says otherwise.
    #[must_use]
    pub fn set_up(id: StreamId, user_id: UserId, title: Title, patch: &StreamPatch, at: Timestamp) -> Self {
        let blank = Self {
            id,
            user_id,
            title,
            description: None,
            thumbnail: None,
            live_since: None,
            chat: ChatSettings::default(),
            is_guests_allowed: true,
            created_at: at,
            updated_at: at,
        };
        blank.patched(patch, at)
    }

    /// Whether a session is open.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.live_since.is_some()
    }

    /// The stream with the fields of the patch. Whether it is live does not change.
    #[must_use]
    pub fn patched(mut self, patch: &StreamPatch, at: Timestamp) -> Self {
        if let Some(title) = &patch.title {
            self.title = title.clone();
        }
        if let Some(description) = &patch.description {
            self.description.clone_from(description);
        }
        if let Some(thumbnail) = &patch.thumbnail {
            self.thumbnail.clone_from(thumbnail);
        }
        self.chat.is_enabled = patch.is_chat_enabled.unwrap_or(self.chat.is_enabled);
        self.chat.is_delayed = patch.is_chat_delayed.unwrap_or(self.chat.is_delayed);
        self.chat.is_followers_only = patch
            .is_chat_followers_only
            .unwrap_or(self.chat.is_followers_only);
        self.is_guests_allowed = patch.is_guests_allowed.unwrap_or(self.is_guests_allowed);
        self.updated_at = at;
        self
    }
}
