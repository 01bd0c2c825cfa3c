//! Lists of followers, followed and blocked users, newest first. Each is read in the order of an index.

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::page::PageRequest;
use onair_domain::social::{FollowCounts, RelatedUser, RelatedUserKey};
use onair_domain::user::UserId;

use crate::error::StoreError;
use crate::rows::{UserRow, limit_with_lookahead};
use crate::schema::{blocks, follows, streams, users};

/// User, time of the relationship, and live state; `None` without a stream.
pub(super) type RelatedUserRow = (UserRow, Timestamp, Option<bool>);

pub(super) fn related_user((user, since, is_live): RelatedUserRow) -> Result<RelatedUser, StoreError> {
    Ok(RelatedUser {
        user: user.try_into()?,
        is_live: is_live.unwrap_or(false),
        since,
    })
}

/// Reads a page of the users in `$other_column` of the rows of `$table` whose `$own_column` is the user.
macro_rules! page {
    ($connection:expr, $table:ident, $own_column:ident, $other_column:ident, $user:expr, $page:expr) => {{
        let page: &PageRequest<RelatedUserKey> = $page;
        let mut query = $table::table
            .inner_join(users::table.on(users::id.eq($table::$other_column)))
            .left_join(streams::table.on(streams::user_id.eq(users::id)))
            .filter($table::$own_column.eq($user.as_str()))
            .select((
                UserRow::as_select(),
                $table::created_at,
                streams::is_live.nullable(),
            ))
            .order(($table::created_at.desc(), $table::$other_column.desc()))
            .limit(limit_with_lookahead(page.limit))
            .into_boxed();
        if let Some(after) = &page.after {
            let names = concat!(
                stringify!($table),
                ".created_at, ",
                stringify!($table),
                ".",
                stringify!($other_column)
            );
            let is_older = sql::<Bool>(&format!("({names}) < ("))
                .bind::<Timestamptz, _>(after.since)
                .sql(", ")
                .bind::<Text, _>(after.user_id.as_str())
                .sql(")");
            query = query.filter(is_older);
        }
        query.load::<RelatedUserRow>($connection).await
    }};
}

pub(super) async fn followers(
    connection: &mut AsyncPgConnection,
    user: &UserId,
    page: &PageRequest<RelatedUserKey>,
) -> QueryResult<Vec<RelatedUserRow>> {
    page!(connection, follows, followed_id, follower_id, user, page)
}

pub(super) async fn following(
    connection: &mut AsyncPgConnection,
    user: &UserId,
    page: &PageRequest<RelatedUserKey>,
) -> QueryResult<Vec<RelatedUserRow>> {
    page!(connection, follows, follower_id, followed_id, user, page)
}

pub(super) async fn blocked(
    connection: &mut AsyncPgConnection,
    user: &UserId,
    page: &PageRequest<RelatedUserKey>,
) -> QueryResult<Vec<RelatedUserRow>> {
    page!(connection, blocks, blocker_id, blocked_id, user, page)
}

pub(super) async fn counts(connection: &mut AsyncPgConnection, user: &UserId) -> QueryResult<FollowCounts> {
    let followers = follows::table.filter(follows::followed_id.eq(user.as_str()));
    let following = follows::table.filter(follows::follower_id.eq(user.as_str()));
    let counted = (
        followers.select(count_star()).single_value(),
        following.select(count_star()).single_value(),
    );
    let (followers, following): (Option<i64>, Option<i64>) =
        diesel::select(counted).get_result(connection).await?;
    // A count is never negative.
    let unsigned = |count: Option<i64>| count.map_or(0, i64::unsigned_abs);
    Ok(FollowCounts {
        followers: unsigned(followers),
        following: unsigned(following),
    })
}
