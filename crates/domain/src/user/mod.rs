//! People: who they are by their identity provider's word, and how the service remembers them.

mod account;
mod name;

use std::collections::BTreeSet;

pub use account::{Account, AccountError, AccountService, BearerToken};
pub use name::{DisplayName, UserId, Username};

use crate::text::HttpUrl;

/// A role that the identity provider's token grants. Unknown roles are left out when a token is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// May review applications and stop streams.
    Admin,
}

impl Role {
    /// The role of that name in a token's `roles`, if it is known.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        (name == "admin").then_some(Self::Admin)
    }

    /// The role's name in a token's `roles`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
        }
    }
}

/// What a verified token says of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The token's `sub`.
    pub id: UserId,
    /// The token's `preferred_username` or `username`.
    pub username: Username,
    /// The token's `name`, else the user name.
    pub name: DisplayName,
    /// The token's `picture`.
    pub image: Option<HttpUrl>,
    /// The token's known `roles`.
    pub roles: BTreeSet<Role>,
}

/// A user as remembered. The same fields as [`Profile`], but the user name is unique here: see
/// [`crate::ports::UserDirectory::remember`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The provider's id, for good.
    pub id: UserId,
    /// Unique among all users, without regard to case.
    pub username: Username,
    /// What is shown.
    pub name: DisplayName,
    /// A picture's address.
    pub image: Option<HttpUrl>,
    /// As the last token granted them.
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
pub enum Onlooker {
    /// Nobody we know.
    Guest,
    /// A signed-in user.
    User(UserId),
}

impl Onlooker {
    /// The signed-in user, if any.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Guest => None,
            Self::User(id) => Some(id),
        }
    }
}
