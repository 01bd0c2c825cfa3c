//! The secret that signs tokens.

use secrecy::{ExposeSecret as _, SecretString};

/// A secret of at least 32 bytes.
#[derive(Debug, Clone)]
pub struct SharedSecret(SecretString);

/// The secret is shorter than 32 bytes. HS256 requires a key of at least 256 bits (RFC 7518, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be at least {min} bytes long", min = SharedSecret::MIN)]
pub struct SecretTooShort;

impl SharedSecret {
    /// The minimum length in bytes.
    pub const MIN: usize = 32;

    /// Checks the length of a secret. The secret is used as it is, neither trimmed nor decoded.
    ///
    /// Fails if it has fewer than [`Self::MIN`] bytes.
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
    fn secret_shorter_than_32_bytes_is_rejected() {
        assert!(SharedSecret::new("s".repeat(31).into()).is_err());
        assert!(SharedSecret::new("s".repeat(32).into()).is_ok());
        assert!(SharedSecret::new("é".repeat(16).into()).is_ok());
    }

    #[test]
    fn debug_output_hides_secret() {
        let secret = SharedSecret::new("hush".repeat(8).into()).unwrap();
        assert!(!format!("{secret:?}").contains("hush"));
    }
}
