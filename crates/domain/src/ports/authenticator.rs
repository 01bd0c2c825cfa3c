//! The port that verifies bearer tokens.

use async_trait::async_trait;

use crate::error::Source;
use crate::user::{BearerToken, Profile};

/// Why a bearer token was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticatorError {
    /// Malformed, wrongly signed, expired, from another issuer or for another audience, or its claims do not
    /// describe a user. The source names the reason for the log; callers do not learn it.
    #[error("the bearer token is not valid")]
    Invalid(#[source] Source),
    /// The token is no JWT: the identity provider issues access tokens that only it can read. Its configuration
    /// has to be changed.
    #[error("the bearer token is opaque")]
    Opaque(#[source] Source),
    /// The keys that verify the token cannot be loaded.
    #[error("the identity provider is unavailable")]
    Unavailable(#[source] Source),
}

/// Verifies bearer tokens and reads their claims.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// Verifies a token. MUST refuse a token that is unsigned, that is signed with another key or algorithm
    /// than configured, that has no expiry, whose times [`TokenTimes::check`](crate::user::TokenTimes::check)
    /// refuses, or whose `sub` is not a valid [`crate::user::UserId`]. MUST take the user name from
    /// `preferred_username`, else from `username`. MUST leave out of the profile each claim that is absent,
    /// `null`, of another type or cannot be converted; an empty `picture` means that there is no picture.
    /// MUST leave out unknown roles.
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError>;
}
