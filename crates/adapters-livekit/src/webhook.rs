//! [`LiveKitWebhooks`]: reads webhooks, which report events in rooms.
//!
//! Webhooks may be lost, late, duplicated or out of order. Each one carries LiveKit's signature.
//!
//! Signed bodies are parsed leniently. The library's decoder rejects a whole event because of one unknown
//! enum value, so an upgrade of the server could stop all notifications.
//!
//! Do not log bodies: they contain the room's TURN password.

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

/// The signature is valid for another body.
#[derive(Debug, thiserror::Error)]
#[error("the signature is valid for another body")]
struct OtherBody;

/// The token signs no body. The same key pair signs room tokens, which every viewer has.
#[derive(Debug, thiserror::Error)]
#[error("the token signs no body")]
struct MissingBodyHash;

/// Verifies and reads LiveKit's webhooks. The authorization header is a JWT without the scheme "Bearer".
#[derive(Debug, Clone)]
pub struct LiveKitWebhooks {
    verifier: TokenVerifier,
    secondary: Option<TokenVerifier>,
}

impl LiveKitWebhooks {
    /// Creates a reader with the configured key pairs. LiveKit must sign its webhooks with one of them.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        let secondary = config.secondary.as_ref();
        Self {
            verifier: TokenVerifier::with_api_key(&config.api_key, config.api_secret.expose_secret()),
            secondary: secondary
                .map(|pair| TokenVerifier::with_api_key(&pair.key, pair.secret.expose_secret())),
        }
    }
}

impl MediaWebhooks for LiveKitWebhooks {
    fn verify(&self, authorization: &str) -> Result<SignedBody, MediaWebhooksError> {
        let claims = self
            .verifier
            .verify(authorization)
            .or_else(|error| match &self.secondary {
                Some(secondary) => secondary.verify(authorization),
                None => Err(error),
            })
            .map_err(|error| MediaWebhooksError::Unsigned(Box::new(error)))?;
        if claims.sha256.is_empty() {
            return Err(MediaWebhooksError::Unsigned(Box::new(MissingBodyHash)));
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
            return Err(MediaWebhooksError::Unsigned(Box::new(OtherBody)));
        }
        wire::decode(body).map_err(|error| MediaWebhooksError::Unreadable(Box::new(error)))
    }
}
