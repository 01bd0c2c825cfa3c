//! Follows and blocks. The module `lists` contains their lists.

mod lists;

use async_trait::async_trait;
use diesel::declare_sql_function;
use diesel::dsl::{self, auto_type, exists};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{SocialGraph, SocialGraphError};
use onair_domain::social::{FollowCounts, RelatedUser, RelatedUserKey, Relation, UserPair};
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::pool::Pool;
use crate::rows::parse_user_ids;
use crate::schema::{blocks, follows};

#[declare_sql_function]
extern "SQL" {
    /// Acquires a lock until the end of the transaction.
    fn pg_advisory_xact_lock(key: BigInt);
    /// Hashes a text.
    fn hashtextextended(text: Text, seed: BigInt) -> BigInt;
}

/// The columns of a [`Relation`].
#[auto_type(no_type_alias)]
pub(crate) fn relation<'a>(host: &'a str, viewer: &'a str) -> _ {
    let is_following: dsl::exists<dsl::Find<follows::table, (&'a str, &'a str)>> =
        exists(follows::table.find((viewer, host)));
    let is_blocked: dsl::exists<dsl::Find<blocks::table, (&'a str, &'a str)>> =
        exists(blocks::table.find((host, viewer)));
    let has_blocked: dsl::exists<dsl::Find<blocks::table, (&'a str, &'a str)>> =
        exists(blocks::table.find((viewer, host)));
    (is_following, is_blocked, has_blocked)
}

pub(crate) fn to_relation((is_following, is_blocked, has_blocked): (bool, bool, bool)) -> Relation {
    Relation {
        is_following,
        is_blocked,
        has_blocked,
    }
}

/// Stores follows and blocks in PostgreSQL.
#[derive(Clone, Debug)]
pub struct PgSocialGraph {
    pool: Pool,
}

impl PgSocialGraph {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl From<StoreError> for SocialGraphError {
    fn from(error: StoreError) -> Self {
        if error.is_foreign_key_violation() {
            Self::UserUnknown
        } else {
            Self::Unavailable(error.into())
        }
    }
}

/// Serialises follows and blocks of two users. Otherwise a follow that checked for blocks first could be
/// inserted after the block had deleted follows.
async fn lock_pair(connection: &mut AsyncPgConnection, pair: &UserPair) -> QueryResult<()> {
    let (one, other) = (pair.actor().min(pair.target()), pair.actor().max(pair.target()));
    // Ids contain no spaces.
    let pair = hashtextextended(format!("{one} {other}"), 0);
    diesel::select(pg_advisory_xact_lock(pair))
        .execute(connection)
        .await?;
    Ok(())
}

async fn is_blocked(connection: &mut AsyncPgConnection, by: &UserId, whom: &UserId) -> QueryResult<bool> {
    let block = blocks::table.find((by.as_str(), whom.as_str()));
    diesel::select(exists(block)).get_result(connection).await
}

async fn follow(connection: &mut AsyncPgConnection, pair: &UserPair, at: Timestamp) -> QueryResult<bool> {
    let (actor, target) = (pair.actor(), pair.target());
    lock_pair(connection, pair).await?;
    if is_blocked(connection, actor, target).await? || is_blocked(connection, target, actor).await? {
        return Ok(false);
    }
    diesel::insert_into(follows::table)
        .values((
            follows::follower_id.eq(actor.as_str()),
            follows::followed_id.eq(target.as_str()),
            follows::created_at.eq(at),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    Ok(true)
}

async fn unfollow(connection: &mut AsyncPgConnection, actor: &UserId, target: &UserId) -> QueryResult<()> {
    let follow = follows::table.find((actor.as_str(), target.as_str()));
    diesel::delete(follow).execute(connection).await?;
    Ok(())
}

async fn block(connection: &mut AsyncPgConnection, pair: &UserPair, at: Timestamp) -> QueryResult<()> {
    let (actor, target) = (pair.actor(), pair.target());
    lock_pair(connection, pair).await?;
    diesel::insert_into(blocks::table)
        .values((
            blocks::blocker_id.eq(actor.as_str()),
            blocks::blocked_id.eq(target.as_str()),
            blocks::created_at.eq(at),
        ))
        .on_conflict_do_nothing()
        .execute(connection)
        .await?;
    unfollow(connection, actor, target).await?;
    unfollow(connection, target, actor).await
}

fn page_of(
    rows: Vec<lists::RelatedUserRow>,
    page: &PageRequest<RelatedUserKey>,
) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
    let items = rows.into_iter().map(lists::related_user);
    let items = items.collect::<Result<_, StoreError>>()?;
    Ok(Page::from_rows(items, page.limit, RelatedUser::key))
}

#[async_trait]
impl SocialGraph for PgSocialGraph {
    async fn follow(&self, pair: &UserPair, at: Timestamp) -> Result<bool, SocialGraphError> {
        let followed = self
            .pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| follow(connection, pair, at).await)
                    .await
            })
            .await?;
        Ok(followed)
    }

    async fn unfollow(&self, pair: &UserPair) -> Result<(), SocialGraphError> {
        self.pool
            .write(async |connection| unfollow(connection, pair.actor(), pair.target()).await)
            .await?;
        Ok(())
    }

    async fn block(&self, pair: &UserPair, at: Timestamp) -> Result<(), SocialGraphError> {
        self.pool
            .write(async |connection| {
                connection
                    .transaction(async |connection| block(connection, pair, at).await)
                    .await
            })
            .await?;
        Ok(())
    }

    async fn unblock(&self, pair: &UserPair) -> Result<(), SocialGraphError> {
        self.pool
            .write(async |connection| {
                let block = blocks::table.find((pair.actor().as_str(), pair.target().as_str()));
                diesel::delete(block).execute(connection).await
            })
            .await?;
        Ok(())
    }

    async fn find_relation(&self, host: &UserId, viewer: &UserId) -> Result<Relation, SocialGraphError> {
        let columns = self
            .pool
            .read_row(async |mut connection| {
                diesel::select(relation(host.as_str(), viewer.as_str()))
                    .get_result(&mut connection)
                    .await
            })
            .await?;
        Ok(to_relation(columns))
    }

    async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        let rows = self
            .pool
            .read(async |connection| lists::followers(connection, user, page).await)
            .await?;
        page_of(rows, page)
    }

    async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        let rows = self
            .pool
            .read(async |connection| lists::following(connection, user, page).await)
            .await?;
        page_of(rows, page)
    }

    async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        let rows = self
            .pool
            .read(async |connection| lists::blocked(connection, user, page).await)
            .await?;
        page_of(rows, page)
    }

    async fn count_follows(&self, user: &UserId) -> Result<FollowCounts, SocialGraphError> {
        let counts = self
            .pool
            .read(async |connection| lists::counts(connection, user).await)
            .await?;
        Ok(counts)
    }

    async fn filter_followers(
        &self,
        host: &UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, SocialGraphError> {
        let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
        let found: Vec<String> = self
            .pool
            .read(async |connection| {
                follows::table
                    .filter(follows::followed_id.eq(host.as_str()))
                    .filter(follows::follower_id.eq_any(&ids))
                    .select(follows::follower_id)
                    .load(connection)
                    .await
            })
            .await?;
        Ok(parse_user_ids(&found)?)
    }
}
