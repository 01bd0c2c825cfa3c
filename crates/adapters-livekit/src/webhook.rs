//! [`LiveKitWebhooks`]: what LiveKit tells on its own when something happens in a room.
//!
//! Webhooks may be lost, late, doubled or out of order, and each carries LiveKit's signature. What is
//! signed is read with patience: the library's own decoder refuses a whole event for one enum value
//! that it doesn't know, and a new server would silence the service. A body holds a password (its
//! room's for TURN), so bodies don't belong in a log.

mod wire;

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use livekit_api::access_token::TokenVerifier;
use onair_domain::ports::{MediaWebhooks, MediaWebhooksError};
use onair_domain::session::MediaReport;
use sha2::{Digest, Sha256};

use crate::LiveKitConfig;

/// Rightly signed, but for another body; a room token, which the same key pair signs, is for none.
#[derive(Debug, thiserror::Error)]
#[error("the signature belongs to another body")]
struct AnotherBody;

/// Tells LiveKit's webhooks from everybody else's, and reads them. The header is a bare JWT, without
/// "Bearer".
#[derive(Debug, Clone)]
pub struct LiveKitWebhooks {
    verifier: TokenVerifier,
}

impl LiveKitWebhooks {
    /// Takes the key pair; LiveKit must be configured to sign its webhooks with the same.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        Self {
            verifier: TokenVerifier::with_api_key(&config.api_key, config.api_secret.reveal()),
        }
    }
}

impl MediaWebhooks for LiveKitWebhooks {
    fn read(&self, authorization: &str, body: &[u8]) -> Result<Option<MediaReport>, MediaWebhooksError> {
        let claims = self
            .verifier
            .verify(authorization)
            .map_err(|error| MediaWebhooksError::Unsigned(Box::new(error)))?;
        let hash = BASE64_STANDARD.encode(Sha256::digest(body));
        if claims.sha256 != hash {
            return Err(MediaWebhooksError::Unsigned(Box::new(AnotherBody)));
        }
        wire::decode(body, &hash).map_err(|error| MediaWebhooksError::Unreadable(Box::new(error)))
    }
}
