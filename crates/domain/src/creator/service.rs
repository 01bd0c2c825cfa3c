//! The gate in front of every creator's call, and the reviews that open and close it.

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

/// Why a creator's gate stayed shut.
#[derive(Debug, thiserror::Error)]
pub enum ApprovalError {
    /// The user's application is not approved.
    #[error("only approved creators may do this; the application is {0}")]
    NotApproved(ApplicationStatus),
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// How often a change of an application is tried that others change at the same time.
const MAX_ATTEMPTS: usize = 16;

/// Why an application did not move.
#[derive(Debug, thiserror::Error)]
pub enum CreatorError {
    /// The application's state rules the review out.
    #[error(transparent)]
    AlreadyReviewed(#[from] AlreadyReviewed),
    /// Nobody has the applicant's id.
    #[error("no user has that id")]
    UserUnknown,
    /// The user never applied.
    #[error("the user has not applied")]
    NotApplied,
    /// The store did not answer.
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

/// What applying came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedApplication {
    /// The application as it is now.
    pub application: CreatorApplication,
    /// Whether it is a new one, rather than one that waited already.
    pub is_new: bool,
}

/// Applications of users to be creators.
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

    /// Lets approved creators pass.
    pub async fn require_approved(&self, user: &UserId) -> Result<(), ApprovalError> {
        let application = self.applications.find(user).await.map_err(Outage::from)?;
        let status = ApplicationStatus::of(application.as_ref());
        if status.may_broadcast() {
            Ok(())
        } else {
            Err(ApprovalError::NotApproved(status))
        }
    }

    /// The user's own application, if they ever applied.
    pub async fn find_application(&self, user: &UserId) -> Result<Option<CreatorApplication>, CreatorError> {
        Ok(self.applications.find(user).await.map_err(Outage::from)?)
    }

    /// The applications of a status, or all, who has waited longest first.
    pub async fn list_applications(
        &self,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, CreatorError> {
        Ok(self.applications.list(status, page).await.map_err(Outage::from)?)
    }

    /// Applies, or replaces what a pending application says.
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

    /// Approves an application, whatever its state but approved.
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

    /// Refuses a pending application.
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

    /// Takes a creator's permission back. What they have on air is not ended by this:
    /// [`crate::admin::AdminService::revoke`] does both.
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

    /// Moves an application by a rule, and records it; starts over when somebody else moved it
    /// meanwhile, so that a review is always of the state it saw.
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
