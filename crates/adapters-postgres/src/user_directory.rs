//! Users' rows, kept from what their tokens claim.

use async_trait::async_trait;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use onair_domain::Timestamp;
use onair_domain::ports::{UserDirectory, UserDirectoryError};
use onair_domain::stream::SearchText;
use onair_domain::text::FOLD_VERSION;
use onair_domain::user::{Profile, Role, User, UserId, Username};

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::UserRow;
use crate::schema::users;

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

/// What a user's row becomes by their profile, under a name.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true)]
struct Kept<'a> {
    username: &'a str,
    username_key: String,
    name: &'a str,
    image: Option<&'a str>,
    roles: Vec<&'a str>,
    search_text: String,
    fold_version: i16,
    updated_at: Timestamp,
}

impl<'a> Kept<'a> {
    fn of(profile: &'a Profile, username: &'a Username, at: Timestamp) -> Self {
        Self {
            username: username.as_str(),
            username_key: username.key(),
            name: profile.name.as_str(),
            image: profile.image.as_ref().map(onair_domain::text::HttpUrl::as_str),
            roles: profile.roles.iter().copied().map(Role::as_str).collect(),
            search_text: SearchText::of_user(username, &profile.name).as_str().to_owned(),
            fold_version: FOLD_VERSION,
            updated_at: at,
        }
    }
}

impl PgUserDirectory {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// Whether somebody else holds a name.
    async fn is_taken(&self, name: &Username, by_other_than: &UserId) -> Result<bool, StoreError> {
        let key = name.key();
        self.pool
            .read(async |connection| {
                let holder = users::table
                    .filter(users::username_key.eq(&key))
                    .filter(users::id.ne(by_other_than.as_str()));
                diesel::select(exists(holder)).get_result(connection).await
            })
            .await
    }

    /// The name that a profile's user gets: the profile's, set apart while somebody else holds it.
    /// Somebody may hold that one too, having chosen it; then it is set apart once more.
    async fn free_name(&self, profile: &Profile) -> Result<Username, StoreError> {
        let mut name = profile.username.clone();
        while self.is_taken(&name, &profile.id).await? {
            name = name.disambiguate(&profile.id);
        }
        Ok(name)
    }

    async fn keep(&self, profile: &Profile, name: &Username, at: Timestamp) -> Result<UserRow, StoreError> {
        self.pool
            .write(async |connection| {
                let kept = || Kept::of(profile, name, at);
                diesel::insert_into(users::table)
                    .values((
                        users::id.eq(profile.id.as_str()),
                        users::created_at.eq(at),
                        kept(),
                    ))
                    .on_conflict(users::id)
                    .do_update()
                    .set(kept())
                    .returning(UserRow::as_returning())
                    .get_result(connection)
                    .await
            })
            .await
    }
}

/// The user whom a profile makes under a name.
fn made_of(profile: &Profile, username: Username) -> User {
    let Profile {
        id,
        username: _,
        name,
        image,
        roles,
    } = profile.clone();
    User {
        id,
        username,
        name,
        image,
        roles,
    }
}

#[async_trait]
impl UserDirectory for PgUserDirectory {
    /// Called for every request with a token, so the common case is one small read: a row that is as
    /// the profile says.
    async fn remember(&self, profile: &Profile, at: Timestamp) -> Result<User, UserDirectoryError> {
        /// How often another may take the name between the look at it and the write.
        const TRIES: usize = 8;
        let known = self.find(&profile.id).await?;
        if let Some(user) = known
            .as_ref()
            .filter(|user| **user == made_of(profile, profile.username.clone()))
        {
            return Ok(user.clone());
        }
        let mut tries = 1;
        loop {
            let name = self.free_name(profile).await?;
            let wanted = made_of(profile, name);
            if known.as_ref() == Some(&wanted) {
                return Ok(wanted);
            }
            match self.keep(profile, &wanted.username, at).await {
                Err(error) if error.is_double() && tries < TRIES => tries += 1,
                kept => return Ok(kept?.try_into()?),
            }
        }
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
