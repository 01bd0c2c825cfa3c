//! A chat message. The messages that are sent into the room have the same form.

use onair_domain::chat::{ChatMessage, Quote};
use serde::Serialize;
use utoipa::ToSchema;

use super::Moment;

/// A chat message.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChatMessage)]
pub(crate) struct ChatMessageDto {
    id: String,
    /// The number of the message in its session, from 1.
    #[schema(minimum = 1)]
    seq: u32,
    /// Plain text. Clients must not interpret it as markup.
    text: String,
    sent_at: Moment,
    author: ChatAuthorDto,
    /// The message that it answers; null if it is no reply, or if that message is not stored any more.
    #[schema(required)]
    reply_to: Option<QuoteDto>,
}

/// The message that a reply answers.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChatQuote)]
struct QuoteDto {
    id: String,
    author: QuotedAuthorDto,
    /// Plain text; null once the message was removed.
    #[schema(required)]
    text: Option<String>,
}

/// The author of a quoted message, with the name at the time of writing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = QuotedAuthor)]
struct QuotedAuthorDto {
    /// A user's id, or a guest's identity in the room.
    id: String,
    /// Empty if the author's account was erased.
    name: String,
}

/// The author, with the name at the time of writing.
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

impl From<Box<Quote>> for QuoteDto {
    fn from(quote: Box<Quote>) -> Self {
        Self {
            id: quote.id.to_string(),
            author: QuotedAuthorDto {
                id: quote.author.identity.to_string(),
                name: quote.author.name,
            },
            text: quote.text.map(|text| text.to_string()),
        }
    }
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
            reply_to: message.reply_to.map(Into::into),
        }
    }
}
