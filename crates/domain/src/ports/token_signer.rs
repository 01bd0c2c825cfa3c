//! The port that signs room tokens.

use crate::error::Source;
use crate::token::{RoomClaims, SignedToken};

/// A token could not be signed; the configuration is at fault.
#[derive(Debug, thiserror::Error)]
#[error("a token could not be signed")]
pub struct TokenSignerError(#[source] pub Source);

/// Signs the tokens that open rooms.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait TokenSigner: Send + Sync {
    /// Signs exactly these claims: the token MUST open this room alone, under this identity and
    /// name, with these grants and no other, until `expires_at` (to the second, never later). It MUST
    /// name the session, in a way that the media server shows to nobody else in the room.
    fn sign(&self, claims: &RoomClaims) -> Result<SignedToken, TokenSignerError>;
}
