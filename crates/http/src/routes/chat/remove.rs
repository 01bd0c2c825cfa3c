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

/// Which message of whose chat; either may be one that can't be.
#[derive(Debug)]
pub(super) struct Which {
    host: Option<UserId>,
    message: Option<MessageId>,
}

impl Input for Which {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        Ok(Self {
            host: host(request),
            message: two_segments(request).and_then(|(_, raw)| MessageId::parse(&raw)),
        })
    }
}

/// Removes a message, for everybody and for good. Fine when it is removed already.
#[utoipa::path(
    tag = "chat",
    security(("bearer" = []), ("roomToken" = [])),
    params(
        ("hostId" = String, Path, description = "the creator's user id"),
        ("id" = String, Path, description = "the message's"),
    ),
    responses(
        (status = 200, description = "The message is gone.", body = Done),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND, NOT_FOUND"),
    )
)]
#[delete("/api/chat/{hostId}/messages/{id}")]
pub(super) async fn remove_message(
    api: web::Data<Api>,
    call: Call<ChatParticipant, Which>,
) -> Result<Done, ApiError> {
    let host = call.input.host.ok_or_else(ApiError::user_unknown)?;
    let message = call.input.message.ok_or_else(ApiError::message_unknown)?;
    api.chat.remove(&host, &call.caller, &message).await?;
    Ok(Done::silent())
}
