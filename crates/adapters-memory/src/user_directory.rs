//! [`MemoryUserDirectory`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::account::{Account, UserFilter, UserKey, UserListing, UserSelection};
use onair_domain::audit::AuditEntry;
use onair_domain::creator::ApplicationStatus;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{Change, UserDirectory, UserDirectoryError};
use onair_domain::stream::{MatchRank, SearchTerms, SearchText};
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

    fn set_suspended(&mut self, user: &UserId, is_suspended: bool, entry: &AuditEntry) -> bool {
        let Some(user) = self.users.get_mut(user) else {
            return false;
        };
        if user.is_suspended == is_suspended {
            return false;
        }
        user.is_suspended = is_suspended;
        self.changed.insert(Change::Suspension(user.id.clone()));
        self.audit.insert(entry.key(), entry.clone());
        true
    }

    fn listing(&self, user: &User, selection: &Selection<'_>) -> Option<UserListing> {
        let rank = match selection {
            Selection::All => MatchRank::Exact,
            Selection::Terms(terms) => terms.rank(&SearchText::of_user(&user.username, &user.name))?,
            Selection::Key(key) => (user.username.key() == *key).then_some(MatchRank::Exact)?,
            Selection::Id(id) => (user.id == **id).then_some(MatchRank::Exact)?,
        };
        Some(UserListing {
            user: user.clone(),
            application_status: ApplicationStatus::of(self.applications.get(&user.id)),
            created_at: *self.user_since.get(&user.id)?,
            rank,
        })
    }

    fn list_users(&self, filter: &UserFilter, page: &PageRequest<UserKey>) -> Page<UserListing, UserKey> {
        let selection = Selection::of(&filter.selection);
        let mut rows: Vec<_> = self
            .users
            .values()
            .filter(|user| filter.is_suspended.is_none_or(|state| user.is_suspended == state))
            .filter_map(|user| self.listing(user, &selection))
            .filter(|row| page.after.as_ref().is_none_or(|after| row.key() > *after))
            .collect();
        rows.sort_by_key(UserListing::key);
        Page::from_rows(rows, page.limit, UserListing::key)
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
        self.user_since.entry(id.clone()).or_insert(at);
        self.claims.insert(id.clone(), next.history);
        *self.user_writes.entry(id).or_default() += 1;
    }
}

/// A selection, prepared once for all users.
enum Selection<'a> {
    All,
    Terms(SearchTerms),
    Key(String),
    Id(&'a UserId),
}

impl<'a> Selection<'a> {
    fn of(selection: &'a UserSelection) -> Self {
        match selection {
            UserSelection::All => Self::All,
            UserSelection::Search(query) => Self::Terms(SearchTerms::of(query)),
            UserSelection::Username(name) => Self::Key(name.key()),
            UserSelection::Id(id) => Self::Id(id),
        }
    }
}

#[async_trait]
impl UserDirectory for MemoryUserDirectory {
    async fn upsert_from_claims(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Account, UserDirectoryError> {
        Ok(self.step(|state| {
            let stored = state.upsert_from_claims(profile, at);
            stored.map(|user| Account {
                application_status: ApplicationStatus::of(state.applications.get(&user.id)),
                stream: state.stream_with_user(&user.id).map(Into::into),
                user,
            })
        })??)
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.users.get(id).cloned())
    }

    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError> {
        self.step(|state| state.user_named(name).cloned())
    }

    async fn set_suspended(
        &self,
        user: &UserId,
        is_suspended: bool,
        entry: &AuditEntry,
    ) -> Result<bool, UserDirectoryError> {
        self.step(|state| state.set_suspended(user, is_suspended, entry))
    }

    async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, UserDirectoryError> {
        self.step(|state| {
            let is_suspended = |id: &&UserId| state.users.get(*id).is_some_and(|user| user.is_suspended);
            users.iter().filter(is_suspended).cloned().collect()
        })
    }

    async fn list(
        &self,
        filter: &UserFilter,
        page: &PageRequest<UserKey>,
    ) -> Result<Page<UserListing, UserKey>, UserDirectoryError> {
        self.step(|state| state.list_users(filter, page))
    }
}
