//! [`AdminService`]: applications to be a creator, stopping streams, and the record of all that.

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
use crate::user::{User, UserId};

/// Why an administrative act was not done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The caller is no admin.
    #[error("only admins may do this")]
    Forbidden,
    /// Nobody has that id.
    #[error("no user has that id")]
    UserUnknown,
    /// The user has no stream.
    #[error("the user has no stream yet")]
    StreamUnknown,
    /// The user never applied, so there is nothing to review.
    #[error("the user has not applied")]
    NotApplied,
    /// The application's state rules the review out.
    #[error(transparent)]
    AlreadyReviewed(#[from] AlreadyReviewed),
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// What only admins may do. Each act is recorded in the same step that does it.
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

    /// Ends somebody's broadcast. Fine while they are offline, which is not recorded. `None` is an id that
    /// nobody can have.
    pub async fn stop_stream(
        &self,
        admin: &User,
        host: Option<&UserId>,
        reason: Reason,
    ) -> Result<(), AdminError> {
        admit(admin)?;
        let host = host.ok_or(AdminError::StreamUnknown)?;
        let stream = self.streams.find_by_creator(host).await.map_err(Outage::from)?;
        if stream.is_none() {
            return Err(AdminError::StreamUnknown);
        }
        let entry = AuditEntry {
            id: self.ids.audit_id(),
            at: self.clock.now(),
            actor: admin.id.clone(),
            action: AuditAction::StopStream,
            target: host.to_string(),
            reason: Some(reason),
        };
        let reason = EndReason::StoppedByAdmin;
        self.broadcasts.stop(host, reason, Some(entry)).await?;
        Ok(())
    }

    /// Takes a creator's permission back, and ends their broadcast. The permission first: from then on
    /// nothing new begins, and a broadcast that a crash right after it left on air is ended by the
    /// reconciler.
    pub async fn revoke(
        &self,
        admin: &User,
        user: Option<&UserId>,
        reason: Reason,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.applicant(admin, user).await?;
        let application = self.creators.revoke(&user.id, &admin.id, reason).await?;
        let why = EndReason::CreatorRevoked;
        self.broadcasts.stop(&user.id, why, None).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// Applications to be a creator: those of a status, or all, who has waited longest first.
    pub async fn list_applications(
        &self,
        admin: &User,
        status: Option<ApplicationStatus>,
        page: &PageRequest<ApplicationKey>,
    ) -> Result<Page<ApplicationWithUser, ApplicationKey>, AdminError> {
        admit(admin)?;
        Ok(self.creators.list_applications(status, page).await?)
    }

    /// Makes an applicant a creator.
    pub async fn approve(
        &self,
        admin: &User,
        user: Option<&UserId>,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.applicant(admin, user).await?;
        let application = self.creators.approve(&user.id, &admin.id).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// Refuses an application.
    pub async fn reject(
        &self,
        admin: &User,
        user: Option<&UserId>,
        reason: Reason,
    ) -> Result<ApplicationWithUser, AdminError> {
        let user = self.applicant(admin, user).await?;
        let application = self.creators.reject(&user.id, &admin.id, reason).await?;
        Ok(ApplicationWithUser { application, user })
    }

    /// What admins did, newest first.
    pub async fn list_audit_log(
        &self,
        admin: &User,
        page: &PageRequest<AuditKey>,
    ) -> Result<Page<AuditEntry, AuditKey>, AdminError> {
        admit(admin)?;
        Ok(self.audit.list(page).await.map_err(Outage::from)?)
    }

    /// Says to admins alone whether somebody has that id. `None` is an id that nobody can have.
    async fn applicant(&self, admin: &User, user: Option<&UserId>) -> Result<User, AdminError> {
        admit(admin)?;
        let user = user.ok_or(AdminError::UserUnknown)?;
        let user = self.users.find(user).await.map_err(Outage::from)?;
        user.ok_or(AdminError::UserUnknown)
    }
}

fn admit(user: &User) -> Result<(), AdminError> {
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
