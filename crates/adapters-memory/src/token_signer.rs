//! [`MemoryTokenSigner`]: tokens that only their signer can verify.

use std::sync::{Mutex, MutexGuard, PoisonError};

use onair_domain::ports::{TokenSigner, TokenSignerError, TokenVerifier, TokenVerifierError};
use onair_domain::token::{RoomClaims, RoomToken, SignedToken, VerifiedRoomToken};

/// Issues `room-token-1`, `room-token-2` and so on, and keeps their claims.
#[derive(Debug, Default)]
pub struct MemoryTokenSigner {
    signed: Mutex<Vec<RoomClaims>>,
}

/// The prefix of tokens.
const PREFIX: &str = "room-token-";

impl MemoryTokenSigner {
    /// Creates a signer that has signed nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the claims of a token of this signer.
    #[must_use]
    pub fn claims_of(&self, token: &str) -> Option<RoomClaims> {
        let number: usize = token.strip_prefix(PREFIX)?.parse().ok()?;
        self.lock().get(number.checked_sub(1)?).cloned()
    }

    /// Returns the claims of all signed tokens, in the order of signing.
    #[must_use]
    pub fn signed(&self) -> Vec<RoomClaims> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<RoomClaims>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSigner for MemoryTokenSigner {
    fn sign(&self, claims: &RoomClaims) -> Result<SignedToken, TokenSignerError> {
        let mut signed = self.lock();
        signed.push(claims.clone());
        let token = format!("{PREFIX}{}", signed.len());
        Ok(SignedToken::new(token, claims.expires_at))
    }
}

impl TokenVerifier for MemoryTokenSigner {
    fn verify(&self, token: &RoomToken) -> Result<VerifiedRoomToken, TokenVerifierError> {
        let claims = self.claims_of(token.expose_secret());
        let claims = claims.ok_or_else(|| TokenVerifierError("not signed here".into()))?;
        Ok(VerifiedRoomToken {
            identity: claims.identity,
            name: claims.name,
            room: claims.room,
            session_id: claims.session_id,
        })
    }
}
