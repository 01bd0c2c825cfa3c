//! Identifies the participant of a chat: a signed-in user, or a guest by their room token.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName};
use async_trait::async_trait;
use onair_domain::account::VerifiedBearer;
use onair_domain::chat::{ChatParticipant, GuestOrigin};
use onair_domain::token::{RoomToken, VerifiedRoomToken};
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

/// What a request proves about a participant.
#[derive(Debug)]
pub(crate) enum VerifiedParticipant {
    User(VerifiedBearer),
    /// The host of the chat, and the guest's room token.
    Guest(UserId, VerifiedRoomToken),
}

/// A participant, or `None` for anonymous readers. A room token is used if there is no bearer token, and must
/// be valid then.
#[async_trait(?Send)]
impl Caller for Option<ChatParticipant> {
    type Verified = Option<VerifiedParticipant>;

    async fn verify(request: &HttpRequest) -> Result<Self::Verified, ApiError> {
        if let Some(user) = Option::<User>::verify(request).await? {
            return Ok(Some(VerifiedParticipant::User(user)));
        }
        let Some(token) = room_token(request.headers())? else {
            return Ok(None);
        };
        let host = host(request).ok_or_else(ApiError::invalid_room_token)?;
        let token = api(request)?.chat.verify_room_token(&token)?;
        Ok(Some(VerifiedParticipant::Guest(host, token)))
    }

    fn user_id(verified: &Self::Verified) -> Option<&UserId> {
        verified.as_ref().and_then(ChatParticipant::user_id)
    }

    async fn load(request: &HttpRequest, verified: Self::Verified) -> Result<Self, ApiError> {
        match verified {
            Some(verified) => Ok(Some(ChatParticipant::load(request, verified).await?)),
            None => Ok(None),
        }
    }
}

/// An authenticated participant.
#[async_trait(?Send)]
impl Caller for ChatParticipant {
    type Verified = VerifiedParticipant;

    async fn verify(request: &HttpRequest) -> Result<VerifiedParticipant, ApiError> {
        let verified = Option::<Self>::verify(request).await?;
        verified.ok_or_else(ApiError::unauthenticated)
    }

    fn user_id(verified: &VerifiedParticipant) -> Option<&UserId> {
        match verified {
            VerifiedParticipant::User(user) => Some(user.user_id()),
            VerifiedParticipant::Guest(..) => None,
        }
    }

    async fn load(request: &HttpRequest, verified: VerifiedParticipant) -> Result<Self, ApiError> {
        match verified {
            VerifiedParticipant::User(user) => Ok(Self::User(User::load(request, user).await?)),
            VerifiedParticipant::Guest(host, token) => {
                let guest = api(request)?.chat.find_guest(&host, token).await?;
                let origin = GuestOrigin::new(network_of(request).to_string());
                Ok(Self::Guest(guest.with_origin(origin)))
            }
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
