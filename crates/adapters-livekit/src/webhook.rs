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
use onair_domain::ports::{MediaWebhooks, MediaWebhooksError, SignedBody};
use onair_domain::session::MediaNotification;
use secrecy::ExposeSecret as _;
use sha2::{Digest, Sha256};

use crate::LiveKitConfig;

/// Signed, but for another body than the one that came.
#[derive(Debug, thiserror::Error)]
#[error("the signature belongs to another body")]
struct AnotherBody;

/// Signed, but for no body: the same key pair signs room tokens, which every viewer has.
#[derive(Debug, thiserror::Error)]
#[error("the signature is for no body")]
struct NoBody;

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
            verifier: TokenVerifier::with_api_key(&config.api_key, config.api_secret.expose_secret()),
        }
    }
}

impl MediaWebhooks for LiveKitWebhooks {
    fn verify(&self, authorization: &str) -> Result<SignedBody, MediaWebhooksError> {
        let claims = self
            .verifier
            .verify(authorization)
            .map_err(|error| MediaWebhooksError::Unsigned(Box::new(error)))?;
        if claims.sha256.is_empty() {
            return Err(MediaWebhooksError::Unsigned(Box::new(NoBody)));
        }
        Ok(SignedBody::new(claims.sha256))
    }

    fn read(
        &self,
        signed: &SignedBody,
        body: &[u8],
    ) -> Result<Option<MediaNotification>, MediaWebhooksError> {
        let hash = BASE64_STANDARD.encode(Sha256::digest(body));
        if signed.as_str() != hash {
            return Err(MediaWebhooksError::Unsigned(Box::new(AnotherBody)));
        }
        wire::decode(body).map_err(|error| MediaWebhooksError::Unreadable(Box::new(error)))
    }
}
