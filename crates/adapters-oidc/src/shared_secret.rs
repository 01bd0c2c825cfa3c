//! [`SharedSecretAuthenticator`]: verifies tokens that are signed with a shared secret (HS256).

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use onair_domain::ports::{Authenticator, AuthenticatorError, Clock};
use onair_domain::user::{BearerToken, Issuer, Profile};

use crate::SharedSecret;
use crate::claim_mapping::ClaimMapping;
use crate::claims::{BearerClaims, ClaimsError};

/// The maximum length of a token in bytes. Any token that fits into the headers of a request is shorter.
/// Longer tokens are rejected without decoding.
pub(crate) const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// The required issuer and audience of tokens.
///
/// `None` accepts any value: without a configured audience, tokens with an `aud` claim are accepted too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenOrigin {
    /// The required `iss` claim.
    pub issuer: Option<String>,
    /// The value that the `aud` claim must equal or contain.
    pub audience: Option<String>,
}

/// The reason to reject a token. It goes to the log and not to the client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("the token is longer than {MAX_TOKEN_BYTES} bytes")]
    TooLong,
    #[error("the token is malformed, or its signature, issuer or audience is wrong")]
    Untrusted(#[source] jsonwebtoken::errors::Error),
    #[error("the claim iss is not a text")]
    IssuerType,
    #[error("the token has critical extensions, which are not supported")]
    Critical,
    #[error("the token names the development login as issuer but is not signed by it")]
    ForgedDevLogin,
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

/// Verifies tokens that are signed with a shared secret.
#[derive(Clone)]
pub struct SharedSecretAuthenticator {
    key: DecodingKey,
    secondary: Option<DecodingKey>,
    validation: Validation,
    max_lifetime: Duration,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SharedSecretAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSecretAuthenticator")
            .finish_non_exhaustive()
    }
}

impl SharedSecretAuthenticator {
    /// Creates an authenticator.
    ///
    /// `max_lifetime` bounds the time from a token's issue, or from now, to its expiry. The default is
    /// [`onair_domain::user::TokenTimes::MAX_LIFETIME`]. The clock decides which tokens have expired.
    #[must_use]
    pub fn new(
        secret: &SharedSecret,
        origin: &TokenOrigin,
        max_lifetime: Duration,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            key: DecodingKey::from_secret(secret.as_bytes()),
            secondary: None,
            validation: validation(origin),
            max_lifetime,
            clock,
        }
    }

    /// Accepts tokens that are signed with another secret too, while the secret is changed.
    #[must_use]
    pub fn with_secondary(self, secret: &SharedSecret) -> Self {
        Self {
            secondary: Some(DecodingKey::from_secret(secret.as_bytes())),
            ..self
        }
    }

    fn verify(&self, token: &BearerToken) -> Result<Profile, TokenError> {
        let claims = match (decode(token, &self.key, &self.validation), &self.secondary) {
            (Err(TokenError::Untrusted(_)), Some(secondary)) => decode(token, secondary, &self.validation)?,
            (decoded, _) => decoded?,
        };
        claims
            .times()
            .check(self.clock.now(), self.max_lifetime)
            .map_err(ClaimsError::from)?;
        let profile = claims.into_profile(&ClaimMapping::default(), None)?;
        // Otherwise a holder of the secret could impersonate the development login, which may sign in as
        // anybody.
        if profile.issuer == Some(Issuer::dev_login()) {
            return Err(TokenError::ForgedDevLogin);
        }
        Ok(profile)
    }
}

/// Decodes a token and verifies its signature, issuer and audience. The caller must check the claims.
pub(crate) fn decode(
    token: &BearerToken,
    key: &DecodingKey,
    validation: &Validation,
) -> Result<BearerClaims, TokenError> {
    let token = token.expose_secret();
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let token =
        jsonwebtoken::decode::<BearerClaims>(token, key, validation).map_err(TokenError::Untrusted)?;
    // A token with a critical extension that is not understood is invalid (RFC 7515, section 4.1.11). The
    // library leaves this check to its caller.
    if token.header.crit.is_some() {
        return Err(TokenError::Critical);
    }
    // The library accepts a list with the right issuer in it. RFC 7519, section 4.1.1: a text.
    if validation.iss.is_some() && !token.claims.has_text_issuer() {
        return Err(TokenError::IssuerType);
    }
    Ok(token.claims)
}

/// The checks that the library performs: algorithm, signature, issuer and audience. The library reads the
/// system clock, so `exp` and `nbf` are left to [`onair_domain::user::TokenTimes::check`].
pub(crate) fn validation(origin: &TokenOrigin) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    // On by default. Without a configured audience, it would reject every token with an `aud`.
    validation.validate_aud = origin.audience.is_some();
    // The library accepts a token in which a configured claim is missing or has the wrong type, unless the
    // claim is required too.
    let mut required = Vec::new();
    if let Some(issuer) = &origin.issuer {
        validation.set_issuer(&[issuer]);
        required.push("iss");
    }
    if let Some(audience) = &origin.audience {
        validation.set_audience(&[audience]);
        required.push("aud");
    }
    validation.set_required_spec_claims(&required);
    validation
}

#[async_trait]
impl Authenticator for SharedSecretAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        self.verify(token)
            .map_err(|error| AuthenticatorError::Invalid(Box::new(error)))
    }
}
