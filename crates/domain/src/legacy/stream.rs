//! Old streams.

use super::finding::Value;
use super::{Cell, Corrected, Corrections, Finding, OldTime, Rule, Table, flag_text, time_text};
use crate::Timestamp;
use crate::stream::{ChatSettings, Stream, StreamId, Title};
use crate::text::hashed_id;
use crate::user::UserId;

/// A row of the old table `stream`. Its ingress columns are not read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldStream {
    /// The id.
    pub id: String,
    /// The creator.
    pub user_id: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The address of a picture.
    pub thumbnail: Option<String>,
    /// Whether the stream was live.
    pub is_live: Cell<bool>,
    /// See [`ChatSettings::is_enabled`].
    pub is_chat_enabled: Cell<bool>,
    /// See [`ChatSettings::is_delayed`].
    pub is_chat_delayed: Cell<bool>,
    /// See [`ChatSettings::is_followers_only`].
    pub is_chat_followers_only: Cell<bool>,
    /// When the stream was created.
    pub created_at: Cell<OldTime>,
    /// When it was last changed.
    pub updated_at: Cell<OldTime>,
}

impl OldStream {
    /// The id of the stream in the new system: the old id, or one derived from it.
    #[must_use]
    pub fn new_id(&self) -> StreamId {
        let is_valid =
            (1..=UserId::MAX).contains(&self.id.len()) && self.id.bytes().all(|b| b.is_ascii_graphic());
        StreamId::from_trusted(if is_valid {
            self.id.clone()
        } else {
            hashed_id(&self.id)
        })
    }

    /// Whether this stream of a user is carried over rather than another one: the one that was live, else the
    /// one that was changed last.
    #[must_use]
    pub fn is_preferred_to(&self, other: &Self) -> bool {
        let rank = |stream: &Self| {
            let changed = stream
                .updated_at
                .as_ref()
                .max(stream.created_at.as_ref())
                .copied();
            (stream.is_live == Cell::Is(true), changed)
        };
        (rank(self), &other.id) > (rank(other), &self.id)
    }

    /// Corrects the row. The stream is offline.
    #[must_use]
    pub fn correct(&self, user: &UserId, now: Timestamp) -> Corrected<Stream> {
        let mut corrections = Corrections::new(Table::Stream, self.id.clone());
        let id = self.new_id();
        if id.as_str() != self.id {
            corrections.add(Rule::InvalidId, "id", Some(self.id.clone()), Some(id.as_str()));
        }
        let title = corrections.required("title", self.title.as_deref(), Title::untitled);
        let description = corrections.optional("description", self.description.as_deref());
        let thumbnail = corrections.url("thumbnail", self.thumbnail.as_deref());
        if self.is_live == Cell::Is(true) {
            corrections.add(Rule::WasLive, "isLive", flag_text(&self.is_live), Some("false"));
        }
        let default = ChatSettings::default();
        let chat = ChatSettings {
            is_enabled: corrections.flag("isChatEnabled", &self.is_chat_enabled, default.is_enabled),
            is_delayed: corrections.flag("isChatDelayed", &self.is_chat_delayed, default.is_delayed),
            is_followers_only: corrections.flag(
                "isChatFollowersOnly",
                &self.is_chat_followers_only,
                default.is_followers_only,
            ),
        };
        let created_at = corrections.time("createdAt", &self.created_at, now, now);
        let updated_at = corrections.time("updatedAt", &self.updated_at, created_at, now);
        corrections.finish(Stream {
            id,
            user_id: user.clone(),
            title,
            description,
            thumbnail,
            live_since: None,
            chat,
            is_guests_allowed: true,
            created_at,
            updated_at,
        })
    }

    /// Reports that the row is not carried over.
    #[must_use]
    pub fn left_out(&self, rule: Rule) -> Finding {
        let values: Vec<Value> = vec![
            ("id", Some(self.id.clone())),
            ("userId", self.user_id.clone()),
            ("title", self.title.clone()),
            ("description", self.description.clone()),
            ("thumbnail", self.thumbnail.clone()),
            ("isLive", flag_text(&self.is_live)),
            ("isChatEnabled", flag_text(&self.is_chat_enabled)),
            ("isChatDelayed", flag_text(&self.is_chat_delayed)),
            ("isChatFollowersOnly", flag_text(&self.is_chat_followers_only)),
            ("createdAt", time_text(&self.created_at)),
            ("updatedAt", time_text(&self.updated_at)),
        ];
        Finding {
            table: Table::Stream,
            row: self.id.clone(),
            rule,
            values,
            new: None,
        }
    }
}
