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
    /// When it stops opening the room.
    pub expires_at: Timestamp,
}
