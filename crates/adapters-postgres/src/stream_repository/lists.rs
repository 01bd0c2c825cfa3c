//! Lists of streams in the order of [`DiscoveryKey`]. Each reads one extra row, which shows whether another
//! page follows.

use diesel::dsl::{auto_type, exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::page::PageRequest;
use onair_domain::stream::DiscoveryKey;
use onair_domain::user::{Requester, UserId};

use super::queries::{listed_streams, open_session};
use crate::prepared::Prepared;
use crate::rows::{ListedRow, OpenSessionRow, StreamRow, UserRow, limit_with_lookahead};
use crate::schema::{blocks, streams, users};

/// Matches a block between a stream's creator and the viewer, in either direction.
#[auto_type(no_type_alias)]
pub(super) fn block_with<'a>(viewer: &'a str) -> _ {
    let by_host = blocks::blocker_id
        .eq(streams::user_id)
        .and(blocks::blocked_id.eq(viewer));
    let by_viewer = blocks::blocker_id
        .eq(viewer)
        .and(blocks::blocked_id.eq(streams::user_id));
    exists(blocks::table.filter(by_host.or(by_viewer)))
}

/// The sort columns of [`DiscoveryKey`] for live streams, all ascending, as in the index
/// `sessions_open_by_place`.
const LIVE_SORT_KEY: &str = "-sessions.viewers, sessions.stream_id";

/// Reads one range of the index of open sessions that starts at the key. The cost of a page does not depend
/// on the number of live streams or of equal viewer counts.
pub(super) async fn live(
    connection: &mut AsyncPgConnection,
    requester: &Requester,
    page: &PageRequest<DiscoveryKey>,
) -> QueryResult<Vec<ListedRow>> {
    let mut query = streams::table
        .inner_join(users::table.on(users::id.eq(streams::user_id)))
        .inner_join(open_session())
        .select((
            StreamRow::as_select(),
            UserRow::as_select(),
            OpenSessionRow::as_select(),
        ))
        .order(sql::<(BigInt, Text)>(LIVE_SORT_KEY))
        .limit(limit_with_lookahead(page.limit))
        .into_boxed();
    if let Some(after) = &page.after {
        if !after.is_live {
            // Live streams sort before this key.
            return Ok(Vec::new());
        }
        let sorts_after = sql::<Bool>(&format!("({LIVE_SORT_KEY}) > ("))
            .bind::<BigInt, _>(-i64::from(after.viewer_count))
            .sql(", ")
            .bind::<Text, _>(after.stream_id.as_str())
            .sql(")");
        query = query.filter(sorts_after);
    }
    if let Some(viewer) = requester.user_id() {
        query = query.filter(not(block_with(viewer.as_str())));
    }
    let rows: Vec<(StreamRow, UserRow, OpenSessionRow)> = Prepared(query).load(connection).await?;
    Ok(rows
        .into_iter()
        .map(|(stream, user, session)| (stream, user, Some(session)))
        .collect())
}

/// The sort columns of [`DiscoveryKey`], all ascending.
const SORT_KEY: &str = "NOT streams.is_live, -COALESCE(sessions.viewers, 0), streams.id";

/// Finds the streams of the page first, by two index entries for each followed creator, and reads only those. The
/// subqueries with `LIMIT 1` keep the planner from reading whole tables. The offline streams are not read if the live
/// ones fill the page.
pub(super) async fn followed(
    connection: &mut AsyncPgConnection,
    user: &UserId,
    page: &PageRequest<DiscoveryKey>,
) -> QueryResult<Vec<ListedRow>> {
    let limit = limit_with_lookahead(page.limit);
    // The key of the last live and of the last offline stream of the page before this one.
    let (after_live, after_offline) = match &page.after {
        None => (Some((i64::MIN, "")), ""),
        Some(key) if key.is_live => (Some((-i64::from(key.viewer_count), key.stream_id.as_str())), ""),
        Some(key) => (None, key.stream_id.as_str()),
    };
    let (viewers, stream) = after_live.unwrap_or_default();
    let is_on_page = sql::<Bool>(
        "streams.id = ANY (ARRAY(
             SELECT id FROM (
                 (SELECT live.id FROM follows
                  CROSS JOIN LATERAL (
                      SELECT -viewers AS place, stream_id AS id FROM sessions
                      WHERE creator_id = followed_id AND ended_at IS NULL LIMIT 1
                  ) AS live
                  WHERE follower_id = ",
    )
    .bind::<Text, _>(user.as_str())
    .sql(" AND ")
    .bind::<Bool, _>(after_live.is_some())
    .sql(" AND (live.place, live.id) > (")
    .bind::<BigInt, _>(viewers)
    .sql(", ")
    .bind::<Text, _>(stream)
    .sql(") ORDER BY live.place, live.id LIMIT ")
    .bind::<BigInt, _>(limit)
    .sql(
        ") UNION ALL
                 (SELECT offline.id FROM follows
                  CROSS JOIN LATERAL (
                      SELECT id, is_live FROM streams WHERE user_id = followed_id LIMIT 1
                  ) AS offline
                  WHERE follower_id = ",
    )
    .bind::<Text, _>(user.as_str())
    .sql(" AND NOT offline.is_live AND offline.id > ")
    .bind::<Text, _>(after_offline)
    .sql(" ORDER BY offline.id LIMIT ")
    .bind::<BigInt, _>(limit)
    .sql(")) AS page LIMIT ")
    .bind::<BigInt, _>(limit)
    .sql("))");
    let query = listed_streams().filter(is_on_page).order(sql::<Bool>(SORT_KEY));
    Prepared(query).load(connection).await
}
