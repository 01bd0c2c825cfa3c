//! The development login, which needs no identity provider. [`DevTokenSigner`] signs its tokens and
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

use crate::claim_mapping::ClaimMapping;
use crate::claims::ClaimsError;
use crate::shared_secret::{TokenError, decode, validation};
use crate::{SharedSecret, SharedSecretAuthenticator, TokenOrigin};

/// Long enough for a working day.
const TOKEN_LIFETIME: Duration = Duration::from_hours(12);

/// Signs the tokens of the development login.
///
/// The tokens have their own key and issuer, so other authenticators reject them. The holder of this signer
/// can impersonate any user.
#[derive(Clone)]
pub struct DevTokenSigner {
    key: DevKey,
    clock: Arc<dyn Clock>,
}

/// Derived from the shared secret, so it is the same on every server and after a restart.
#[derive(Clone)]
struct DevKey(Vec<u8>);

impl DevKey {
    fn derive(secret: &SharedSecret) -> Result<Self, DevTokenError> {
        const PURPOSE: &[u8] = b"onair development login";
        let secret = EncodingKey::from_secret(secret.as_bytes());
        let key = jsonwebtoken::crypto::sign(PURPOSE, &secret, Algorithm::HS256).map_err(DevTokenError)?;
        Ok(Self(key.into_bytes()))
    }
}

impl fmt::Debug for DevTokenSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevTokenSigner").finish_non_exhaustive()
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
    /// Empty if the user has no image. An absent claim would leave a stored image unchanged.
    picture: &'a str,
    roles: Vec<&'static str>,
    iat: i64,
    exp: i64,
}

impl DevTokenSigner {
    /// Derives the signing key from the secret that the server uses for other tokens.
    ///
    /// Fails if the key cannot be derived.
    pub fn new(secret: &SharedSecret, clock: Arc<dyn Clock>) -> Result<Self, DevTokenError> {
        Ok(Self {
            key: DevKey::derive(secret)?,
            clock,
        })
    }

    /// Signs a token for a user. The token expires after twelve hours.
    ///
    /// Fails if the token cannot be signed.
    pub fn sign(&self, user: &User) -> Result<BearerToken, DevTokenError> {
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
            exp: (now + TOKEN_LIFETIME).timestamp(),
        };
        let key = EncodingKey::from_secret(&self.key.0);
        jsonwebtoken::encode(&Header::default(), &claims, &key)
            .map(BearerToken::new)
            .map_err(DevTokenError)
    }
}

/// Accepts tokens of the development login and of the shared secret.
#[derive(Clone)]
pub struct DevAuthenticator {
    key: DecodingKey,
    validation: Validation,
    clock: Arc<dyn Clock>,
    fallback: SharedSecretAuthenticator,
}

impl fmt::Debug for DevAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevAuthenticator").finish_non_exhaustive()
    }
}

impl DevAuthenticator {
    /// Accepts the tokens that `signer` signs and passes all others to `fallback`.
    #[must_use]
    pub fn new(signer: &DevTokenSigner, fallback: SharedSecretAuthenticator) -> Self {
        let origin = TokenOrigin {
            issuer: Some(Issuer::dev_login().to_string()),
            audience: None,
        };
        Self {
            key: DecodingKey::from_secret(&signer.key.0),
            validation: validation(&origin),
            clock: signer.clock.clone(),
            fallback,
        }
    }

    fn verify(&self, token: &BearerToken) -> Result<Profile, TokenError> {
        let claims = decode(token, &self.key, &self.validation)?;
        claims
            .times()
            .check(self.clock.now(), TokenTimes::MAX_LIFETIME)
            .map_err(ClaimsError::from)?;
        Ok(claims.into_profile(&ClaimMapping::default(), None)?)
    }
}

#[async_trait]
impl Authenticator for DevAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        match self.verify(token) {
            Err(TokenError::Untrusted(error)) if matches!(error.kind(), ErrorKind::InvalidSignature) => {
                self.fallback.authenticate(token).await
            }
            verified => verified.map_err(|error| AuthenticatorError::Invalid(Box::new(error))),
        }
    }
}
