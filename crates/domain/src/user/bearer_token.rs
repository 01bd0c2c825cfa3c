//! [`BearerToken`].

use secrecy::{ExposeSecret as _, SecretString};

/// A bearer token from a request, before it is verified.
#[derive(Debug, Clone)]
pub struct BearerToken(SecretString);

impl BearerToken {
    /// Wraps the token of a `Bearer` authorization.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token.into())
    }

    /// Returns the token, for its verification.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}
