//! The secret that tokens are signed with.

use secrecy::{ExposeSecret as _, SecretString};

/// A secret of at least 32 bytes.
#[derive(Debug, Clone)]
pub struct SharedSecret(SecretString);

/// A secret that could be guessed. RFC 7518, section 3.2: a key for HS256 has 256 bits at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be at least {min} bytes long", min = SharedSecret::MIN)]
pub struct SecretTooShort;

impl SharedSecret {
    /// The shortest secret, in bytes.
    pub const MIN: usize = 32;

    /// Checks a secret. It is used as it is, to the byte: neither trimmed nor decoded.
    pub fn new(secret: SecretString) -> Result<Self, SecretTooShort> {
        if secret.expose_secret().len() < Self::MIN {
            Err(SecretTooShort)
        } else {
            Ok(Self(secret))
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_32_bytes_at_least() {
        assert!(SharedSecret::new("s".repeat(31).into()).is_err());
        assert!(SharedSecret::new("s".repeat(32).into()).is_ok());
        assert!(SharedSecret::new("é".repeat(16).into()).is_ok());
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = SharedSecret::new("hush".repeat(8).into()).unwrap();
        assert!(!format!("{secret:?}").contains("hush"));
    }
}
