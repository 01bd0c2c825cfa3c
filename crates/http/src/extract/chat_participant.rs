//! Identifies the participant of a chat: a signed-in user, or a guest by their room token.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName};
use async_trait::async_trait;
use onair_domain::chat::{ChatParticipant, GuestOrigin};
use onair_domain::token::RoomToken;
use onair_domain::user::{User, UserId};

use super::caller::{Caller, api};
use super::path::{segment, two_segments};
use crate::client::network_of;
use crate::error::ApiError;

/// The header that contains the room token of a guest.
pub(crate) const VIEWER_TOKEN: HeaderName = HeaderName::from_static("x-viewer-token");

/// The host whose chat the path names; `None` if it is not a valid user id.
pub(crate) fn host(request: &HttpRequest) -> Option<UserId> {
    // The path has one segment, or a second one with the message's id.
    let host = segment(request).or_else(|| Some(two_segments(request)?.0))?;
    // Ids in paths are not trimmed.
    UserId::parse(&host).ok().filter(|id| id.as_str() == host)
}

/// A participant, or `None` for anonymous readers. A room token is used if there is no bearer token, and must
/// be valid then.
#[async_trait(?Send)]
impl Caller for Option<ChatParticipant> {
    async fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        if let Some(user) = Option::<User>::of(request).await? {
            return Ok(Some(ChatParticipant::User(user)));
        }
        let Some(token) = room_token(request.headers())? else {
            return Ok(None);
        };
        let host = host(request).ok_or_else(ApiError::invalid_room_token)?;
        let guest = api(request)?.chat.authenticate_guest(&host, &token).await?;
        let origin = GuestOrigin::new(network_of(request).to_string());
        Ok(Some(ChatParticipant::Guest(guest.with_origin(origin))))
    }

    fn user_id(&self) -> Option<&UserId> {
        self.as_ref().and_then(Caller::user_id)
    }
}

/// An authenticated participant.
#[async_trait(?Send)]
impl Caller for ChatParticipant {
    async fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let participant = Option::<Self>::of(request).await?;
        participant.ok_or_else(ApiError::unauthenticated)
    }

    fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::User(user) => Some(&user.id),
            Self::Guest(_) => None,
        }
    }
}

/// The earlier room token of a guest, where it is optional. Invalid headers are ignored.
pub(crate) fn optional_room_token(headers: &HeaderMap) -> Option<RoomToken> {
    room_token(headers).ok().flatten()
}

/// The room token, or `None` without a header. A header with other contents is an error.
fn room_token(headers: &HeaderMap) -> Result<Option<RoomToken>, ApiError> {
    let mut values = headers.get_all(VIEWER_TOKEN);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let token = value.to_str().ok().filter(|_| values.next().is_none());
    let token = token.filter(|token| !token.is_empty());
    match token {
        Some(token) => Ok(Some(RoomToken::new(token.to_owned()))),
        None => Err(ApiError::invalid_room_token()),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn of(values: &[&[u8]]) -> Result<Option<String>, ()> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(VIEWER_TOKEN, HeaderValue::from_bytes(value).unwrap());
        }
        match room_token(&headers) {
            Ok(token) => Ok(token.map(|token| token.expose_secret().to_owned())),
            Err(_) => Err(()),
        }
    }

    #[test]
    fn a_room_token_header_occurs_once_and_is_not_changed() {
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&[b"a.b.c"]), Ok(Some("a.b.c".to_owned())));
        for bad in [&[&b""[..]][..], &[b"\xff"], &[b"a", b"b"]] {
            assert_eq!(of(bad), Err(()), "{bad:?}");
        }
    }
}
