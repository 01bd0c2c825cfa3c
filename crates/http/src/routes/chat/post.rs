//! `POST /api/chat/{hostId}/messages`

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, Responder, post, web};
use onair_domain::chat::{ChatParticipant, ChatText, MessageId};
use onair_domain::user::UserId;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::ChatMessageDto;
use crate::envelope::Envelope;
use crate::error::{ApiError, REPLY_UNKNOWN};
use crate::extract::body::BodyRule;
use crate::extract::chat_participant::host;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// A message to post.
#[derive(Debug, ToSchema)]
#[schema(as = NewChatMessage, rename_all = "camelCase")]
pub(super) struct NewMessage {
    /// Line breaks and tabs are replaced by spaces.
    #[schema(value_type = String)]
    text: ChatText,
    /// The id of the message that it answers: one of the same broadcast that the caller can see.
    #[schema(value_type = Option<String>)]
    reply_to: Option<MessageId>,
    #[schema(ignore)]
    host: Option<UserId>,
}

impl Input for NewMessage {
    const BODY: BodyRule = BodyRule::Json;

    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let text = fields.text("text", ChatText::parse);
        let reply_to = fields.nullable_text("replyTo", |raw| MessageId::parse(raw).ok_or(REPLY_UNKNOWN));
        let host = host(request);
        fields.finish(text.map(|text| Self { text, reply_to, host }))
    }
}

/// Posts a message. It is sent to everybody in the room, including the author.
#[utoipa::path(
    tag = "chat",
    security(("bearer" = []), ("roomToken" = [])),
    params(("hostId" = String, Path, description = "the creator's user id")),
    request_body = NewMessage,
    responses(
        (status = 201, description = "The stored message.", body = Envelope<ChatMessageDto>),
        (status = 403, description = "BLOCKED, GUESTS_NOT_ALLOWED, CHAT_DISABLED, CHAT_FOLLOWERS_ONLY"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
        (status = 409, description = "STREAM_OFFLINE"),
        (status = 429, description = "RATE_LIMITED"),
    )
)]
#[post("/{hostId}/messages")]
pub(super) async fn post_message(
    api: web::Data<Api>,
    call: Call<ChatParticipant, NewMessage>,
) -> Result<impl Responder, ApiError> {
    let NewMessage { text, reply_to, host } = call.input;
    let host = host.ok_or_else(ApiError::unknown_user)?;
    let message = api
        .chat
        .post(&host, &call.caller, text, reply_to.as_ref())
        .await?;
    Ok((Envelope::<ChatMessageDto>::new(message), StatusCode::CREATED))
}
