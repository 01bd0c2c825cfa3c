//! Users' rows, kept from what their tokens claim.

mod rows;

use async_trait::async_trait;
use diesel::prelude::*;
use diesel::result::Error as QueryError;
use diesel::sql_types::{Nullable, Timestamptz};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::error::Contention;
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::user::{GivenUpName, OtherIssuer, Profile, User, UserId, UserRecord, Username};

use self::rows::{HistoryRow, Kept};
use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::{UserRow, text};
use crate::schema::{given_up_usernames, users};

/// Keeps users in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgUserDirectory {
    pool: Pool,
}

impl From<StoreError> for UserDirectoryError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// What became of a profile.
enum Outcome {
    Done(Result<User, OtherIssuer>),
    /// Another call made the row first.
    Contended,
}

impl PgUserDirectory {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// The user, if the profile changes nothing: one small read, for it happens at every request.
    async fn unchanged(
        &self,
        profile: &Profile,
        at: Timestamp,
    ) -> Result<Option<Result<User, OtherIssuer>>, StoreError> {
        let found = self
            .pool
            .read(async |connection| {
                let known = record(connection, &profile.id, false).await?;
                Ok(match known.map(|known| (known.claimed(profile), known)) {
                    None => None,
                    Some((Err(other), _)) => Some(Err(other)),
                    Some((Ok(None), known)) => Some(Ok(known.user)),
                    Some((Ok(Some(wanted)), known)) => {
                        let wanted = with_free_name(connection, wanted, at).await?;
                        (!wanted.differs_from(&known)).then_some(Ok(known.user))
                    }
                })
            })
            .await?;
        Ok(found)
    }

    async fn write(&self, profile: &Profile, at: Timestamp) -> Result<Outcome, StoreError> {
        self.pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| {
                        // Locked, so that nobody else renames the user meanwhile.
                        match record(connection, &profile.id, true).await? {
                            None => make(connection, profile, at).await,
                            Some(known) => change(connection, known, profile, at).await,
                        }
                    })
                    .await
            })
            .await
    }
}

/// Makes the row of somebody who comes for the first time.
async fn make(connection: &mut AsyncPgConnection, profile: &Profile, at: Timestamp) -> QueryResult<Outcome> {
    let new = with_free_name(connection, UserRecord::first(profile), at).await?;
    let made = diesel::insert_into(users::table)
        .values((
            users::id.eq(new.user.id.as_str()),
            users::created_at.eq(at),
            Kept::of(&new, at),
        ))
        .on_conflict(users::id)
        .do_nothing()
        .execute(connection)
        .await?;
    if made == 0 {
        return Ok(Outcome::Contended);
    }
    take(connection, &new.user.username).await?;
    Ok(Outcome::Done(Ok(new.user)))
}

/// Changes a row, and gives up the name that it had.
async fn change(
    connection: &mut AsyncPgConnection,
    known: UserRecord,
    profile: &Profile,
    at: Timestamp,
) -> QueryResult<Outcome> {
    let wanted = match known.claimed(profile) {
        Err(other) => return Ok(Outcome::Done(Err(other))),
        Ok(None) => return Ok(Outcome::Done(Ok(known.user))),
        Ok(Some(wanted)) => with_free_name(connection, wanted, at).await?,
    };
    if !wanted.differs_from(&known) {
        return Ok(Outcome::Done(Ok(known.user)));
    }
    diesel::update(users::table.find(wanted.user.id.as_str()))
        .set(Kept::of(&wanted, at))
        .execute(connection)
        .await?;
    if wanted.user.username.key() != known.user.username.key() {
        take(connection, &wanted.user.username).await?;
        give_up(connection, &known.user, at).await?;
    }
    Ok(Outcome::Done(Ok(wanted.user)))
}

/// The row with its history.
async fn record(
    connection: &mut AsyncPgConnection,
    id: &UserId,
    is_locked: bool,
) -> QueryResult<Option<UserRecord>> {
    let query = users::table
        .find(id.as_str())
        .select((UserRow::as_select(), HistoryRow::as_select()));
    let row: Option<(UserRow, HistoryRow)> = if is_locked {
        query.for_update().first(connection).await.optional()?
    } else {
        query.first(connection).await.optional()?
    };
    row.map(|(user, history)| {
        Ok(UserRecord {
            user: user.try_into()?,
            history: history.try_into()?,
        })
    })
    .transpose()
    .map_err(|error: StoreError| QueryError::DeserializationError(error.into()))
}

/// The record under the name that the user gets: the wanted one, disambiguated while it is somebody else's.
async fn with_free_name(
    connection: &mut AsyncPgConnection,
    mut wanted: UserRecord,
    at: Timestamp,
) -> QueryResult<UserRecord> {
    let id = wanted.user.id.clone();
    while !is_free(connection, &wanted.user.username, &id, at).await? {
        wanted.user.username = wanted.user.username.disambiguate(&id);
    }
    Ok(wanted)
}

/// Whether a name is nobody else's, in one statement: a name goes over from who holds it to those that rest
/// in one step, and is found either here or there.
async fn is_free(
    connection: &mut AsyncPgConnection,
    name: &Username,
    user: &UserId,
    at: Timestamp,
) -> QueryResult<bool> {
    let key = name.key();
    let holders = users::table
        .filter(users::username_key.eq(&key))
        .filter(users::id.ne(user.as_str()))
        .select((users::id, diesel::dsl::sql::<Nullable<Timestamptz>>("NULL")));
    let resting = given_up_usernames::table
        .filter(given_up_usernames::username_key.eq(&key))
        .select((
            given_up_usernames::user_id,
            given_up_usernames::given_up_at.nullable(),
        ));
    let rows: Vec<(String, Option<Timestamp>)> = holders.union_all(resting).load(connection).await?;
    for (holder, given_up_at) in rows {
        let Some(given_up_at) = given_up_at else {
            return Ok(false);
        };
        let holder = text(UserId::parse(&holder));
        let given_up = GivenUpName {
            user: holder.map_err(|error| QueryError::DeserializationError(error.into()))?,
            at: given_up_at,
        };
        if !given_up.is_free_for(user, at) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A name that somebody has does not rest.
async fn take(connection: &mut AsyncPgConnection, name: &Username) -> QueryResult<()> {
    diesel::delete(given_up_usernames::table.find(name.key()))
        .execute(connection)
        .await?;
    Ok(())
}

async fn give_up(connection: &mut AsyncPgConnection, user: &User, at: Timestamp) -> QueryResult<()> {
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
    async fn remember(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError> {
        /// How often another may take the name, or make the row, between the look at it and the write.
        const MAX_ATTEMPTS: usize = 8;
        if let Some(known) = self.unchanged(profile, at).await? {
            return Ok(known?);
        }
        for _ in 0..MAX_ATTEMPTS {
            match self.write(profile, at).await {
                Ok(Outcome::Done(user)) => return Ok(user?),
                Ok(Outcome::Contended) => {}
                Err(error) if error.is_double() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Contention.into())
    }

    async fn find(&self, id: &UserId) -> Result<Option<User>, UserDirectoryError> {
        let row = self
            .pool
            .read(async |connection| {
                users::table
                    .find(id.as_str())
                    .select(UserRow::as_select())
                    .first(connection)
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
            .read(async |connection| {
                users::table
                    .filter(users::username_key.eq(&key))
                    .select(UserRow::as_select())
                    .first(connection)
                    .await
                    .optional()
            })
            .await?;
        Ok(row.map(User::try_from).transpose()?)
    }
}
