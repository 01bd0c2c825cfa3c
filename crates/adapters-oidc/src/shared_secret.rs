//! [`SharedSecretAuthenticator`]: tokens signed with a secret that both sides know (HS256).

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
use crate::claims::{BearerClaims, ClaimsFault};

/// Longer than any token that fits into a request's headers; what is longer isn't even decoded.
const LONGEST_TOKEN: usize = 16 * 1024;

/// Where tokens must come from and whom they must be for. What is `None` isn't looked at: a token
/// with an `aud` is welcome where no audience is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenOrigin {
    /// The `iss` that a token must have.
    pub issuer: Option<String>,
    /// What must be, or be among, a token's `aud`.
    pub audience: Option<String>,
}

/// Why a token was refused; for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the token is longer than {LONGEST_TOKEN} bytes")]
    TooLong,
    #[error("the token is malformed, or its signature, issuer or audience is wrong")]
    Untrusted(#[source] jsonwebtoken::errors::Error),
    #[error("the token asks for extensions that nobody here understands")]
    Critical,
    #[error("the token says to be from the development login, and is not signed by it")]
    NotDevLogin,
    #[error(transparent)]
    Claims(#[from] ClaimsFault),
}

/// Verifies tokens by a shared secret.
#[derive(Clone)]
pub struct SharedSecretAuthenticator {
    key: DecodingKey,
    validation: Validation,
    longest: Duration,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SharedSecretAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedSecretAuthenticator")
            .finish_non_exhaustive()
    }
}

impl SharedSecretAuthenticator {
    /// Takes the secret and how long a token may live, [`onair_domain::user::TokenTimes::LONGEST`] by default; the clock
    /// decides what has expired.
    #[must_use]
    pub fn new(
        secret: &SharedSecret,
        origin: &TokenOrigin,
        longest: Duration,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            key: DecodingKey::from_secret(secret.as_bytes()),
            validation: validation(origin),
            longest,
            clock,
        }
    }

    fn verify(&self, token: &BearerToken) -> Result<Profile, Refusal> {
        let claims = decode(token, &self.key, &self.validation)?;
        claims
            .times()
            .check(self.clock.now(), self.longest)
            .map_err(ClaimsFault::from)?;
        let profile = claims.into_profile()?;
        // Who holds the secret could otherwise pass for the development login, which may be anybody.
        if profile.issuer == Some(Issuer::dev_login()) {
            return Err(Refusal::NotDevLogin);
        }
        Ok(profile)
    }
}

/// The claims of a token with a good signature, not yet checked themselves.
pub(crate) fn decode(
    token: &BearerToken,
    key: &DecodingKey,
    validation: &Validation,
) -> Result<BearerClaims, Refusal> {
    let token = token.expose_secret();
    if token.len() > LONGEST_TOKEN {
        return Err(Refusal::TooLong);
    }
    let token = jsonwebtoken::decode::<BearerClaims>(token, key, validation).map_err(Refusal::Untrusted)?;
    // RFC 7515, section 4.1.11: what must be understood and isn't makes a token invalid. The
    // library leaves that to its caller.
    if token.header.crit.is_some() {
        return Err(Refusal::Critical);
    }
    Ok(token.claims)
}

/// What the library checks: the signature, by the one algorithm, and the origin. It would take the
/// time from the system's clock, so `exp` and `nbf` are left to [`onair_domain::user::TokenTimes::check`].
pub(crate) fn validation(origin: &TokenOrigin) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    // On by default, and then refuses every token that has an `aud` when none is configured.
    validation.validate_aud = origin.audience.is_some();
    // A configured claim has to be required, too: the library lets one pass that is missing or of a
    // wrong type.
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
            .map_err(|refusal| AuthenticatorError::Invalid(Box::new(refusal)))
    }
}
