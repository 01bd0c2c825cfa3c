//! The port that signs room tokens.

use crate::error::Source;
use crate::token::{RoomClaims, SignedToken};

/// A token could not be signed, because the configuration is wrong.
#[derive(Debug, thiserror::Error)]
#[error("a token could not be signed")]
pub struct TokenSignerError(#[source] pub Source);

/// Signs room tokens.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait TokenSigner: Send + Sync {
    /// Signs exactly these claims. The token MUST open only this room, with this identity and name and with
    /// exactly these grants, until `expires_at`, truncated to seconds. It MUST contain the session id in a
    /// form that the media server does not show to other participants.
    fn sign(&self, claims: &RoomClaims) -> Result<SignedToken, TokenSignerError>;
}
