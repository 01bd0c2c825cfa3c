//! The port to the users' applications to be creators.

use async_trait::async_trait;

use crate::audit::AuditEntry;
use crate::creator::{ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorApplication};
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::user::UserId;

/// Why applications could not be read or changed. Only methods that write return `UserUnknown`.
#[derive(Debug, thiserror::Error)]
pub enum CreatorApplicationsError {
    /// The applicant is no known user.
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

/// Keeps applications; there is at most one a user.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait CreatorApplications: Send + Sync {
    /// A user's application.
    async fn find(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorApplicationsError>;

    /// Keeps a first application and tells whether it did: it MUST NOT if the user has one already,
    /// also when two calls meet.
    async fn submit(&self, first: &CreatorApplication) -> Result<bool, CreatorApplicationsError>;

    /// Writes `next` if the user's application is still the `expected` one, and tells whether it did.
    /// Of two calls with the same `expected` at once, one MUST lose.
    async fn replace(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
    ) -> Result<bool, CreatorApplicationsError>;

    /// As [`Self::replace`], by an admin: the entry MUST be recorded in the same step, and only if it
    /// is done.
    async fn review(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
        entry: &AuditEntry,
    ) -> Result<bool, CreatorApplicationsError>;

    /// The applications of a status, or all, with their applicants, in the order of [`ApplicationKey`],
    /// after the page's key.
    async fn list(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorApplicationsError>;

    /// Which of these users have an approved application; in any order, others left out.
    async fn filter_approved(&self, users: &[UserId]) -> Result<Vec<UserId>, CreatorApplicationsError>;
}
