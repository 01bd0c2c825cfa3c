//! [`MemoryTokenSigner`]: tokens that mean something to their signer alone, which remembers them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use onair_domain::ports::{TokenSigner, TokenSignerError, TokenVerifier, TokenVerifierError};
use onair_domain::token::{RoomClaims, RoomToken, SignedToken, VerifiedRoomToken};

/// Gives out `room-token-1`, `room-token-2` and so on, and remembers what each says.
#[derive(Debug, Default)]
pub struct MemoryTokenSigner {
    signed: Mutex<Vec<RoomClaims>>,
}

/// What stands before a token's number.
const PREFIX: &str = "room-token-";

impl MemoryTokenSigner {
    /// A signer that has signed nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What a token of this signer says, by the token's text.
    #[must_use]
    pub fn claims_of(&self, token: &str) -> Option<RoomClaims> {
        let number: usize = token.strip_prefix(PREFIX)?.parse().ok()?;
        self.lock().get(number.checked_sub(1)?).cloned()
    }

    /// What all tokens say that were signed, the first one first.
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
