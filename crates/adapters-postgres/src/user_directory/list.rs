//! Statements of the list of users.

use std::collections::HashMap;
use std::fmt::Write;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::account::{UserFilter, UserKey, UserListing, UserSelection};
use onair_domain::creator::ApplicationStatus;
use onair_domain::page::PageRequest;
use onair_domain::stream::MatchRank;

use crate::creator_applications::parse_status;
use crate::error::StoreError;
use crate::rows::{UserRow, limit_with_lookahead, unreadable};
use crate::schema::{creator_applications, users};
use crate::search_text::Patterns;

/// A user with the status of their application, the time when they were first seen, and the match rank.
pub(super) type UserListingRow = ((UserRow, Option<String>, Timestamp), i32);

#[diesel::dsl::auto_type]
fn users_with_status() -> _ {
    users::table.left_join(creator_applications::table.on(creator_applications::user_id.eq(users::id)))
}

/// Reads the users of any selection but a search. The list of all users and that of suspended ones are index
/// ranges.
pub(super) async fn selected(
    connection: &mut AsyncPgConnection,
    filter: &UserFilter,
    page: &PageRequest<UserKey>,
) -> QueryResult<Vec<UserListingRow>> {
    let mut query = users_with_status()
        .select((
            UserRow::as_select(),
            creator_applications::status.nullable(),
            users::created_at,
        ))
        .order((users::created_at.desc(), users::id.desc()))
        .limit(limit_with_lookahead(page.limit))
        .into_boxed();
    match &filter.selection {
        UserSelection::Username(name) => query = query.filter(users::username_key.eq(name.key())),
        UserSelection::Id(id) => query = query.filter(users::id.eq(id.as_str())),
        UserSelection::All | UserSelection::Search(_) => {}
    }
    match filter.is_suspended {
        Some(true) => query = query.filter(users::is_suspended),
        Some(false) => query = query.filter(diesel::dsl::not(users::is_suspended)),
        None => {}
    }
    if let Some(after) = &page.after {
        let is_later = sql::<Bool>("(users.created_at, users.id) < (")
            .bind::<Timestamptz, _>(after.created_at)
            .sql(", ")
            .bind::<Text, _>(after.user_id.as_str())
            .sql(")");
        query = query.filter(is_later);
    }
    let rows = query.load(connection).await?;
    Ok(rows.into_iter().map(|row| (row, 0)).collect())
}

#[derive(QueryableByName)]
struct Hit {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Integer)]
    rank: i32,
}

/// Reads the users whose names match. `rank` is that of [`onair_domain::stream::MatchRank`].
pub(super) async fn matches(
    connection: &mut AsyncPgConnection,
    patterns: &Patterns,
    is_suspended: Option<bool>,
    page: &PageRequest<UserKey>,
) -> QueryResult<Vec<UserListingRow>> {
    let contained = [&patterns.exact[..], std::slice::from_ref(&patterns.contains)].concat();
    let mut condition = String::from("search_text LIKE ANY ($1)");
    let words = patterns.similar.as_ref().map(|similar| &similar.words[..]);
    if patterns.similar.is_some() {
        condition.push_str(" OR search_text LIKE ANY ($8)");
        for word in 0..words.unwrap_or_default().len() {
            // As in the search for streams: only the first array is for the index. (Writing to a string can't
            // fail.)
            let _ = write!(condition, " AND (search_text || '') LIKE ANY (${})", 9 + word);
        }
    }
    let suspension = match is_suspended {
        Some(true) => "is_suspended",
        Some(false) => "NOT is_suspended",
        None => "true",
    };
    let statement = format!(
        "SELECT id, rank
         FROM (
             SELECT id, created_at,
                    CASE WHEN search_text LIKE ANY ($2) THEN 0
                         WHEN search_text LIKE ANY ($3) THEN 1
                         WHEN search_text LIKE ANY ($1) THEN 2
                         ELSE 3 END AS rank
             FROM users
             WHERE ({condition}) AND {suspension}
         ) AS found
         WHERE rank > $4 OR (rank = $4 AND (created_at, id) < ($5, $6))
         ORDER BY rank, created_at DESC, id DESC
         LIMIT $7"
    );
    let (rank, created_at, id) = match &page.after {
        Some(after) => (
            i32::from(after.rank.as_u8()),
            after.created_at,
            after.user_id.as_str(),
        ),
        None => (-1, Timestamp::UNIX_EPOCH, ""),
    };
    let mut statement = diesel::sql_query(statement)
        .into_boxed()
        .bind::<Array<Text>, _>(contained)
        .bind::<Array<Text>, _>(&patterns.exact)
        .bind::<Array<Text>, _>(&patterns.begins)
        .bind::<Integer, _>(rank)
        .bind::<Timestamptz, _>(created_at)
        .bind::<Text, _>(id)
        .bind::<BigInt, _>(limit_with_lookahead(page.limit));
    if let Some(similar) = &patterns.similar {
        statement = statement.bind::<Array<Text>, _>(&similar.hint);
        for word in &similar.words {
            statement = statement.bind::<Array<Text>, _>(word);
        }
    }
    let hits: Vec<Hit> = statement.load(connection).await?;
    let ids: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
    let rows: Vec<(UserRow, Option<String>, Timestamp)> = users_with_status()
        .filter(users::id.eq_any(ids))
        .select((
            UserRow::as_select(),
            creator_applications::status.nullable(),
            users::created_at,
        ))
        .load(connection)
        .await?;
    let mut rows: HashMap<String, _> = rows.into_iter().map(|row| (row.0.id.clone(), row)).collect();
    let rows = hits
        .into_iter()
        .filter_map(|hit| Some((rows.remove(&hit.id)?, hit.rank)));
    Ok(rows.collect())
}

pub(super) fn listing(((user, status, created_at), rank): UserListingRow) -> Result<UserListing, StoreError> {
    let found_rank = u8::try_from(rank).ok().and_then(MatchRank::from_u8);
    Ok(UserListing {
        user: user.try_into()?,
        application_status: status.map_or(Ok(ApplicationStatus::None), |status| parse_status(&status))?,
        created_at,
        rank: found_rank.ok_or_else(|| unreadable("match rank", &rank.to_string()))?,
    })
}
