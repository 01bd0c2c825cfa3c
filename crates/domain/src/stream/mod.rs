//! A creator's stream: the one lasting record of what they show and how people may join in.

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
    /// A stream's id, for good.
    StreamId
}

impl StreamId {
    /// Takes an id as an [`crate::ports::IdSource`] or a store gave it.
    #[must_use]
    pub fn from_trusted(id: String) -> Self {
        Self(id)
    }
}

/// The lasting record of a creator. There is one a creator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// Its id.
    pub id: StreamId,
    /// The creator.
    pub user_id: UserId,
    /// What is on.
    pub title: Title,
    /// More about it.
    pub description: Option<Description>,
    /// A picture for lists.
    pub thumbnail: Option<HttpUrl>,
    /// When the open session started; `None` while offline. A stream is live exactly while a
    /// session of it is open, so there is no second flag to disagree with this.
    pub live_since: Option<Timestamp>,
    /// Who may write.
    pub chat: ChatSettings,
    /// Whether people who are not signed in may watch.
    pub is_guests_allowed: bool,
    /// When it was set up.
    pub created_at: Timestamp,
    /// When its creator last changed it.
    pub updated_at: Timestamp,
}

impl Stream {
    /// A stream as first set up: chat open, guests welcome, unless the patch says otherwise.
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

    /// The stream with the patch's fields. Whether it is live is not among them.
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
