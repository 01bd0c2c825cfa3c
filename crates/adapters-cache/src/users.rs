//! Users: nothing is remembered, so a suspension is effective with the next request on every server. The names of
//! creators whose streams are remembered are looked up there.

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::account::{UserFilter, UserKey, UserListing};
use onair_domain::audit::AuditEntry;
use onair_domain::creator::Account;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{Profile, User, UserId, Username};

use crate::Cached;

#[async_trait]
impl UserDirectory for Cached<dyn UserDirectory> {
    async fn upsert_from_claims(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Account, UserDirectoryError> {
        let streams = &self.caches.0.streams;
        let forget = self.caches.changing_stream(&profile.id);
        let account = self.inner.upsert_from_claims(profile, at).await?;
        // Most calls change nothing.
        let shown = streams.peek(&profile.id).flatten().map(|found| found.user);
        if shown.as_ref() == Some(&account.user) {
            forget.keep();
        }
        Ok(account)
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        self.inner.find(id).await
    }

    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError> {
        let caches = &self.caches.0;
        let key = name.key();
        if let Some(id) = caches.names.get(&key)
            && let Some(Some(found)) = caches.streams.peek(&id)
            && found.user.username.key() == key
        {
            return Ok(Some(found.user));
        }
        let user = self.inner.find_by_username(name).await?;
        if let Some(user) = &user {
            caches.names.insert(key, user.id.clone());
        }
        Ok(user)
    }

    async fn set_suspended(
        &self,
        user: &UserId,
        is_suspended: bool,
        entry: &AuditEntry,
    ) -> Result<bool, UserDirectoryError> {
        let _forget = self.caches.changing_stream(user);
        self.inner.set_suspended(user, is_suspended, entry).await
    }

    async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, UserDirectoryError> {
        self.inner.filter_suspended(users).await
    }

    async fn list(
        &self,
        filter: &UserFilter,
        page: &PageRequest<UserKey>,
    ) -> Result<Page<UserListing, UserKey>, UserDirectoryError> {
        self.inner.list(filter, page).await
    }
}
