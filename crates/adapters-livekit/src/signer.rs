//! [`LiveKitTokenSigner`]: the tokens that open rooms.

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

/// Signs room tokens with LiveKit's key pair.
///
/// The claims are signed as they are. The library's own builder takes a time to live and adds it to
/// the system's clock, so it could end a second later than the domain decided.
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

/// LiveKit's claims, and one that it passes over: what it knows as metadata or attributes would be sent to
/// everybody in the room. The tokens by which LiveKit replaces this one don't have it.
#[derive(Serialize)]
struct SignedClaims<'a> {
    #[serde(flatten)]
    livekit: Claims,
    #[serde(rename = "onairSession")]
    session: &'a str,
}

/// Why claims make no token.
#[derive(Debug, thiserror::Error)]
enum Unsignable {
    /// To LiveKit a token without a room opens any, and one without an identity none.
    #[error("a room token needs a room, a session and an identity")]
    Incomplete,
    #[error("a room token's times must be after 1970")]
    Time,
}

impl LiveKitTokenSigner {
    /// Takes the key pair.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        Self {
            api_key: config.api_key.clone(),
            key: EncodingKey::from_secret(config.api_secret.expose_secret().as_bytes()),
        }
    }

    fn claims<'a>(&self, room: &'a RoomClaims) -> Result<SignedClaims<'a>, Unsignable> {
        let session = room.session_id.as_str();
        if room.room.as_str().is_empty() || room.identity.as_str().is_empty() || session.is_empty() {
            return Err(Unsignable::Incomplete);
        }
        let livekit = Claims {
            iss: self.api_key.clone(),
            nbf: whole_seconds(room.issued_at)?,
            exp: whole_seconds(room.expires_at)?,
            sub: room.identity.to_string(),
            name: room.name.clone(),
            // All others stay away: `roomCreate` alone, for one, opens and deletes any room.
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

/// Cuts the fraction off, so that a token never lasts longer than asked for.
fn whole_seconds(at: Timestamp) -> Result<usize, Unsignable> {
    usize::try_from(at.timestamp()).map_err(|_| Unsignable::Time)
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
