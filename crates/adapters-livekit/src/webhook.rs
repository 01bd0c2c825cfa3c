//! LiveKit's webhooks: what it tells on its own when something happens in a room.
//!
//! They may be lost, late, doubled or out of order, and each carries LiveKit's signature. What is
//! signed is read with patience: the library's own decoder refuses a whole event for one enum value
//! that it doesn't know, and a new server would silence the service. A body holds a password (its
//! room's for TURN), so bodies don't belong in a log.

mod wire;

#[cfg(test)]
mod tests;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use livekit_api::access_token::{AccessTokenError, TokenVerifier};
use onair_domain::Timestamp;
use onair_domain::session::{Identity, RoomName, RoomSid};
use sha2::{Digest, Sha256};

use crate::LiveKitConfig;

/// Something that happened, told by LiveKit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookEvent {
    /// The same in every repetition of one event; empty if the server gave none.
    pub id: String,
    /// When, in whole seconds: too coarse to order events by.
    pub created_at: Option<Timestamp>,
    /// What.
    pub happening: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the types they are named for")]
pub enum Happening {
    /// A room was made; nobody needs to be in it yet.
    RoomStarted { room: WebhookRoom },
    /// A room was closed.
    RoomFinished { room: WebhookRoom },
    /// Somebody's connection stands.
    ParticipantJoined {
        room: WebhookRoom,
        participant: WebhookParticipant,
    },
    /// Somebody is gone. When the same identity joined a second time, this tells of the first.
    ParticipantLeft {
        room: WebhookRoom,
        participant: WebhookParticipant,
    },
    /// Somebody sends a track. Muting and unmuting it later isn't told.
    TrackPublished {
        room: WebhookRoom,
        participant: WebhookParticipant,
        track: WebhookTrack,
    },
    /// Somebody no longer sends a track.
    TrackUnpublished {
        room: WebhookRoom,
        participant: WebhookParticipant,
        track: WebhookTrack,
    },
    /// Anything else: events that came with a newer server, that are of no use here, or that lack
    /// what would make them useful. The name is LiveKit's.
    Other { event: String },
}

/// The room an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookRoom {
    /// Tells this room from others that have or had the same name: late events of the one before
    /// do arrive.
    pub sid: RoomSid,
    /// Its name.
    pub name: RoomName,
}

/// The participant an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookParticipant {
    /// Tells two connections of one identity apart.
    pub sid: String,
    /// Who.
    pub identity: Identity,
    /// Not a recorder, an agent or another machine. Track events don't say, and have `true`.
    pub is_person: bool,
}

/// The track an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookTrack {
    /// Its id.
    pub sid: String,
    /// Sound or picture.
    pub kind: TrackKind,
}

/// What a track carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackKind {
    /// Sound.
    Audio,
    /// A picture.
    Video,
    /// Anything else.
    Other,
}

/// Why a call to the webhook is not an event.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Not signed with the key pair, or too old.
    #[error("the webhook is not signed by LiveKit")]
    Unsigned(#[source] AccessTokenError),
    /// Signed, but for another body; a room token, which the same key pair signs, is for none.
    #[error("the webhook's signature belongs to another body")]
    AnotherBody,
    /// Rightly signed, and no JSON object. Sending it again won't help.
    #[error("the webhook's body can't be read")]
    Unreadable(#[source] serde_json::Error),
}

/// Tells LiveKit's webhooks from everybody else's, and reads them.
#[derive(Debug, Clone)]
pub struct WebhookReader {
    verifier: TokenVerifier,
}

impl WebhookReader {
    /// Takes the key pair; LiveKit must be configured to sign its webhooks with the same.
    #[must_use]
    pub fn new(config: &LiveKitConfig) -> Self {
        Self {
            verifier: TokenVerifier::with_api_key(&config.api_key, config.api_secret.reveal()),
        }
    }

    /// Verifies and reads a webhook: `authorization` is the header of that name as it came (a bare
    /// JWT, without "Bearer"), `body` every byte of the body as it came.
    pub fn read(&self, authorization: &str, body: &[u8]) -> Result<WebhookEvent, WebhookError> {
        let claims = self
            .verifier
            .verify(authorization)
            .map_err(WebhookError::Unsigned)?;
        if claims.sha256 != BASE64_STANDARD.encode(Sha256::digest(body)) {
            return Err(WebhookError::AnotherBody);
        }
        wire::decode(body).map_err(WebhookError::Unreadable)
    }
}
