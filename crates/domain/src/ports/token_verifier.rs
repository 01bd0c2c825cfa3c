//! The port that verifies room tokens.

use crate::error::Source;
use crate::token::{RoomToken, VerifiedRoomToken};

/// The token is not a room token of this service. The source names the reason for the log; callers do not
/// learn it.
#[derive(Debug, thiserror::Error)]
#[error("the room token is not genuine")]
pub struct TokenVerifierError(#[source] pub Source);

/// Verifies the tokens that a [`super::TokenSigner`] signed.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait TokenVerifier: Send + Sync {
    /// Verifies a token and returns its participant and session. MUST refuse a token that was not signed with
    /// the signer's key and algorithm to open one room, or that contains no session id (as the refreshed
    /// tokens of the media server). MUST NOT check the expiry: callers decide how long a token proves
    /// something.
    fn verify(&self, token: &RoomToken) -> Result<VerifiedRoomToken, TokenVerifierError>;
}
