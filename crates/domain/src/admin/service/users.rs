//! The list of users, and their suspension.

use super::{AdminError, AdminService, require_admin};
use crate::account::{UserFilter, UserKey, UserListing, UserSelection};
use crate::audit::{AuditAction, Reason};
use crate::page::{Page, PageRequest};
use crate::ports::UserDirectoryError;
use crate::session::EndReason;
use crate::social::SelfReference;
use crate::user::{User, UserId};

impl From<UserDirectoryError> for AdminError {
    fn from(error: UserDirectoryError) -> Self {
        match error {
            UserDirectoryError::SearchBusy => Self::SearchBusy,
            other => Self::Outage(other.into()),
        }
    }
}

impl AdminService {
    /// Lists the users of a filter in the order of [`UserKey`].
    pub async fn list_users(
        &self,
        admin: &User,
        filter: &UserFilter,
        page: &PageRequest<UserKey>,
    ) -> Result<Page<UserListing, UserKey>, AdminError> {
        require_admin(admin)?;
        Ok(self.users.list(filter, page).await?)
    }

    /// Suspends a user: their bearer tokens are refused, their broadcast ends, and they are removed from all
    /// rooms. A repetition changes and records nothing. `None` stands for a text that is not a valid user id.
    ///
    /// The suspension is stored first, so that the user can start or enter nothing afterwards. If a crash
    /// prevents the second step, the reconciler ends the broadcast. It also removes the user from rooms.
    pub async fn suspend(
        &self,
        admin: &User,
        user: Option<&UserId>,
        reason: Reason,
    ) -> Result<UserListing, AdminError> {
        let user = self.target_other_than(admin, user).await?;
        let entry = self.audit_entry(admin, AuditAction::Suspend, &user.id, Some(reason));
        self.users.set_suspended(&user.id, true, &entry).await?;
        let why = EndReason::StoppedByAdmin;
        self.broadcasts.close_connection_check(&user.id).await;
        self.broadcasts.stop(&user.id, why, None).await?;
        self.listing(&user.id).await
    }

    /// Reinstates a suspended user. A repetition changes and records nothing. `None` stands for a text that is
    /// not a valid user id.
    pub async fn reinstate(&self, admin: &User, user: Option<&UserId>) -> Result<UserListing, AdminError> {
        let user = self.target_other_than(admin, user).await?;
        let entry = self.audit_entry(admin, AuditAction::Reinstate, &user.id, None);
        self.users.set_suspended(&user.id, false, &entry).await?;
        self.listing(&user.id).await
    }

    async fn target_other_than(&self, admin: &User, user: Option<&UserId>) -> Result<User, AdminError> {
        let user = self.target(admin, user).await?;
        if user.id == admin.id {
            return Err(SelfReference.into());
        }
        Ok(user)
    }

    async fn listing(&self, user: &UserId) -> Result<UserListing, AdminError> {
        let filter = UserFilter {
            selection: UserSelection::Id(user.clone()),
            is_suspended: None,
        };
        let page = self.users.list(&filter, &PageRequest::default()).await?;
        page.items.into_iter().next().ok_or(AdminError::UserUnknown)
    }
}
