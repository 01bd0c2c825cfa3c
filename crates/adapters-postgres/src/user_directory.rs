//! Users, created and updated from their token claims. The module `list` contains the list for admins.

mod list;
mod record;
mod rows;

use async_trait::async_trait;
use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::account::{Account, UserFilter, UserKey, UserListing, UserSelection};
use onair_domain::audit::AuditEntry;
use onair_domain::creator::ApplicationStatus;
use onair_domain::error::Contention;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{IssuerMismatch, Profile, ReleasedName, User, UserId, UserRecord, Username};

use self::record::{lock, record};
use self::rows::RecordColumns;
use crate::audit_log;
use crate::error::StoreError;
use crate::pool::Pool;
use crate::prepared::Prepared;
use crate::rows::{UserRow, parse_user_ids, text};
use crate::schema::{given_up_usernames, users};
use crate::search_text::Patterns;
use crate::searches::{SearchError, Searches};

/// Stores users in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgUserDirectory {
    pool: Pool,
    searches: Searches,
}

impl From<StoreError> for UserDirectoryError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<SearchError> for UserDirectoryError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Busy => Self::SearchBusy,
            SearchError::Store(error) => error.into(),
        }
    }
}

/// The result of an attempt to write a profile; `None` if another call inserted the row first.
type Outcome = Option<Result<Account, IssuerMismatch>>;

impl PgUserDirectory {
    pub(crate) fn new(pool: Pool, searches: Searches) -> Self {
        Self { pool, searches }
    }

    /// Returns the account if the profile changes nothing. This is one read, because it runs on every request.
    async fn unchanged(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Option<Result<Account, IssuerMismatch>>, StoreError> {
        let found = self
            .pool
            .read_row(async |connection| {
                let Some((known, status, stream)) = record(connection, &profile.id).await? else {
                    return Ok(None);
                };
                let is_unchanged = match known.apply(profile) {
                    Err(other) => return Ok(Some(Err(other))),
                    Ok(None) => true,
                    Ok(Some(updated)) => {
                        let updated = with_free_name(connection, updated, at).await?;
                        !updated.differs_from(&known)
                    }
                };
                Ok(is_unchanged.then_some(Ok(Account {
                    user: known.user,
                    application_status: status,
                    stream,
                })))
            })
            .await?;
        Ok(found)
    }

    async fn write(&self, profile: &Profile, at: Timestamp) -> Result<Outcome, StoreError> {
        self.pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| {
                        // The lock prevents a concurrent rename of the user.
                        if lock(connection, &profile.id).await?.is_none() {
                            return insert(connection, profile, at).await;
                        }
                        match record(connection, &profile.id).await? {
                            None => Ok(None),
                            Some((known, application_status, stream)) => {
                                let updated = update(connection, known, profile, at).await?;
                                Ok(Some(updated.map(|user| Account {
                                    user,
                                    application_status,
                                    stream,
                                })))
                            }
                        }
                    })
                    .await
            })
            .await
    }
}

/// Inserts a new user.
async fn insert(
    connection: &mut AsyncPgConnection,
    profile: &Profile,
    at: Timestamp,
) -> QueryResult<Outcome> {
    let new = with_free_name(connection, UserRecord::from_profile(profile), at).await?;
    let inserted = diesel::insert_into(users::table)
        .values((
            users::id.eq(new.user.id.as_str()),
            users::created_at.eq(at),
            RecordColumns::of(&new, at),
        ))
        .on_conflict(users::id)
        .do_nothing()
        .execute(connection)
        .await?;
    if inserted == 0 {
        return Ok(None);
    }
    remove_reservation(connection, &new.user.username).await?;
    Ok(Some(Ok(Account {
        user: new.user,
        application_status: ApplicationStatus::None,
        stream: None,
    })))
}

/// Updates a user and releases the previous name.
async fn update(
    connection: &mut AsyncPgConnection,
    known: UserRecord,
    profile: &Profile,
    at: Timestamp,
) -> QueryResult<Result<User, IssuerMismatch>> {
    let updated = match known.apply(profile) {
        Err(other) => return Ok(Err(other)),
        Ok(None) => return Ok(Ok(known.user)),
        Ok(Some(updated)) => with_free_name(connection, updated, at).await?,
    };
    if !updated.differs_from(&known) {
        return Ok(Ok(known.user));
    }
    let update =
        diesel::update(users::table.find(updated.user.id.as_str())).set(RecordColumns::of(&updated, at));
    Prepared(update).execute(connection).await?;
    if updated.user.username.key() != known.user.username.key() {
        remove_reservation(connection, &updated.user.username).await?;
        reserve(connection, &known.user, at).await?;
    }
    Ok(Ok(updated.user))
}

/// Returns the record with a free name: the preferred one, disambiguated while another user holds it.
async fn with_free_name(
    connection: &AsyncPgConnection,
    mut updated: UserRecord,
    at: Timestamp,
) -> QueryResult<UserRecord> {
    let id = updated.user.id.clone();
    while !is_free(connection, &updated.user.username, &id, at).await? {
        updated.user.username = updated.user.username.disambiguate(&id);
    }
    Ok(updated)
}

/// Whether no other user holds or recently gave up a name. One statement reads both tables, because a name
/// moves from one to the other in one transaction.
async fn is_free(
    mut connection: &AsyncPgConnection,
    name: &Username,
    user: &UserId,
    at: Timestamp,
) -> QueryResult<bool> {
    let key = name.key();
    let holders = users::table
        .filter(users::username_key.eq(&key))
        .filter(users::id.ne(user.as_str()))
        .select((users::id, diesel::dsl::sql::<Nullable<Timestamptz>>("NULL")));
    let reserved = given_up_usernames::table
        .filter(given_up_usernames::username_key.eq(&key))
        .select((
            given_up_usernames::user_id,
            given_up_usernames::given_up_at.nullable(),
        ));
    let rows: Vec<(String, Option<Timestamp>)> = holders.union_all(reserved).load(&mut connection).await?;
    for (holder, given_up_at) in rows {
        let Some(given_up_at) = given_up_at else {
            return Ok(false);
        };
        let holder = text(UserId::parse(&holder));
        let given_up = ReleasedName {
            user: holder.map_err(|error| QueryError::DeserializationError(error.into()))?,
            at: given_up_at,
        };
        if !given_up.is_free_for(user, at) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Removes a name from the given-up names, because a user holds it again.
async fn remove_reservation(connection: &mut AsyncPgConnection, name: &Username) -> QueryResult<()> {
    diesel::delete(given_up_usernames::table.find(name.key()))
        .execute(connection)
        .await?;
    Ok(())
}

async fn reserve(connection: &mut AsyncPgConnection, user: &User, at: Timestamp) -> QueryResult<()> {
    let who = (
        given_up_usernames::user_id.eq(user.id.as_str()),
        given_up_usernames::given_up_at.eq(at),
    );
    diesel::insert_into(given_up_usernames::table)
        .values((given_up_usernames::username_key.eq(user.username.key()), who))
        .on_conflict(given_up_usernames::username_key)
        .do_update()
        .set(who)
        .execute(connection)
        .await?;
    Ok(())
}

#[async_trait]
impl UserDirectory for PgUserDirectory {
    async fn upsert_from_claims(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Account, UserDirectoryError> {
        /// The maximum number of concurrent changes to tolerate between the read and the write.
        const MAX_ATTEMPTS: usize = 8;
        if let Some(known) = self.unchanged(profile, at).await? {
            return Ok(known?);
        }
        for _ in 0..MAX_ATTEMPTS {
            match self.write(profile, at).await {
                Ok(Some(account)) => return Ok(account?),
                Ok(None) => {}
                Err(error) if error.is_unique_violation() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Contention.into())
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        let row = self
            .pool
            .read_row(async |mut connection| {
                users::table
                    .find(id.as_str())
                    .select(UserRow::as_select())
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(User::try_from).transpose()?)
    }

    async fn find_by_username(&self, name: &Username) -> Result<Option<User>, UserDirectoryError> {
        let key = name.key();
        let row = self
            .pool
            .read_row(async |mut connection| {
                users::table
                    .filter(users::username_key.eq(&key))
                    .select(UserRow::as_select())
                    .first(&mut connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(User::try_from).transpose()?)
    }

    async fn set_suspended(
        &self,
        user: &UserId,
        is_suspended: bool,
        entry: &AuditEntry,
    ) -> Result<bool, UserDirectoryError> {
        let other_state = users::table
            .find(user.as_str())
            .filter(users::is_suspended.ne(is_suspended));
        let is_changed = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| {
                        let changed = diesel::update(other_state)
                            .set(users::is_suspended.eq(is_suspended))
                            .execute(connection)
                            .await?;
                        if changed > 0 {
                            audit_log::record(connection, entry).await?;
                        }
                        Ok(changed > 0)
                    })
                    .await
            })
            .await?;
        Ok(is_changed)
    }

    async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, UserDirectoryError> {
        let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let found: Vec<String> = self
            .pool
            .read(async |connection| {
                users::table
                    .filter(users::id.eq_any(&ids))
                    .filter(users::is_suspended)
                    .select(users::id)
                    .load(connection)
                    .await
            })
            .await?;
        Ok(parse_user_ids(&found)?)
    }

    async fn list(
        &self,
        filter: &UserFilter,
        page: &PageRequest<UserKey>,
    ) -> Result<Page<UserListing, UserKey>, UserDirectoryError> {
        let rows = if let UserSelection::Search(query) = &filter.selection {
            let (patterns, is_suspended, page) = (Patterns::of(query), filter.is_suspended, page.clone());
            let found = self.searches.run(|pool, _| async move {
                pool.read(async |connection| list::matches(connection, &patterns, is_suspended, &page).await)
                    .await
            });
            found.await?
        } else {
            let read = self
                .pool
                .read(async |connection| list::selected(connection, filter, page).await);
            read.await?
        };
        let items = rows.into_iter().map(list::listing);
        let items = items.collect::<Result<_, StoreError>>()?;
        Ok(Page::from_rows(items, page.limit, UserListing::key))
    }
}
