//! The port to the users.

use async_trait::async_trait;

use crate::Timestamp;
use crate::account::Account;
use crate::account::{UserFilter, UserKey, UserListing};
use crate::audit::AuditEntry;
use crate::error::{Contention, Outage, Source};
use crate::page::{Page, PageRequest};
use crate::user::{IssuerMismatch, Profile, User, UserId, Username};

/// Why users could not be read or stored. Only [`UserDirectory::upsert_from_claims`] returns `IssuerMismatch`
/// and `Contention`, and only [`UserDirectory::list`] returns `SearchBusy`.
#[derive(Debug, thiserror::Error)]
pub enum UserDirectoryError {
    /// The user was first seen with a token of another issuer.
    #[error(transparent)]
    IssuerMismatch(#[from] IssuerMismatch),
    /// Other calls took the name or wrote the row during each attempt. Nothing was stored.
    #[error(transparent)]
    Contention(#[from] Contention),
    /// The search took longer than [`SearchQuery::TIME_LIMIT`](crate::stream::SearchQuery::TIME_LIMIT), or
    /// too many searches are running. The caller may retry.
    #[error("the search is busy")]
    SearchBusy,
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<UserDirectoryError> for Outage {
    fn from(error: UserDirectoryError) -> Self {
        match error {
            UserDirectoryError::Contention(contention) => Self::Contention(contention),
            UserDirectoryError::Unavailable(source) => Self::Store(source),
            UserDirectoryError::IssuerMismatch(_) | UserDirectoryError::SearchBusy => {
                Self::Unexpected(Box::new(error))
            }
        }
    }
}

/// Stores users as their tokens describe them, and whether they are suspended.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// Updates a user's row from a profile, or inserts it, and returns the user with the status of their
    /// application and their stream, all as of one moment. A new row MUST be
    /// [`UserRecord::from_profile`](crate::user::UserRecord::from_profile), an updated one the result of
    /// [`UserRecord::apply`](crate::user::UserRecord::apply), with its history. If that says that nothing
    /// changes, the row MUST NOT be written.
    ///
    /// User names are unique by [`Username::key`], and a released name is reserved, see
    /// [`ReleasedName`](crate::user::ReleasedName). If another user has the wanted name, or it is reserved
    /// for another user, the user MUST get its [`Username::disambiguate`] (applied again while that is taken
    /// too), and the other user MUST keep the name. If the row does not differ then, it MUST NOT be written.
    /// Concurrent calls for the same name or user MUST succeed. A profile MUST NOT change whether the user is
    /// suspended.
    async fn upsert_from_claims(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Account, UserDirectoryError>;

    /// Finds a user by id.
    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError>;

    /// Finds a user by name, compared by [`Username::key`].
    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError>;

    /// Suspends or reinstates a user. When it returns, every later [`Self::upsert_from_claims`] of the user MUST
    /// return the new state, on every server that shares the store; a reinstatement MAY be seen later on other
    /// servers. Returns whether that changed the user: `false` if they were in that state already or do not exist. The audit log entry MUST be written in the same atomic step, and only if
    /// the user was changed. Of concurrent calls with the same state, exactly one MUST return `true`.
    async fn set_suspended(
        &self,
        user: &UserId,
        is_suspended: bool,
        entry: &AuditEntry,
    ) -> Result<bool, UserDirectoryError>;

    /// Returns those of these users who are suspended, in any order.
    async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, UserDirectoryError>;

    /// Lists the users of a filter in the order of [`UserKey`], after the key of the page. A search MUST
    /// match and rank users by [`SearchText::of_user`](crate::stream::SearchText::of_user).
    async fn list(
        &self,
        filter: &UserFilter,
        page: &PageRequest<UserKey>,
    ) -> Result<Page<UserListing, UserKey>, UserDirectoryError>;
}
