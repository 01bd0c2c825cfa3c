//! The port that verifies bearer tokens.

use async_trait::async_trait;

use crate::error::Source;
use crate::user::{BearerToken, Profile};

/// Why a token was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticatorError {
    /// Malformed, wrongly signed, expired, of another issuer or audience, or its claims make no
    /// user. The source says which; nobody outside is told.
    #[error("the bearer token is not valid")]
    Invalid(#[source] Source),
    /// The keys to verify it with can't be had.
    #[error("the identity provider is unavailable")]
    Unavailable(#[source] Source),
}

/// Verifies bearer tokens and reads who their bearer is.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// Verifies a token. MUST refuse one that is unsigned, signed by another key or in another way
    /// than configured, without expiry, whose times don't count by
    /// [`TokenTimes::check`](crate::user::TokenTimes::check), or whose `sub` is no [`crate::user::UserId`]. MUST take
    /// the user name from `preferred_username`, else `username`, and leave out of the profile whatever is absent,
    /// `null`, of another type or can't be made to fit; an empty `picture` says that there is none. MUST
    /// leave out unknown roles.
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError>;
}
