//! [`MemoryUserDirectory`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{Profile, User, UserId, Username};

use crate::store::{MemoryStore, State};

/// Users, in a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryUserDirectory(MemoryStore);

impl MemoryUserDirectory {
    /// The users of that store.
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

    /// The name a profile gets: its own while nobody else holds it, else that set apart; somebody may
    /// hold that one too, having chosen it.
    fn name_for(&self, profile: &Profile) -> Username {
        let mut name = profile.username.clone();
        while self
            .user_named(&name)
            .is_some_and(|holder| holder.id != profile.id)
        {
            name = name.disambiguate(&profile.id);
        }
        name
    }
}

#[async_trait]
impl UserDirectory for MemoryUserDirectory {
    async fn remember(&self, profile: &Profile, _at: Timestamp) -> Result<User, UserDirectoryError> {
        self.step(|state| {
            let user = User {
                id: profile.id.clone(),
                username: state.name_for(profile),
                name: profile.name.clone(),
                image: profile.image.clone(),
                roles: profile.roles.clone(),
            };
            if state.users.get(&user.id) != Some(&user) {
                state.users.insert(user.id.clone(), user.clone());
                *state.user_writes.entry(user.id.clone()).or_default() += 1;
            }
            user
        })
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.users.get(id).cloned())
    }

    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.user_named(name).cloned())
    }
}
