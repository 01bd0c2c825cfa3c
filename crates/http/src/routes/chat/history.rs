//! `GET /api/chat/{hostId}/messages`

use actix_web::{HttpRequest, get, web};
use onair_domain::chat::{ChatParticipant, Slice};
use onair_domain::user::UserId;

use crate::api::Api;
use crate::dto::ChatMessageDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::chat_participant::host;
use crate::extract::fields::FieldErrors;
use crate::extract::query::{Query, whole_number};
use crate::extract::{Call, Input};

/// Which messages of which chat to list.
#[derive(Debug)]
pub(super) struct HistoryRequest {
    slice: Slice,
    host: Option<UserId>,
}

impl Input for HistoryRequest {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut errors) = (Query::of(request), FieldErrors::default());
        let after = query.read("after", &mut errors, parse_number);
        errors.finish(Some(Self {
            slice: after.map_or(Slice::Newest, Slice::After),
            host: host(request),
        }))
    }
}

fn parse_number(text: &str) -> Result<u32, &'static str> {
    whole_number(text).ok_or("must be the number of a message, from 0 to 4294967295")
}

/// Lists messages of the open session by their numbers; none while offline. Removed messages, and messages of
/// a delayed chat that are not visible yet, are left out.
#[utoipa::path(
    tag = "chat",
    security((), ("bearer" = []), ("roomToken" = [])),
    params(
        ("hostId" = String, Path, description = "the creator's user id"),
        ("after" = Option<u32>, Query),
    ),
    responses(
        (status = 200, description = "The messages.", body = Envelope<Vec<ChatMessageDto>>),
        (status = 403, description = "BLOCKED, GUESTS_NOT_ALLOWED"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
    )
)]
#[get("/{hostId}/messages")]
pub(super) async fn list_messages(
    api: web::Data<Api>,
    call: Call<Option<ChatParticipant>, HistoryRequest>,
) -> Result<Envelope<Vec<ChatMessageDto>>, ApiError> {
    let HistoryRequest { slice, host } = call.input;
    let host = host.ok_or_else(ApiError::unknown_user)?;
    let messages = api.chat.history(&host, call.caller.as_ref(), slice).await?;
    let messages: Vec<_> = messages.into_iter().map(ChatMessageDto::from).collect();
    Ok(Envelope::new(messages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_numbers_are_unsigned_integers() {
        assert_eq!(parse_number("0"), Ok(0));
        assert_eq!(parse_number("4294967295"), Ok(u32::MAX));
        for bad in ["", "-1", "+1", "1.0", " 1", "x", "4294967296"] {
            assert!(parse_number(bad).is_err(), "{bad:?}");
        }
    }
}
