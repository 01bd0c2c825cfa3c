//! The events as they are written.

use actix_web::web::Bytes;
use onair_domain::stream::{SessionId, StreamWithUser};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::{Moment, StateDto};

/// One event: its name stands in the `event:` line, its `data` as JSON in the `data:` line.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "event", content = "data", rename_all = "kebab-case")]
pub(crate) enum StreamEvent {
    /// All there is; the first event of each connection.
    Snapshot(Snapshot),
    /// What the broadcast does has changed.
    Status(Status),
    /// What the stream is about has changed.
    Info(Info),
    /// Who may write has changed.
    ChatSettings(ChatSettings),
    /// The session is over.
    Ended(Ended),
}

/// All that the other events tell parts of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SnapshotData)]
pub(crate) struct Snapshot {
    #[serde(flatten)]
    status: Status,
    #[serde(flatten)]
    info: Info,
    #[serde(flatten)]
    chat: ChatSettings,
}

/// What a broadcast does.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatusData)]
pub(crate) struct Status {
    is_live: bool,
    state: StateDto,
    /// How many watch, the creator not among them.
    viewer_count: u32,
    /// The moment of go-live; null while offline.
    #[schema(required)]
    started_at: Option<Moment>,
}

/// What a stream is about.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = InfoData)]
pub(crate) struct Info {
    title: String,
    #[schema(required)]
    description: Option<String>,
    #[schema(required)]
    thumbnail: Option<String>,
}

/// Who may write.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChatSettingsData)]
pub(crate) struct ChatSettings {
    is_chat_enabled: bool,
    is_chat_delayed: bool,
    is_chat_followers_only: bool,
}

/// Which session is over.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EndedData)]
pub(crate) struct Ended {
    session_id: String,
}

impl StreamEvent {
    /// The event as it goes over the wire.
    pub(super) fn text(&self) -> Bytes {
        match self {
            Self::Snapshot(data) => text("snapshot", data),
            Self::Status(data) => text("status", data),
            Self::Info(data) => text("info", data),
            Self::ChatSettings(data) => text("chat-settings", data),
            Self::Ended(data) => text("ended", data),
        }
    }
}

fn text(name: &str, data: &impl Serialize) -> Bytes {
    // Strings, numbers and flags always serialise, and JSON has no line breaks of its own.
    let json = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {json}\n\n").into()
}

impl Snapshot {
    pub(super) fn new(status: &Status, info: &Info, chat: &ChatSettings) -> Self {
        Self {
            status: status.clone(),
            info: info.clone(),
            chat: chat.clone(),
        }
    }
}

impl From<&StreamWithUser> for Status {
    fn from(found: &StreamWithUser) -> Self {
        Self {
            is_live: found.stream.is_live(),
            state: found.state.into(),
            viewer_count: found.viewer_count,
            started_at: found.stream.live_since.map(Into::into),
        }
    }
}

impl From<&StreamWithUser> for Info {
    fn from(found: &StreamWithUser) -> Self {
        let stream = &found.stream;
        Self {
            title: stream.title.to_string(),
            description: stream.description.as_ref().map(ToString::to_string),
            thumbnail: stream.thumbnail.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&StreamWithUser> for ChatSettings {
    fn from(found: &StreamWithUser) -> Self {
        let chat = &found.stream.chat;
        Self {
            is_chat_enabled: chat.is_enabled,
            is_chat_delayed: chat.is_delayed,
            is_chat_followers_only: chat.is_followers_only,
        }
    }
}

impl From<&SessionId> for Ended {
    fn from(id: &SessionId) -> Self {
        Self {
            session_id: id.to_string(),
        }
    }
}
