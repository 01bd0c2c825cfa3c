//! `GET /api/chat/{hostId}/messages`

use actix_web::{HttpRequest, get, web};
use onair_domain::chat::{ChatParticipant, Slice};
use onair_domain::user::UserId;

use crate::api::Api;
use crate::dto::ChatMessageDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::chat_participant::host;
use crate::extract::fields::Faults;
use crate::extract::query::{Query, whole_number};
use crate::extract::{Call, Input};

/// Which messages of whose chat.
#[derive(Debug)]
pub(super) struct Part {
    slice: Slice,
    host: Option<UserId>,
}

impl Input for Part {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut faults) = (Query::of(request), Faults::default());
        let after = query.read("after", &mut faults, parse_number);
        faults.finish(Some(Self {
            slice: after.map_or(Slice::Newest, Slice::After),
            host: host(request),
        }))
    }
}

fn parse_number(text: &str) -> Result<u32, &'static str> {
    whole_number(text).ok_or("must be the number of a message, from 0 to 4294967295")
}

/// Messages of the session that is on, in the order of their numbers; none while offline. Those that
/// were removed are left out, and so are those of a delayed chat that others don't see yet.
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
#[get("/api/chat/{hostId}/messages")]
pub(super) async fn list_messages(
    api: web::Data<Api>,
    call: Call<Option<ChatParticipant>, Part>,
) -> Result<Envelope<Vec<ChatMessageDto>>, ApiError> {
    let Part { slice, host } = call.input;
    let host = host.ok_or_else(ApiError::user_unknown)?;
    let messages = api.chat.history(&host, call.caller.as_ref(), slice).await?;
    let messages: Vec<_> = messages.into_iter().map(ChatMessageDto::from).collect();
    Ok(Envelope::new(messages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_whole_and_not_negative() {
        assert_eq!(parse_number("0"), Ok(0));
        assert_eq!(parse_number("4294967295"), Ok(u32::MAX));
        for bad in ["", "-1", "+1", "1.0", " 1", "x", "4294967296"] {
            assert!(parse_number(bad).is_err(), "{bad:?}");
        }
    }
}
