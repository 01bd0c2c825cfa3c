//! [`ChatParticipant`]: the author or reader of a chat.

use super::{Author, GuestOrigin, Reader};
use crate::room::Identity;
use crate::stream::SessionId;
use crate::user::{User, UserId};

/// A guest who is authenticated by a room token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomGuest {
    pub(super) identity: Identity,
    pub(super) name: String,
    pub(super) session_id: SessionId,
    pub(super) origin: Option<GuestOrigin>,
}

impl RoomGuest {
    /// Sets where the guest's requests come from. Without an origin, only the limit of one author applies.
    #[must_use]
    pub fn with_origin(self, origin: GuestOrigin) -> Self {
        Self {
            origin: Some(origin),
            ..self
        }
    }
}

/// An authenticated author or reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatParticipant {
    /// A signed-in user.
    User(User),
    /// A guest in the room.
    Guest(RoomGuest),
}

impl ChatParticipant {
    /// The identity in the room.
    #[must_use]
    pub fn identity(&self) -> Identity {
        match self {
            Self::User(user) => Identity::of_user(&user.id),
            Self::Guest(guest) => guest.identity.clone(),
        }
    }

    pub(super) fn author(&self) -> Author {
        Author {
            identity: self.identity(),
            name: match self {
                Self::User(user) => user.name.to_string(),
                Self::Guest(guest) => guest.name.clone(),
            },
        }
    }

    pub(super) fn guest_origin(&self) -> Option<&GuestOrigin> {
        match self {
            Self::User(_) => None,
            Self::Guest(guest) => guest.origin.as_ref(),
        }
    }

    pub(super) fn user(&self) -> Option<&User> {
        match self {
            Self::User(user) => Some(user),
            Self::Guest(_) => None,
        }
    }

    pub(super) fn is_admin(&self) -> bool {
        self.user().is_some_and(User::is_admin)
    }

    /// The participant as a reader of a host's chat.
    pub(super) fn as_reader(&self, host: &UserId) -> Reader {
        if self.is(host) {
            Reader::Host
        } else {
            Reader::Other(Some(self.identity()))
        }
    }

    pub(super) fn is(&self, user: &UserId) -> bool {
        self.user().is_some_and(|own| own.id == *user)
    }
}
