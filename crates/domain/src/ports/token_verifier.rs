//! The port that reads room tokens.

use crate::error::Source;
use crate::token::{RoomToken, VerifiedRoomToken};

/// It is no room token of ours. The source says why; nobody outside is told.
#[derive(Debug, thiserror::Error)]
#[error("the room token is not genuine")]
pub struct TokenVerifierError(#[source] pub Source);

/// Reads the tokens that a [`super::TokenSigner`] signed.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait TokenVerifier: Send + Sync {
    /// Verifies a token and returns who it was given to, and for which session. MUST refuse what was not
    /// signed with the signer's key, in the signer's way, to open one room, and what names no session (the
    /// media server's own refreshed tokens don't). MUST NOT check whether it still opens the room: for how
    /// long a token proves something is for the caller to say.
    fn verify(&self, token: &RoomToken) -> Result<VerifiedRoomToken, TokenVerifierError>;
}
