//! The port to the applications of users to become creators.

use async_trait::async_trait;

use crate::audit::AuditEntry;
use crate::creator::{ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorApplication};
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::user::UserId;

/// Why applications could not be read or changed. Only methods that write return `UserUnknown`.
#[derive(Debug, thiserror::Error)]
pub enum CreatorApplicationsError {
    /// The applicant does not exist.
    #[error("no user has that id")]
    UserUnknown,
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<CreatorApplicationsError> for Outage {
    fn from(error: CreatorApplicationsError) -> Self {
        match error {
            CreatorApplicationsError::Unavailable(source) => Self::Store(source),
            CreatorApplicationsError::UserUnknown => Self::Unexpected(Box::new(error)),
        }
    }
}

/// Stores applications, at most one per user.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait CreatorApplications: Send + Sync {
    /// Finds a user's application.
    async fn find(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorApplicationsError>;

    /// Stores a user's first application and returns whether it was stored. It MUST NOT be stored if the user
    /// has an application. Of concurrent calls for one user, exactly one MUST store its application.
    async fn submit(&self, first: &CreatorApplication) -> Result<bool, CreatorApplicationsError>;

    /// Replaces the user's application by `next` if it still equals `expected`. Returns whether it did. Of
    /// concurrent calls with the same `expected`, exactly one MUST succeed.
    async fn replace(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
    ) -> Result<bool, CreatorApplicationsError>;

    /// Like [`Self::replace`], for an admin: the audit log entry MUST be written in the same atomic step, and
    /// only if the application is replaced.
    async fn review(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
        entry: &AuditEntry,
    ) -> Result<bool, CreatorApplicationsError>;

    /// Lists applications of one status, or all, with their applicants, in the order of [`ApplicationKey`],
    /// after the key of the page.
    async fn list(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorApplicationsError>;

    /// Returns those of these users who have an approved application, in any order.
    async fn filter_approved(&self, users: &[UserId]) -> Result<Vec<UserId>, CreatorApplicationsError>;
}
