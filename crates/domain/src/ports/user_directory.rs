//! The port to the users' rows.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::user::{Profile, User, UserId, Username};

/// Why users could not be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum UserDirectoryError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<UserDirectoryError> for Outage {
    fn from(UserDirectoryError::Unavailable(source): UserDirectoryError) -> Self {
        Self::Store(source)
    }
}

/// Remembers users by what their tokens claimed last.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// Keeps a user's row from a profile and returns it. All fields MUST become the profile's, but
    /// for the name: user names are unique without regard to case, so while somebody else holds the
    /// name the user MUST get [`Username::disambiguate`] of it (and of that again while somebody chose
    /// that one on purpose), and the holder MUST keep theirs. Names are given free when their holder's profile brings another. A profile that changes nothing
    /// MUST NOT write. Two calls at once MUST both succeed.
    async fn remember(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError>;

    /// The user of that id.
    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError>;

    /// The user of that name, without regard to case.
    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError>;
}
