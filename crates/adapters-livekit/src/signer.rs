//! [`LiveKitTokenSigner`]: signs room tokens.

use std::fmt;

use jsonwebtoken::{EncodingKey, Header};
use livekit_api::access_token::{Claims, VideoGrants};
use onair_domain::Timestamp;
use onair_domain::ports::{TokenSigner, TokenSignerError};
use onair_domain::token::{RoomClaims, SignedToken};
use secrecy::ExposeSecret as _;
use serde::Serialize;

use crate::LiveKitConfig;

#[cfg(test)]
mod tests;

/// Signs room tokens with the API key pair.
///
/// The claims are signed unchanged. The library's token builder adds a duration to the system clock, so its
/// tokens could expire a second later than the domain decided.
#[derive(Clone)]
pub struct LiveKitTokenSigner {
    api_key: String,
    key: EncodingKey,
}

impl fmt::Debug for LiveKitTokenSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKitTokenSigner")
            .field("api_key", &self.api_key)
            .finish_non_exhaustive()
    }
}

/// LiveKit's claims and the id of the session. The session is a separate claim, because LiveKit sends
/// metadata and attributes to every participant. Tokens that LiveKit refreshes do not have it.
#[derive(Serialize)]
struct SignedClaims<'a> {
    #[serde(flatten)]
    livekit: Claims,
    #[serde(rename = "onairSession")]
    session: &'a str,
}

/// The reason why claims cannot be signed.
#[derive(Debug, thiserror::Error)]
enum ClaimsError {
    /// LiveKit accepts a token without a room for every room, and rejects one without an identity.
    #[error("a room token needs a room, a session and an identity")]
    Incomplete,
    #[error("a room token's times must be after 1970")]
    Time,
}

impl LiveKitTokenSigner {
    /// Creates a signer with the configured key pair.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        Self {
            api_key: config.api_key.clone(),
            key: EncodingKey::from_secret(config.api_secret.expose_secret().as_bytes()),
        }
    }

    fn claims<'a>(&self, room: &'a RoomClaims) -> Result<SignedClaims<'a>, ClaimsError> {
        let session = room.session_id.as_str();
        if room.room.as_str().is_empty() || room.identity.as_str().is_empty() || session.is_empty() {
            return Err(ClaimsError::Incomplete);
        }
        let livekit = Claims {
            iss: self.api_key.clone(),
            nbf: whole_seconds(room.issued_at)?,
            exp: whole_seconds(room.expires_at)?,
            sub: room.identity.to_string(),
            name: room.name.clone(),
            // All other grants stay unset: `roomCreate` alone, for example, creates and deletes any room.
            video: VideoGrants {
                room_join: true,
                room: room.room.to_string(),
                can_publish: Some(room.grants.can_publish),
                can_publish_data: Some(room.grants.can_publish_data),
                can_subscribe: Some(room.grants.can_subscribe),
                ..VideoGrants::default()
            },
            ..Claims::default()
        };
        Ok(SignedClaims { livekit, session })
    }
}

/// Rounds down, so that a token never outlives its expiry.
fn whole_seconds(at: Timestamp) -> Result<usize, ClaimsError> {
    usize::try_from(at.timestamp()).map_err(|_| ClaimsError::Time)
}

impl TokenSigner for LiveKitTokenSigner {
    fn sign(&self, claims: &RoomClaims) -> Result<SignedToken, TokenSignerError> {
        let signed = self
            .claims(claims)
            .map_err(|error| TokenSignerError(Box::new(error)))?;
        let jwt = jsonwebtoken::encode(&Header::default(), &signed, &self.key)
            .map_err(|error| TokenSignerError(Box::new(error)))?;
        Ok(SignedToken::new(jwt, claims.expires_at))
    }
}
