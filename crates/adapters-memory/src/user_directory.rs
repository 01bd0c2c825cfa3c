//! [`MemoryUserDirectory`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{IssuerMismatch, Profile, ReleasedName, User, UserId, UserRecord, Username};

use crate::store::{MemoryStore, State};

/// The users of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryUserDirectory(MemoryStore);

impl MemoryUserDirectory {
    /// The users of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, UserDirectoryError> {
        self.0.step(step).map_err(UserDirectoryError::Unavailable)
    }
}

impl State {
    fn user_named(&self, name: &Username) -> Option<&User> {
        let key = name.key();
        self.users.values().find(|user| user.username.key() == key)
    }

    fn record(&self, id: &UserId) -> Option<UserRecord> {
        Some(UserRecord {
            user: self.users.get(id)?.clone(),
            history: self.claims.get(id).cloned().unwrap_or_default(),
        })
    }

    fn is_free(&self, name: &Username, user: &UserId, at: Timestamp) -> bool {
        let released = self.released_names.get(&name.key());
        self.user_named(name).is_none_or(|holder| holder.id == *user)
            && released.is_none_or(|released| released.is_free_for(user, at))
    }

    fn upsert_from_claims(&mut self, profile: &Profile, at: Timestamp) -> Result<User, IssuerMismatch> {
        let known = self.record(&profile.id);
        let mut next = match &known {
            None => UserRecord::from_profile(profile),
            Some(known) => match known.apply(profile)? {
                Some(next) => next,
                None => return Ok(known.user.clone()),
            },
        };
        let id = &profile.id;
        while !self.is_free(&next.user.username, id, at) {
            next.user.username = next.user.username.disambiguate(id);
        }
        if known.as_ref().is_none_or(|known| next.differs_from(known)) {
            self.write(known.map(|known| known.user), next.clone(), at);
        }
        Ok(next.user)
    }

    fn write(&mut self, before: Option<User>, next: UserRecord, at: Timestamp) {
        let (id, key) = (next.user.id.clone(), next.user.username.key());
        if let Some(before) = before.filter(|before| before.username.key() != key) {
            let user = before.id;
            self.released_names
                .insert(before.username.key(), ReleasedName { user, at });
        }
        self.released_names.remove(&key);
        self.users.insert(id.clone(), next.user);
        self.claims.insert(id.clone(), next.history);
        *self.user_writes.entry(id).or_default() += 1;
    }
}

#[async_trait]
impl UserDirectory for MemoryUserDirectory {
    async fn upsert_from_claims(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError> {
        Ok(self.step(|state| state.upsert_from_claims(profile, at))??)
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.users.get(id).cloned())
    }

    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.user_named(name).cloned())
    }
}
