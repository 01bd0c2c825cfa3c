//! Room tokens: who gets them, and what each role may do in a room.

mod admittance;
mod grants;
mod guest;
mod service;

pub use admittance::{EntryDenied, Restrictions, Standing, entry_denied};
pub use grants::{Grants, RoomRole};
pub use guest::{GuestName, GuestNameOrRandom};
pub use service::{Admission, RoomAccess, TokenError, TokenPorts, TokenService};

use secrecy::{ExposeSecret as _, SecretString};

use crate::Timestamp;
use crate::room::{Identity, RoomName};
use crate::stream::SessionId;
use crate::user::UserId;

/// A signed room token.
#[derive(Debug, Clone)]
pub struct SignedToken {
    jwt: SecretString,
    /// When it stops opening the room. Participants who have joined by then stay.
    pub expires_at: Timestamp,
}

impl SignedToken {
    /// Wraps a token from a signer.
    #[must_use]
    pub fn new(jwt: String, expires_at: Timestamp) -> Self {
        Self {
            jwt: jwt.into(),
            expires_at,
        }
    }

    /// Returns the token, to be sent to the participant for whom it was signed.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.jwt.expose_secret()
    }
}

/// A room token from a request, before it is verified.
#[derive(Debug, Clone)]
pub struct RoomToken(SecretString);

impl RoomToken {
    /// Wraps a token from a request.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token.into())
    }

    /// Returns the token, for its verification.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The contents of a verified room token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedRoomToken {
    /// The participant's identity.
    pub identity: Identity,
    /// The displayed name.
    pub name: String,
    /// The room.
    pub room: RoomName,
    /// The session for which it was issued.
    pub session_id: SessionId,
}

impl VerifiedRoomToken {
    /// Whether the token proves that its bearer is a guest in this session of a host. Its age is not checked
    /// and no clocks are compared, because clocks of servers differ.
    #[must_use]
    pub fn is_guest_of(&self, host: &UserId, session: &SessionId) -> bool {
        self.identity.is_guest() && self.room == RoomName::of(host) && self.session_id == *session
    }
}

/// The contents of a room token to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomClaims {
    /// The participant's identity.
    pub identity: Identity,
    /// The displayed name.
    pub name: String,
    /// The only room that the token opens.
    pub room: RoomName,
    /// The session for which it is issued. Later sessions have the same room name.
    pub session_id: SessionId,
    /// What the token permits in the room.
    pub grants: Grants,
    /// When it is issued. Tokens contain whole seconds.
    pub issued_at: Timestamp,
    /// When it stops opening the room.
    pub expires_at: Timestamp,
}
