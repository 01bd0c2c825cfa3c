//! The port to the users' rows.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Contention, Outage, Source};
use crate::user::{IssuerMismatch, Profile, User, UserId, Username};

/// Why users could not be read or kept. Only [`UserDirectory::upsert_from_claims`] returns another error than
/// `Unavailable`.
#[derive(Debug, thiserror::Error)]
pub enum UserDirectoryError {
    /// The profile is from another issuer than its user.
    #[error(transparent)]
    IssuerMismatch(#[from] IssuerMismatch),
    /// Others took the name or made the row at each of the attempts. Nothing was kept.
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

/// Remembers users by what their tokens claimed last.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// Keeps a user's row from a profile and returns it. An unknown user's row MUST become
    /// [`UserRecord::from_profile`](crate::user::UserRecord::from_profile), a known one's what
    /// [`UserRecord::apply`](crate::user::UserRecord::apply) says, history included; where it says that
    /// nothing changes, the row MUST NOT be written.
    ///
    /// The user name is a wish. Names are unique by [`Username::key`], and one that was given up rests, see
    /// [`ReleasedName`](crate::user::ReleasedName); so while somebody else holds the name, or it rests and was another's, the
    /// user MUST get [`Username::disambiguate`] of it (and of that again), and the holder MUST keep theirs. What then
    /// doesn't differ from the row MUST NOT be written. Two calls at once MUST both succeed.
    async fn upsert_from_claims(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError>;

    /// The user of that id.
    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError>;

    /// The user of that name, by its [key](Username::key).
    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError>;
}
