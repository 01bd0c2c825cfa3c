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
use crate::rows::{ListedRow, OpenSessionRow, StreamRow, UserRow, limit_with_lookahead};
use crate::schema::{blocks, follows, streams, users};

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
    let rows = query
        .load::<(StreamRow, UserRow, OpenSessionRow)>(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(stream, user, session)| (stream, user, Some(session)))
        .collect())
}

/// The sort columns of [`DiscoveryKey`], all ascending.
const SORT_KEY: &str = "NOT streams.is_live, -COALESCE(sessions.viewers, 0), streams.id";

/// A user follows few creators, so their streams are sorted without an index.
pub(super) async fn followed(
    connection: &mut AsyncPgConnection,
    user: &UserId,
    page: &PageRequest<DiscoveryKey>,
) -> QueryResult<Vec<ListedRow>> {
    let creators = follows::table
        .filter(follows::follower_id.eq(user.as_str()))
        .select(follows::followed_id);
    let mut query = listed_streams()
        .filter(streams::user_id.eq_any(creators))
        .order(sql::<Bool>(SORT_KEY))
        .limit(limit_with_lookahead(page.limit))
        .into_boxed();
    if let Some(after) = &page.after {
        let sorts_after = sql::<Bool>(&format!("({SORT_KEY}) > ("))
            .bind::<Bool, _>(!after.is_live)
            .sql(", ")
            .bind::<BigInt, _>(-i64::from(after.viewer_count))
            .sql(", ")
            .bind::<Text, _>(after.stream_id.as_str())
            .sql(")");
        query = query.filter(sorts_after);
    }
    query.load(connection).await
}
