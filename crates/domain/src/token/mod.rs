//! Tokens that let people into a creator's room, and what each role may do there.

mod admittance;
mod grants;
mod guest;
mod service;

use std::fmt;

pub use admittance::{Barred, Standing, barred};
pub use grants::{Grants, RoomRole};
pub use guest::{GuestName, GuestNameOrRandom};
pub use service::{Admission, RoomAccess, TokenError, TokenService};

use crate::Timestamp;
use crate::session::{Identity, RoomName};

/// A room token, signed. Its `Debug` shows nothing of the token.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedToken {
    jwt: String,
    /// When it stops opening the room. Who is inside by then stays.
    pub expires_at: Timestamp,
}

impl SignedToken {
    /// Wraps a token as its signer made it.
    #[must_use]
    pub fn new(jwt: String, expires_at: Timestamp) -> Self {
        Self { jwt, expires_at }
    }

    /// The token itself, for the one person it is for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.jwt
    }
}

impl fmt::Debug for SignedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedToken")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A room token as somebody sent it, before it was verified. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomToken(String);

impl RoomToken {
    /// Wraps what was sent.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token)
    }

    /// The token itself, for the one who verifies it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RoomToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomToken(…)")
    }
}

/// Whom a genuine room token was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomPass {
    /// Who they are in the room.
    pub identity: Identity,
    /// The name the others see.
    pub name: String,
    /// The room.
    pub room: RoomName,
    /// When it was given out, in whole seconds.
    pub issued_at: Timestamp,
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
    /// What its bearer may do there.
    pub grants: Grants,
    /// When it is given out; tokens keep whole seconds of it.
    pub issued_at: Timestamp,
    /// When it stops opening the room.
    pub expires_at: Timestamp,
}
