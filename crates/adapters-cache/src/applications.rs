//! Applications: nothing is remembered, but writes change what is remembered of callers.

use async_trait::async_trait;
use onair_domain::audit::AuditEntry;
use onair_domain::creator::{ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorApplication};
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{CreatorApplications, CreatorApplicationsError};
use onair_domain::user::UserId;

use crate::Cached;

#[async_trait]
impl CreatorApplications for Cached<dyn CreatorApplications> {
    async fn find(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorApplicationsError> {
        self.inner.find(user).await
    }

    async fn submit(&self, first: &CreatorApplication) -> Result<bool, CreatorApplicationsError> {
        let _forget = self.caches.changing_caller(&first.user_id);
        self.inner.submit(first).await
    }

    async fn replace(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
    ) -> Result<bool, CreatorApplicationsError> {
        let _forget = self.caches.changing_caller(&next.user_id);
        self.inner.replace(expected, next).await
    }

    async fn review(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
        entry: &AuditEntry,
    ) -> Result<bool, CreatorApplicationsError> {
        let _forget = self.caches.changing_caller(&next.user_id);
        self.inner.review(expected, next, entry).await
    }

    async fn list(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorApplicationsError> {
        self.inner.list(status, page).await
    }

    async fn filter_approved(&self, users: &[UserId]) -> Result<Vec<UserId>, CreatorApplicationsError> {
        self.inner.filter_approved(users).await
    }
}
