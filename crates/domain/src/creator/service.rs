//! [`CreatorService`]: checks who is a creator, and changes applications.

use std::fmt;
use std::sync::Arc;

use super::{
    About, AlreadyReviewed, ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorApplication,
    Review,
};
use crate::audit::{AuditAction, AuditEntry, Reason};
use crate::error::{Contention, Outage};
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, CreatorApplications, CreatorApplicationsError, IdSource};
use crate::user::UserId;

/// Why a user may not use the functions for creators.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// The user's application is not approved.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// How often a change of an application is tried while other calls change it.
const MAX_ATTEMPTS: usize = 16;

/// Why an application was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CreatorError {
    /// The state of the application does not allow this change.
    #[error(transparent)]
    AlreadyReviewed(#[from] AlreadyReviewed),
    /// No user has the applicant's id.
    #[error("no user has that id")]
    UserUnknown,
    /// The user has never applied.
    #[error("the user has not applied")]
    NotApplied,
    /// The store did not answer, or other calls changed the application during each attempt.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<CreatorApplicationsError> for CreatorError {
    fn from(error: CreatorApplicationsError) -> Self {
        match error {
            CreatorApplicationsError::UserUnknown => Self::UserUnknown,
            CreatorApplicationsError::Unavailable(source) => Self::Outage(Outage::Store(source)),
        }
    }
}

/// The result of applying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedApplication {
    /// The application after the call.
    pub application: CreatorApplication,
    /// Whether a new application was created, rather than the text of a pending one replaced.
    pub is_new: bool,
}

/// Applications of users to become creators.
#[derive(Clone)]
pub struct CreatorService {
    applications: Arc<dyn CreatorApplications>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

impl fmt::Debug for CreatorService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatorService").finish_non_exhaustive()
    }
}

impl CreatorService {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(
        applications: Arc<dyn CreatorApplications>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            applications,
            clock,
            ids,
        }
    }

    /// Succeeds if the user is an approved creator.
    pub async fn require_approved(&self, user: &UserId) -> Result<(), ApprovalError> {
        let application = self.applications.find(user).await.map_err(Outage::from)?;
        ApplicationStatus::of(application.as_ref()).require_approved()
    }

    /// The user's own application; `None` if they never applied.
    pub async fn find_application(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorError> {
        Ok(self.applications.find(user).await.map_err(Outage::from)?)
    }

    /// Lists applications of one status, or all, oldest first.
    pub async fn list_applications(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorError> {
        Ok(self.applications.list(status, page).await.map_err(Outage::from)?)
    }

    /// Applies, or replaces the text of a pending application.
    pub async fn apply(&self, user: &UserId, about: About) -> Result<SubmittedApplication, CreatorError> {
        for _ in 0..MAX_ATTEMPTS {
            let now = self.clock.now();
            let found = self.applications.find(user).await.map_err(Outage::from)?;
            let is_new = ApplicationStatus::of(found.as_ref()) != ApplicationStatus::Pending;
            let (application, is_written) = match found {
                None => {
                    let first = CreatorApplication::submitted(user.clone(), about.clone(), now);
                    let is_written = self.applications.submit(&first).await?;
                    (first, is_written)
                }
                Some(found) => {
                    let next = found.clone().resubmitted(about.clone(), now)?;
                    let is_written = self.applications.replace(&found, &next).await?;
                    (next, is_written)
                }
            };
            if is_written {
                return Ok(SubmittedApplication { application, is_new });
            }
        }
        Err(Outage::from(Contention).into())
    }

    /// Approves an application. Fails if it is already approved.
    pub async fn approve(&self, user: &UserId, admin: &UserId) -> Result<CreatorApplication, CreatorError> {
        self.review(
            user,
            admin,
            AuditAction::Approve,
            None,
            CreatorApplication::approved,
        )
        .await
    }

    /// Rejects a pending application.
    pub async fn reject(
        &self,
        user: &UserId,
        admin: &UserId,
        reason: Reason,
    ) -> Result<CreatorApplication, CreatorError> {
        let why = Some(reason.clone());
        self.review(user, admin, AuditAction::Reject, why, |application, review| {
            application.rejected(review, reason.clone())
        })
        .await
    }

    /// Revokes a creator's permission. Does not end their broadcast: [`crate::admin::AdminService::revoke`]
    /// does both.
    pub async fn revoke(
        &self,
        user: &UserId,
        admin: &UserId,
        reason: Reason,
    ) -> Result<CreatorApplication, CreatorError> {
        let why = Some(reason.clone());
        self.review(user, admin, AuditAction::Revoke, why, |application, review| {
            application.revoked(review, reason.clone())
        })
        .await
    }

    /// Changes an application by a rule and records it. If another call has changed the application in the
    /// meantime, the rule is applied again to the new state.
    async fn review(
        &self,
        user: &UserId,
        admin: &UserId,
        action: AuditAction,
        reason: Option<Reason>,
        rule: impl Fn(CreatorApplication, Review) -> Result<CreatorApplication, AlreadyReviewed>,
    ) -> Result<CreatorApplication, CreatorError> {
        let at = self.clock.now();
        let entry = AuditEntry {
            id: self.ids.audit_id(),
            at,
            actor: admin.clone(),
            action,
            target: user.to_string(),
            reason,
        };
        for _ in 0..MAX_ATTEMPTS {
            let found = self.applications.find(user).await.map_err(Outage::from)?;
            let found = found.ok_or(CreatorError::NotApplied)?;
            let by = admin.clone();
            let next = rule(found.clone(), Review { by, at })?;
            if self.applications.review(&found, &next, &entry).await? {
                return Ok(next);
            }
        }
        Err(Outage::from(Contention).into())
    }
}
