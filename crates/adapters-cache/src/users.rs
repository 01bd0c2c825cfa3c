//! Users: callers are remembered by their tokens. The names of creators whose streams are remembered are looked up there.

use async_trait::async_trait;
use metrics::counter;
use onair_domain::Timestamp;
use onair_domain::account::{Account, UserFilter, UserKey, UserListing};
use onair_domain::audit::AuditEntry;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{IssuerMismatch, Profile, User, UserId, Username};
use tokio::time::sleep;

use crate::entries::SharedError;
use crate::{Cached, MAX_CALLER_AGE, REQUESTS};

/// What a token was answered.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    profile: Profile,
    at: Timestamp,
    account: Result<Account, IssuerMismatch>,
}

impl Caller {
    /// Whether the store would answer the same: what is due at another time, such as a name that has become free, is not
    /// remembered.
    fn answers(&self, profile: &Profile, at: Timestamp) -> bool {
        let age = (at - self.at).abs().to_std();
        self.profile == *profile && age.is_ok_and(|age| age <= MAX_CALLER_AGE)
    }
}

impl Cached<dyn UserDirectory> {
    /// Reads or writes the user, and forgets the user's stream if that shows something else.
    async fn load(&self, profile: &Profile, at: Timestamp) -> Result<Caller, UserDirectoryError> {
        let streams = &self.caches.0.streams;
        let forget = self.caches.changing_shown_user(&profile.id);
        let account = match self.inner.upsert_from_claims(profile, at).await {
            Ok(account) => Ok(account),
            Err(UserDirectoryError::IssuerMismatch(mismatch)) => Err(mismatch),
            Err(other) => return Err(other),
        };
        // Most calls change nothing.
        let shown = streams.peek(&profile.id).flatten().map(|found| found.user);
        if shown.as_ref() == account.as_ref().ok().map(|account| &account.user) {
            forget.keep();
        }
        Ok(Caller {
            profile: profile.clone(),
            at,
            account,
        })
    }
}

/// An error that several callers share.
fn shared(error: SharedError) -> UserDirectoryError {
    match error.downcast_ref() {
        Some(UserDirectoryError::Contention(contention)) => (*contention).into(),
        _ => UserDirectoryError::Unavailable(Box::new(error)),
    }
}

#[async_trait]
impl UserDirectory for Cached<dyn UserDirectory> {
    async fn upsert_from_claims(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Account, UserDirectoryError> {
        if !self.caches.is_following() {
            return Ok(self.load(profile, at).await?.account?);
        }
        let callers = &self.caches.0.callers;
        let mut result = "hit";
        let load = async {
            result = "miss";
            self.load(profile, at).await
        };
        let found = callers.get_or_load(&profile.id, load).await.map_err(shared)?;
        counter!(REQUESTS, "cache" => "callers", "result" => result).increment(1);
        if found.answers(profile, at) {
            return Ok(found.account?);
        }
        // Usually another token of the user, which may say something else about them.
        let forget = self.caches.changing_caller(&profile.id);
        let other = self.load(profile, at).await?;
        if other.account == found.account {
            forget.keep();
        }
        Ok(other.account?)
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
        let is_changed = {
            let _forget = self.caches.changing_stream(user);
            self.inner.set_suspended(user, is_suspended, entry).await?
        };
        if is_suspended {
            // The change feed makes other servers forget the user within milliseconds. Only the age is certain.
            sleep(MAX_CALLER_AGE).await;
        }
        Ok(is_changed)
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
