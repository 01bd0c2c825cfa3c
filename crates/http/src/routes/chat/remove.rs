//! `DELETE /api/chat/{hostId}/messages/{id}`

use actix_web::{HttpRequest, delete, web};
use onair_domain::chat::{ChatParticipant, MessageId};
use onair_domain::user::UserId;

use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::chat_participant::host;
use crate::extract::path::two_segments;
use crate::extract::{Call, Input};

/// The message and the chat in the path; `None` if an id is not valid.
#[derive(Debug)]
pub(super) struct MessagePath {
    host: Option<UserId>,
    message: Option<MessageId>,
}

impl Input for MessagePath {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {
            host: host(request),
            message: two_segments(request).and_then(|(_, raw)| MessageId::parse(&raw)),
        })
    }
}

/// Removes a message permanently, for everybody. Succeeds if it is already removed.
#[utoipa::path(
    tag = "chat",
    security(("bearer" = []), ("roomToken" = [])),
    params(
        ("hostId" = String, Path, description = "the creator's user id"),
        ("id" = String, Path, description = "the message's id"),
    ),
    responses(
        (status = 200, description = "The message is removed.", body = Done),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND, NOT_FOUND"),
    )
)]
#[delete("/{hostId}/messages/{id}")]
pub(super) async fn remove_message(
    api: web::Data<Api>,
    call: Call<ChatParticipant, MessagePath>,
) -> Result<Done, ApiError> {
    let host = call.input.host.ok_or_else(ApiError::unknown_user)?;
    let message = call.input.message.ok_or_else(ApiError::unknown_message)?;
    api.chat.remove(&host, &call.caller, &message).await?;
    Ok(Done::new())
}
