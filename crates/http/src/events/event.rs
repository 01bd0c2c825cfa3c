//! Server-sent events and their encoding.

use actix_web::web::Bytes;
use onair_domain::stream::{SessionId, StreamWithUser};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::{Moment, StateDto};

/// One event. Its name is in the `event:` line, its data as JSON in the `data:` line.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "event", content = "data", rename_all = "kebab-case")]
pub(crate) enum StreamEvent {
    /// The complete state; the first event of each connection.
    Snapshot(Snapshot),
    /// The state of the broadcast or the number of viewers has changed.
    Status(Status),
    /// The title, description or thumbnail has changed.
    Info(Info),
    /// The chat settings have changed.
    ChatSettings(ChatSettings),
    /// The session has ended.
    Ended(Ended),
}

/// The complete state of a stream.
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

/// The state of a broadcast.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StatusData)]
pub(crate) struct Status {
    is_live: bool,
    state: StateDto,
    /// The number of viewers, without the creator.
    viewer_count: u32,
    /// When the broadcast started; null while offline.
    #[schema(required)]
    started_at: Option<Moment>,
}

/// The texts and the thumbnail of a stream.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = InfoData)]
pub(crate) struct Info {
    title: String,
    #[schema(required)]
    description: Option<String>,
    #[schema(required)]
    thumbnail: Option<String>,
}

/// The chat settings of a stream.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChatSettingsData)]
pub(crate) struct ChatSettings {
    is_chat_enabled: bool,
    is_chat_delayed: bool,
    is_chat_followers_only: bool,
}

/// The session that has ended.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EndedData)]
pub(crate) struct Ended {
    session_id: String,
}

impl StreamEvent {
    /// Encodes the event.
    pub(super) fn encode(&self) -> Bytes {
        match self {
            Self::Snapshot(data) => encode("snapshot", data),
            Self::Status(data) => encode("status", data),
            Self::Info(data) => encode("info", data),
            Self::ChatSettings(data) => encode("chat-settings", data),
            Self::Ended(data) => encode("ended", data),
        }
    }
}

fn encode(name: &str, data: &impl Serialize) -> Bytes {
    // Serialising these types cannot fail, and compact JSON has no line breaks.
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
