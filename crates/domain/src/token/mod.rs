//! Tokens that let people into a creator's room, and what each role may do there.

mod admittance;
mod grants;
mod guest;
mod service;

pub use admittance::{EntryDenied, Restrictions, entry_denied};
pub use grants::{Grants, RoomRole};
pub use guest::{GuestName, GuestNameOrRandom};
pub use service::{Admission, RoomAccess, TokenError, TokenPorts, TokenService};

use secrecy::{ExposeSecret as _, SecretString};

use crate::Timestamp;
use crate::room::{Identity, RoomName};
use crate::stream::SessionId;
use crate::user::UserId;

/// A room token, signed.
#[derive(Debug, Clone)]
pub struct SignedToken {
    jwt: SecretString,
    /// When it stops opening the room. Who is inside by then stays.
    pub expires_at: Timestamp,
}

impl SignedToken {
    /// Wraps a token as its signer made it.
    #[must_use]
    pub fn new(jwt: String, expires_at: Timestamp) -> Self {
        Self {
            jwt: jwt.into(),
            expires_at,
        }
    }

    /// The token itself, for the one person it is for.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.jwt.expose_secret()
    }
}

/// A room token as somebody sent it, before it was verified.
#[derive(Debug, Clone)]
pub struct RoomToken(SecretString);

impl RoomToken {
    /// Wraps what was sent.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token.into())
    }

    /// The token itself, for the one who verifies it.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What a genuine room token says of the person it was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedRoomToken {
    /// Who they are in the room.
    pub identity: Identity,
    /// The name the others see.
    pub name: String,
    /// The room.
    pub room: RoomName,
    /// The session it was given out for.
    pub session_id: SessionId,
}

impl VerifiedRoomToken {
    /// Whether it proves that its bearer is a guest in this session of a host. Its age doesn't count, and no
    /// clock is asked: servers' clocks differ.
    #[must_use]
    pub fn is_guest_of(&self, host: &UserId, session: &SessionId) -> bool {
        self.identity.is_guest() && self.room == RoomName::of(host) && self.session_id == *session
    }
}

/// What a room token says, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomClaims {
    /// Who its bearer is inside the room.
    pub identity: Identity,
    /// The name the others see.
    pub name: String,
    /// The one room it opens.
    pub room: RoomName,
    /// The session it is given out for. Later sessions use the same room name.
    pub session_id: SessionId,
    /// What its bearer may do there.
    pub grants: Grants,
    /// When it is given out; tokens keep whole seconds of it.
    pub issued_at: Timestamp,
    /// When it stops opening the room.
    pub expires_at: Timestamp,
}
