//! [`BearerToken`].

use secrecy::{ExposeSecret as _, SecretString};

/// A token as it came, before it was verified.
#[derive(Debug, Clone)]
pub struct BearerToken(SecretString);

impl BearerToken {
    /// Wraps what stood behind `Bearer `.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token.into())
    }

    /// The token itself, for the one who verifies it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}
