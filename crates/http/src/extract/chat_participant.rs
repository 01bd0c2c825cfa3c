//! Who chats: somebody signed in, or a guest by their room token.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName};
use async_trait::async_trait;
use onair_domain::chat::ChatParticipant;
use onair_domain::token::RoomToken;
use onair_domain::user::{User, UserId};

use super::caller::{Caller, api};
use super::path::{segment, two_segments};
use crate::error::ApiError;

/// The header by which a guest shows their room token.
pub(crate) const VIEWER_TOKEN: HeaderName = HeaderName::from_static("x-viewer-token");

/// The host whose chat an address is about; `None` if nobody can have the id.
pub(crate) fn host(request: &HttpRequest) -> Option<UserId> {
    // It comes first, and a message's id may follow.
    let host = segment(request).or_else(|| Some(two_segments(request)?.0))?;
    // An address is taken to the letter.
    UserId::parse(&host).ok().filter(|id| id.as_str() == host)
}

/// Anybody who chats or reads. A room token counts where nobody is signed in, and must be good then.
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
        Ok(Some(ChatParticipant::Guest(guest)))
    }
}

/// Somebody who says who they are.
#[async_trait(?Send)]
impl Caller for ChatParticipant {
    async fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let known = Option::<Self>::of(request).await?;
        known.ok_or_else(ApiError::unauthenticated)
    }
}

/// The room token that a guest had before, where one is welcome and none is needed: a header that holds
/// anything else counts as none.
pub(crate) fn earlier_room_token(headers: &HeaderMap) -> Option<RoomToken> {
    room_token(headers).ok().flatten()
}

/// The room token, if there is one. A header that holds something else is not the same as none.
fn room_token(headers: &HeaderMap) -> Result<Option<RoomToken>, ApiError> {
    let mut given = headers.get_all(VIEWER_TOKEN);
    let Some(value) = given.next() else {
        return Ok(None);
    };
    let token = value.to_str().ok().filter(|_| given.next().is_none());
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
    fn a_token_stands_once_and_as_it_is() {
        assert_eq!(of(&[]), Ok(None));
        assert_eq!(of(&[b"a.b.c"]), Ok(Some("a.b.c".to_owned())));
        for bad in [&[&b""[..]][..], &[b"\xff"], &[b"a", b"b"]] {
            assert_eq!(of(bad), Err(()), "{bad:?}");
        }
    }
}
