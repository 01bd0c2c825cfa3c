//! The development login, which needs no identity provider: [`DevTokens`] signs its tokens,
//! [`DevAuthenticator`] accepts them.

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use onair_domain::ports::{Authenticator, AuthenticatorError, Clock};
use onair_domain::text::HttpUrl;
use onair_domain::user::{BearerToken, Issuer, Profile, TokenTimes, User};
use serde::Serialize;

use crate::claims::ClaimsFault;
use crate::shared_secret::{Refusal, decode, validation};
use crate::{SharedSecret, SharedSecretAuthenticator, TokenOrigin};

/// A working day. Whoever develops longer signs in again.
const TIME_TO_LIVE: Duration = Duration::from_hours(12);

/// Signs the tokens of the development login, with a key and an issuer of their own: they are worth
/// nothing wherever the login is off. Whoever holds this can be anybody.
#[derive(Clone)]
pub struct DevTokens {
    key: DevKey,
    clock: Arc<dyn Clock>,
}

/// Made from the shared secret, so that all servers and every start have the same one.
#[derive(Clone)]
struct DevKey(Vec<u8>);

impl DevKey {
    fn of(secret: &SharedSecret) -> Result<Self, DevTokenError> {
        const PURPOSE: &[u8] = b"onair development login";
        let secret = EncodingKey::from_secret(secret.as_bytes());
        let key = jsonwebtoken::crypto::sign(PURPOSE, &secret, Algorithm::HS256).map_err(DevTokenError)?;
        Ok(Self(key.into_bytes()))
    }
}

impl fmt::Debug for DevTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevTokens").finish_non_exhaustive()
    }
}

/// A token could not be signed.
#[derive(Debug, thiserror::Error)]
#[error("the token could not be signed")]
pub struct DevTokenError(#[source] jsonwebtoken::errors::Error);

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    iss: &'a str,
    preferred_username: &'a str,
    name: &'a str,
    /// Empty where there is none, which an absent one would not say.
    picture: &'a str,
    roles: Vec<&'static str>,
    iat: i64,
    exp: i64,
}

impl DevTokens {
    /// Takes the secret that the server has for other tokens.
    pub fn new(secret: &SharedSecret, clock: Arc<dyn Clock>) -> Result<Self, DevTokenError> {
        Ok(Self {
            key: DevKey::of(secret)?,
            clock,
        })
    }

    /// A token that says its bearer is this user, for twelve hours.
    pub fn mint(&self, user: &User) -> Result<BearerToken, DevTokenError> {
        let now = self.clock.now();
        let issuer = Issuer::dev_login();
        let claims = Claims {
            sub: user.id.as_str(),
            iss: issuer.as_str(),
            preferred_username: user.username.as_str(),
            name: user.name.as_str(),
            picture: user.image.as_ref().map(HttpUrl::as_str).unwrap_or_default(),
            roles: user.roles.iter().map(<&str>::from).collect(),
            iat: now.timestamp(),
            exp: (now + TIME_TO_LIVE).timestamp(),
        };
        let key = EncodingKey::from_secret(&self.key.0);
        jsonwebtoken::encode(&Header::default(), &claims, &key)
            .map(BearerToken::new)
            .map_err(DevTokenError)
    }
}

/// Accepts the development login's tokens, and beside them those of the shared secret.
#[derive(Clone)]
pub struct DevAuthenticator {
    key: DecodingKey,
    validation: Validation,
    clock: Arc<dyn Clock>,
    others: SharedSecretAuthenticator,
}

impl fmt::Debug for DevAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevAuthenticator").finish_non_exhaustive()
    }
}

impl DevAuthenticator {
    /// Takes who signs the login's tokens, and who accepts all others.
    #[must_use]
    pub fn new(tokens: &DevTokens, others: SharedSecretAuthenticator) -> Self {
        let origin = TokenOrigin {
            issuer: Some(Issuer::dev_login().to_string()),
            audience: None,
        };
        Self {
            key: DecodingKey::from_secret(&tokens.key.0),
            validation: validation(&origin),
            clock: tokens.clock.clone(),
            others,
        }
    }

    fn verify(&self, token: &BearerToken) -> Result<Profile, Refusal> {
        let claims = decode(token, &self.key, &self.validation)?;
        claims
            .times()
            .check(self.clock.now(), TokenTimes::LONGEST)
            .map_err(ClaimsFault::from)?;
        Ok(claims.into_profile()?)
    }
}

#[async_trait]
impl Authenticator for DevAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        match self.verify(token) {
            Err(Refusal::Untrusted(error)) if matches!(error.kind(), ErrorKind::InvalidSignature) => {
                self.others.authenticate(token).await
            }
            verified => verified.map_err(|refusal| AuthenticatorError::Invalid(Box::new(refusal))),
        }
    }
}
