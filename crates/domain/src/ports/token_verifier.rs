//! The port that reads room tokens.

use crate::error::Source;
use crate::token::{RoomPass, RoomToken};

/// It is no room token of ours. The source says why; nobody outside is told.
#[derive(Debug, thiserror::Error)]
#[error("the room token is not genuine")]
pub struct TokenVerifierError(#[source] pub Source);

/// Reads the tokens that a [`super::TokenSigner`] signed.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait TokenVerifier: Send + Sync {
    /// Verifies a token and tells whom it was given to. MUST refuse what was not signed with the
    /// signer's key, in the signer's way, to open one room; MUST NOT look at whether it still does: for
    /// how long a token proves something is for the caller to say.
    fn verify(&self, token: &RoomToken) -> Result<RoomPass, TokenVerifierError>;
}
