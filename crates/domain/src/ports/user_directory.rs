//! The port to the users.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Contention, Outage, Source};
use crate::user::{IssuerMismatch, Profile, User, UserId, Username};

/// Why users could not be read or stored. Only [`UserDirectory::upsert_from_claims`] returns errors other
/// than `Unavailable`.
#[derive(Debug, thiserror::Error)]
pub enum UserDirectoryError {
    /// The user was first seen with a token of another issuer.
    #[error(transparent)]
    IssuerMismatch(#[from] IssuerMismatch),
    /// Other calls took the name or wrote the row during each attempt. Nothing was stored.
    #[error(transparent)]
    Contention(#[from] Contention),
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<UserDirectoryError> for Outage {
    fn from(error: UserDirectoryError) -> Self {
        match error {
            UserDirectoryError::Contention(contention) => Self::Contention(contention),
            UserDirectoryError::Unavailable(source) => Self::Store(source),
            UserDirectoryError::IssuerMismatch(_) => Self::Unexpected(Box::new(error)),
        }
    }
}

/// Stores users as their tokens describe them.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// Updates a user's row from a profile, or inserts it, and returns the user. A new row MUST be
    /// [`UserRecord::from_profile`](crate::user::UserRecord::from_profile), an updated one the result of
    /// [`UserRecord::apply`](crate::user::UserRecord::apply), with its history. If that says that nothing
    /// changes, the row MUST NOT be written.
    ///
    /// User names are unique by [`Username::key`], and a released name is reserved, see
    /// [`ReleasedName`](crate::user::ReleasedName). If another user has the wanted name, or it is reserved
    /// for another user, the user MUST get its [`Username::disambiguate`] (applied again while that is taken
    /// too), and the other user MUST keep the name. If the row does not differ then, it MUST NOT be written.
    /// Concurrent calls for the same name or user MUST succeed.
    async fn upsert_from_claims(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError>;

    /// Finds a user by id.
    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError>;

    /// Finds a user by name, compared by [`Username::key`].
    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError>;
}
