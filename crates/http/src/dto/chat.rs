//! A chat message, as the service also brings it into the room.

use onair_domain::chat::ChatMessage;
use serde::Serialize;
use utoipa::ToSchema;

use super::Moment;

/// A message.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChatMessage)]
pub(crate) struct ChatMessageDto {
    id: String,
    /// Its number in the session, from 1.
    #[schema(minimum = 1)]
    seq: u32,
    /// Text and nothing else: whoever shows it must not take it for markup.
    text: String,
    sent_at: Moment,
    author: ChatAuthorDto,
}

/// Who wrote it, as they were called then.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChatAuthor)]
struct ChatAuthorDto {
    /// A user's id, or a guest's identity in the room.
    id: String,
    name: String,
    is_host: bool,
    is_guest: bool,
}

impl From<ChatMessage> for ChatMessageDto {
    fn from(message: ChatMessage) -> Self {
        Self {
            author: ChatAuthorDto {
                is_host: message.is_hosts(),
                is_guest: message.author.identity.is_guest(),
                id: message.author.identity.to_string(),
                name: message.author.name,
            },
            id: message.id.to_string(),
            seq: message.seq,
            text: message.text.to_string(),
            sent_at: message.sent_at.into(),
        }
    }
}
