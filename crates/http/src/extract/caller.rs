//! Identifies the caller by the `Authorization` header.

use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, web};
use async_trait::async_trait;
use onair_domain::account::{Account, VerifiedBearer};
use onair_domain::ports::SignedBody;
use onair_domain::user::{BearerToken, Requester, User, UserId};

use crate::api::{Api, AuthMode, DevLogin};
use crate::error::ApiError;

use std::sync::Arc;

/// A kind of caller that a route accepts.
#[async_trait(?Send)]
pub(crate) trait Caller: Sized {
    /// What the request itself proves about the caller.
    type Verified;

    /// Verifies the request's token, or returns why the request is refused. MUST NOT read the store, because the
    /// rate limit applies only after this.
    async fn verify(request: &HttpRequest) -> Result<Self::Verified, ApiError>;

    /// The id of the caller, if signed in.
    fn user_id(verified: &Self::Verified) -> Option<&UserId>;

    /// Identifies the caller, or returns why the request is refused.
    async fn load(request: &HttpRequest, verified: Self::Verified) -> Result<Self, ApiError>;
}

/// A signed-in user with the status of their application and their stream.
#[async_trait(?Send)]
impl Caller for Account {
    type Verified = VerifiedBearer;

    async fn verify(request: &HttpRequest) -> Result<VerifiedBearer, ApiError> {
        let verified = Option::<User>::verify(request).await?;
        verified.ok_or_else(ApiError::unauthenticated)
    }

    fn user_id(verified: &VerifiedBearer) -> Option<&UserId> {
        Some(verified.user_id())
    }

    async fn load(request: &HttpRequest, verified: VerifiedBearer) -> Result<Self, ApiError> {
        Ok(api(request)?.accounts.load(&verified).await?)
    }
}

/// A signed-in user.
#[async_trait(?Send)]
impl Caller for User {
    type Verified = VerifiedBearer;

    async fn verify(request: &HttpRequest) -> Result<VerifiedBearer, ApiError> {
        Account::verify(request).await
    }

    fn user_id(verified: &VerifiedBearer) -> Option<&UserId> {
        Account::user_id(verified)
    }

    async fn load(request: &HttpRequest, verified: VerifiedBearer) -> Result<Self, ApiError> {
        Ok(Account::load(request, verified).await?.user)
    }
}

/// A signed-in user or anybody else. An invalid token is refused here too: otherwise a user whose sign-in has
/// expired would get the response for guests.
#[async_trait(?Send)]
impl Caller for Option<User> {
    type Verified = Option<VerifiedBearer>;

    async fn verify(request: &HttpRequest) -> Result<Self::Verified, ApiError> {
        match bearer(request.headers())? {
            Some(token) => Ok(Some(api(request)?.accounts.verify(&token).await?)),
            None => Ok(None),
        }
    }

    fn user_id(verified: &Self::Verified) -> Option<&UserId> {
        verified.as_ref().map(VerifiedBearer::user_id)
    }

    async fn load(request: &HttpRequest, verified: Self::Verified) -> Result<Self, ApiError> {
        match verified {
            Some(verified) => Ok(Some(User::load(request, verified).await?)),
            None => Ok(None),
        }
    }
}

/// A signed-in user or a guest.
#[async_trait(?Send)]
impl Caller for Requester {
    type Verified = Option<VerifiedBearer>;

    async fn verify(request: &HttpRequest) -> Result<Self::Verified, ApiError> {
        Option::<User>::verify(request).await
    }

    fn user_id(verified: &Self::Verified) -> Option<&UserId> {
        Option::<User>::user_id(verified)
    }

    async fn load(request: &HttpRequest, verified: Self::Verified) -> Result<Self, ApiError> {
        let user = Option::<User>::load(request, verified).await?;
        Ok(user.map_or(Self::Guest, |user| Self::User(user.id)))
    }
}

/// Anybody, if the development login is enabled. Otherwise the route does not exist.
#[async_trait(?Send)]
impl Caller for Arc<dyn DevLogin> {
    type Verified = Self;

    async fn verify(request: &HttpRequest) -> Result<Self, ApiError> {
        match &api(request)?.config.auth_mode {
            AuthMode::Dev(login) => Ok(login.clone()),
            AuthMode::Secret | AuthMode::Oidc { .. } => Err(ApiError::no_route()),
        }
    }

    fn user_id(_: &Self) -> Option<&UserId> {
        None
    }

    async fn load(_: &HttpRequest, verified: Self) -> Result<Self, ApiError> {
        Ok(verified)
    }
}

/// The media server. The header contains its signature, not a bearer token. It is verified before the body is
/// read. The hash of the body is verified later.
#[derive(Debug)]
pub(crate) struct MediaServer(pub(crate) SignedBody);

#[async_trait(?Send)]
impl Caller for MediaServer {
    type Verified = Self;

    async fn verify(request: &HttpRequest) -> Result<Self, ApiError> {
        let mut values = request.headers().get_all(header::AUTHORIZATION);
        let one = values.next().filter(|_| values.next().is_none());
        let authorization = one
            .and_then(|value| value.to_str().ok())
            .ok_or_else(ApiError::unsigned_webhook)?;
        Ok(Self(api(request)?.webhooks.verify(authorization)?))
    }

    fn user_id(_: &Self) -> Option<&UserId> {
        None
    }

    async fn load(_: &HttpRequest, verified: Self) -> Result<Self, ApiError> {
        Ok(verified)
    }
}

/// The services and configuration that the routes use.
pub(crate) fn api(request: &HttpRequest) -> Result<&Api, ApiError> {
    match request.app_data::<web::Data<Api>>() {
        Some(api) => Ok(api),
        None => Err(ApiError::internal("the application has no Api".into())),
    }
}

/// The bearer token, or `None` without an `Authorization` header. A header with other contents is an error.
fn bearer(headers: &HeaderMap) -> Result<Option<BearerToken>, ApiError> {
    let mut values = headers.get_all(header::AUTHORIZATION);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let token = value
        .to_str()
        .ok()
        .filter(|_| values.next().is_none())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim_matches(' '))
        .filter(|token| !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()));
    match token {
        Some(token) => Ok(Some(BearerToken::new(token.to_owned()))),
        None => Err(ApiError::invalid_token(
            "the Authorization header holds no bearer token".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn of(values: &[&[u8]]) -> Result<Option<String>, ()> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        }
        match bearer(&headers) {
            Ok(token) => Ok(token.map(|token| token.expose_secret().to_owned())),
            Err(_) => Err(()),
        }
    }

    #[test]
    fn the_scheme_of_a_bearer_token_is_case_insensitive() {
        for good in [&b"Bearer abc"[..], b"bearer abc", b"BEARER  abc "] {
            assert_eq!(of(&[good]), Ok(Some("abc".to_owned())));
        }
        assert_eq!(of(&[]), Ok(None));
    }

    #[test]
    fn other_authorization_headers_are_refused() {
        let bad: [&[&[u8]]; 8] = [
            &[b""],
            &[b"Bearer"],
            &[b"Bearer "],
            &[b"Bearer a b"],
            &[b"Basic abc"],
            &[b"abc"],
            &[b"Bearer \xff"],
            &[b"Bearer a", b"Bearer b"],
        ];
        for bad in bad {
            assert_eq!(of(bad), Err(()), "{bad:?}");
        }
    }
}
