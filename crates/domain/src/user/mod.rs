//! Users: ids, names, roles, and the claims of their bearer tokens.

mod bearer_token;
mod name;
mod profile;
mod token_times;

use std::collections::BTreeSet;

pub use bearer_token::BearerToken;
pub use name::{DisplayName, UserId, Username};
pub use profile::{
    ClaimHistory, Issuer, IssuerMismatch, Profile, ReleasedName, TokenFingerprint, UserRecord,
};
pub use token_times::{TokenTimes, TokenTimesError};

use strum_macros::{EnumString, IntoStaticStr, VariantArray};

use crate::text::HttpUrl;

/// A role that a bearer token grants. Unknown roles are ignored.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray,
)]
#[strum(crate = "crate::names", serialize_all = "lowercase")]
pub enum Role {
    /// Reviews applications, ends broadcasts, removes chat messages and suspends users.
    Admin,
}

/// A stored user, see [`crate::ports::UserDirectory::upsert_from_claims`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The identity provider's id of the user. It never changes.
    pub id: UserId,
    /// The user name, unique by its [key](Username::key).
    pub username: Username,
    /// The displayed name.
    pub name: DisplayName,
    /// The address of a picture.
    pub image: Option<HttpUrl>,
    /// The roles. For the caller, those of their current token; for other users, those of their latest stored
    /// token that contained roles.
    pub roles: BTreeSet<Role>,
    /// Whether an admin has suspended the user.
    pub is_suspended: bool,
}

impl User {
    /// Whether the user has the role of an admin.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.roles.contains(&Role::Admin)
    }
}

/// Who makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    /// Not signed in.
    Guest,
    /// A signed-in user.
    User(UserId),
}

impl Requester {
    /// The signed-in user, if any.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Guest => None,
            Self::User(id) => Some(id),
        }
    }
}
