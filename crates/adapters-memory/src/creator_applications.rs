//! [`MemoryCreatorApplications`].

use async_trait::async_trait;
use onair_domain::audit::AuditEntry;
use onair_domain::creator::{ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorApplication};
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{CreatorApplications, CreatorApplicationsError};
use onair_domain::user::UserId;

use crate::store::{MemoryStore, State};

/// The applications of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryCreatorApplications(MemoryStore);

impl MemoryCreatorApplications {
    /// The applications of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, CreatorApplicationsError> {
        self.0.step(step).map_err(CreatorApplicationsError::Unavailable)
    }
}

#[async_trait]
impl CreatorApplications for MemoryCreatorApplications {
    async fn find(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorApplicationsError> {
        self.step(|state| state.applications.get(user).cloned())
    }

    async fn submit(&self, first: &CreatorApplication) -> Result<bool, CreatorApplicationsError> {
        self.step(|state| {
            if !state.users.contains_key(&first.user_id) {
                return Err(CreatorApplicationsError::UserUnknown);
            }
            let is_first = !state.applications.contains_key(&first.user_id);
            if is_first {
                state.applications.insert(first.user_id.clone(), first.clone());
            }
            Ok(is_first)
        })?
    }

    async fn replace(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
    ) -> Result<bool, CreatorApplicationsError> {
        self.step(|state| match state.applications.get_mut(&expected.user_id) {
            Some(found) if found == expected => {
                found.clone_from(next);
                true
            }
            _ => false,
        })
    }

    async fn review(
        &self,
        expected: &CreatorApplication,
        next: &CreatorApplication,
        entry: &AuditEntry,
    ) -> Result<bool, CreatorApplicationsError> {
        self.step(|state| match state.applications.get_mut(&expected.user_id) {
            Some(found) if found == expected => {
                found.clone_from(next);
                state.audit.insert(entry.key(), entry.clone());
                true
            }
            _ => false,
        })
    }

    async fn list(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorApplicationsError> {
        self.step(|state| {
            let wanted = state
                .applications
                .values()
                .filter(|application| status.is_none_or(|status| application.status() == status));
            let mut rows: Vec<_> = wanted
                .filter_map(|application| {
                    Some(ApplicationWithUser {
                        application: application.clone(),
                        user: state.users.get(&application.user_id)?.clone(),
                    })
                })
                .filter(|row| page.after.as_ref().is_none_or(|after| row.key() > *after))
                .collect();
            rows.sort_by_key(ApplicationWithUser::key);
            Page::from_rows(rows, page.limit, ApplicationWithUser::key)
        })
    }

    async fn filter_approved(&self, users: &[UserId]) -> Result<Vec<UserId>, CreatorApplicationsError> {
        self.step(|state| {
            let is_approved = |user: &&UserId| {
                let application = state.applications.get(*user);
                ApplicationStatus::of(application) == ApplicationStatus::Approved
            };
            users.iter().filter(is_approved).cloned().collect()
        })
    }
}
