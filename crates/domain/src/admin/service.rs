//! [`AdminService`]: reviews applications, ends broadcasts, and lists the audit log. The module `users` lists,
//! suspends and reinstates users.

mod users;

use std::fmt;
use std::sync::Arc;

use crate::audit::{AuditAction, AuditEntry, AuditKey, Reason};
use crate::creator::{
    AlreadyReviewed, ApplicationKey, ApplicationStatus, ApplicationWithUser, CreatorError, CreatorService,
};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{AuditLog, Clock, IdSource, StreamRepository, UserDirectory};
use crate::session::{BroadcastService, EndReason};
use crate::social::SelfReference;
use crate::user::{User, UserId};

/// Why an action of an admin was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The caller is not an admin.
    #[error("only admins may do this")]
    Forbidden,
    /// No user has that id.
    #[error("no user has that id")]
    UserUnknown,
    /// The user has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The user has never applied.
    #[error("the user has not applied")]
    NotApplied,
    /// An admin cannot suspend or reinstate themselves.
    #[error(transparent)]
    SelfReference(#[from] SelfReference),
    /// The search took too long, or too many searches are running.
    #[error("the search is busy")]
    SearchBusy,
    /// The state of the application does not allow this review.
    #[error(transparent)]
    AlreadyReviewed(#[from] AlreadyReviewed),
    /// The store or the media server did not answer, or other calls changed the same object at the same time.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// Actions of admins. Each action is recorded in the audit log in the same atomic step.
#[derive(Clone)]
pub struct AdminService {
    users: Arc<dyn UserDirectory>,
    streams: Arc<dyn StreamRepository>,
    audit: Arc<dyn AuditLog>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
    creators: CreatorService,
    broadcasts: BroadcastService,
}

impl fmt::Debug for AdminService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminService").finish_non_exhaustive()
    }
}

impl AdminService {
    /// Takes the ports that it uses, and the services that review applications and end broadcasts.
    #[must_use]
    pub fn new(
        users: Arc<dyn UserDirectory>,
        streams: Arc<dyn StreamRepository>,
        audit: Arc<dyn AuditLog>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
        creators: CreatorService,
        broadcasts: BroadcastService,
    ) -> Self {
        Self {
            users,
            streams,
            audit,
            clock,
            ids,
            creators,
            broadcasts,
        }
    }

    /// Ends a creator's broadcast. Does nothing, and records nothing, if the stream is offline. `None` stands
    /// for a text that is not a valid user id.
    pub async fn stop_stream(
        &self,
        admin: &User,
        host: Option<&UserId>,
        reason: Reason,
    ) -> Result<(), AdminError> {
        require_admin(admin)?;
        let host = host.ok_or(AdminError::StreamUnknown)?;
        let stream = self.streams.find_by_creator(host).await.map_err(Outage::from)?;
        if stream.is_none() {
            return Err(AdminError::StreamUnknown);
        }
        let entry = self.audit_entry(admin, AuditAction::StopStream, host, Some(reason));
        let reason = EndReason::StoppedByAdmin;
        self.broadcasts.stop(host, reason, Some(entry)).await?;
        Ok(())
    }

    /// Revokes a creator's permission and ends their broadcast. The permission is revoked first, so that no
    /// new broadcast can start. If a crash prevents the second step, the reconciler ends the broadcast.
    pub async fn revoke(
        &self,
        admin: &User,
        user: Option<&UserId>,
        reason: Reason,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.target(admin, user).await?;
        let application = self.creators.revoke(&user.id, &admin.id, reason).await?;
        let why = EndReason::CreatorRevoked;
        self.broadcasts.close_connection_check(&user.id).await;
        self.broadcasts.stop(&user.id, why, None).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// Lists applications of one status, or all, oldest first.
    pub async fn list_applications(
        &self,
        admin: &User,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, AdminError> {
        require_admin(admin)?;
        Ok(self.creators.list_applications(status, page).await?)
    }

    /// Approves an application, so that the applicant becomes a creator.
    pub async fn approve(
        &self,
        admin: &User,
        user: Option<&UserId>,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.target(admin, user).await?;
        let application = self.creators.approve(&user.id, &admin.id).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// Rejects a pending application.
    pub async fn reject(
        &self,
        admin: &User,
        user: Option<&UserId>,
        reason: Reason,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.target(admin, user).await?;
        let application = self.creators.reject(&user.id, &admin.id, reason).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// Lists the audit log, newest first.
    pub async fn list_audit_log(
        &self,
        admin: &User,
        page: &PageRequest<AuditKey>,
    ) -> Result<Page<AuditEntry, AuditKey>, AdminError> {
        require_admin(admin)?;
        Ok(self.audit.list(page).await.map_err(Outage::from)?)
    }

    fn audit_entry(
        &self,
        admin: &User,
        action: AuditAction,
        target: &UserId,
        reason: Option<Reason>,
    ) -> AuditEntry {
        AuditEntry {
            id: self.ids.audit_id(),
            at: self.clock.now(),
            actor: admin.id.clone(),
            action,
            target: target.to_string(),
            reason,
        }
    }

    /// Finds the user that an action is about. Checks the caller first, so that only admins learn whether an id exists. `None`
    /// stands for a text that is not a valid user id.
    async fn target(&self, admin: &User, user: Option<&UserId>) -> Result<User, AdminError> {
        require_admin(admin)?;
        let user = user.ok_or(AdminError::UserUnknown)?;
        let user = self.users.find(user).await.map_err(Outage::from)?;
        user.ok_or(AdminError::UserUnknown)
    }
}

fn require_admin(user: &User) -> Result<(), AdminError> {
    if user.is_admin() {
        Ok(())
    } else {
        Err(AdminError::Forbidden)
    }
}

impl From<CreatorError> for AdminError {
    fn from(error: CreatorError) -> Self {
        match error {
            CreatorError::AlreadyReviewed(reviewed) => Self::AlreadyReviewed(reviewed),
            CreatorError::UserUnknown => Self::UserUnknown,
            CreatorError::NotApplied => Self::NotApplied,
            CreatorError::Outage(outage) => Self::Outage(outage),
        }
    }
}
