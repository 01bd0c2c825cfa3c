//! People: who they are by their identity provider's word, and how the service remembers them.

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

/// A role that the identity provider's token grants. Unknown roles are left out when a token is read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString, VariantArray,
)]
#[strum(crate = "crate::names", serialize_all = "lowercase")]
pub enum Role {
    /// May review applications and stop streams.
    Admin,
}

/// A user as remembered, see [`crate::ports::UserDirectory::upsert_from_claims`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The provider's id, for good.
    pub id: UserId,
    /// Unique among all users, by its [key](Username::key).
    pub username: Username,
    /// What is shown.
    pub name: DisplayName,
    /// A picture's address.
    pub image: Option<HttpUrl>,
    /// As the token at hand grants them; of a user who isn't the caller, as the last token that named
    /// any granted them.
    pub roles: BTreeSet<Role>,
}

impl User {
    /// Whether the user may do what only admins may.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.roles.contains(&Role::Admin)
    }
}

/// Who looks at something: rules differ for people who are signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requester {
    /// Nobody we know.
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
