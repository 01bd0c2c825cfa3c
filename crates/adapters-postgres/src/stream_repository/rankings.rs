//! The order of the live streams as a first page found it, and the pages that go along it.
//!
//! Each page is read as of one moment, by several statements: what they find of each other agrees.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamptz};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageLimit};
use onair_domain::stream::{DiscoveryKey, LiveKey, Ranking, RankingId, StreamWithUser};
use onair_domain::user::Onlooker;

use super::lists;
use super::one::listed_streams;
use crate::error::StoreError;
use crate::rows::{ListedRow, count, listed, overread};
use crate::schema::{live_rankings, streams};

/// A page's rows with their positions, and one row more if another page follows.
pub(super) struct Ranked {
    ranking: RankingId,
    rows: Vec<(i64, ListedRow)>,
}

impl Ranked {
    /// All that is live, which needs no ranking.
    pub(super) fn whole(fresh: &Ranking, all: Vec<ListedRow>) -> Self {
        Self {
            ranking: fresh.id.clone(),
            rows: (0..).zip(all).collect(),
        }
    }

    pub(super) fn page(self, limit: PageLimit) -> Result<Page<StreamWithUser, LiveKey>, StoreError> {
        let items = self
            .rows
            .into_iter()
            .map(|(position, row)| Ok((count(position)?, listed(row)?)));
        let items = items.collect::<Result<Vec<_>, StoreError>>()?;
        let page = Page::from_overread(items, limit, |(position, item)| LiveKey {
            ranking: self.ranking.clone(),
            position: *position,
            place: DiscoveryKey::of(item),
        });
        Ok(page.map(|(_, item)| item))
    }
}

/// Keeps the order of all live streams, unless one was kept a moment ago, and reads the first page of it.
pub(super) async fn begin(
    connection: &mut AsyncPgConnection,
    onlooker: &Onlooker,
    limit: PageLimit,
    fresh: &Ranking,
) -> QueryResult<Ranked> {
    let mut transaction = connection.build_transaction().repeatable_read();
    let ranked = transaction.run(async |connection| {
        let ranking = if let Some(kept) = shared(connection, fresh).await? {
            kept
        } else {
            keep(connection, fresh).await?;
            fresh.id.clone()
        };
        let rows = along(connection, onlooker, &ranking, 0, limit).await?;
        Ok(Ranked { ranking, rows })
    });
    ranked.await
}

/// A ranking that was made so shortly before that it need not be made again.
async fn shared(connection: &mut AsyncPgConnection, fresh: &Ranking) -> QueryResult<Option<RankingId>> {
    let kept: Option<String> = live_rankings::table
        .filter(live_rankings::made_at.gt(fresh.made_at - Ranking::SHARED))
        .filter(live_rankings::made_at.le(fresh.made_at))
        .order(live_rankings::made_at.desc())
        .select(live_rankings::id)
        .first(connection)
        .await
        .optional()?;
    Ok(kept.map(RankingId::from_trusted))
}

/// Reads the page after a key: along its ranking, or by its place if that is gone.
pub(super) async fn go_on(
    connection: &mut AsyncPgConnection,
    onlooker: &Onlooker,
    after: &LiveKey,
    limit: PageLimit,
) -> QueryResult<Ranked> {
    let mut transaction = connection.build_transaction().repeatable_read().read_only();
    let rows = transaction.run(async |connection| {
        let ranking = live_rankings::table.find(after.ranking.as_str());
        let position = i64::from(after.position);
        if diesel::select(exists(ranking)).get_result(connection).await? {
            return along(connection, onlooker, &after.ranking, position + 1, limit).await;
        }
        let rows = lists::live(connection, onlooker, Some(&after.place), limit).await?;
        Ok(rows.into_iter().map(|row| (position, row)).collect())
    });
    Ok(Ranked {
        ranking: after.ranking.clone(),
        rows: rows.await?,
    })
}

/// Does nothing where nothing is live any more.
async fn keep(connection: &mut AsyncPgConnection, fresh: &Ranking) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO live_rankings (id, made_at, stream_ids)
         SELECT $1, $2, array_agg(stream_id ORDER BY viewers DESC, stream_id)
         FROM sessions WHERE ended_at IS NULL HAVING count(*) > 0",
    )
    .bind::<Text, _>(fresh.id.as_str())
    .bind::<Timestamptz, _>(fresh.made_at)
    .execute(connection)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Text)]
    stream_id: String,
}

/// What is live now of a ranking from a position on, and not hidden. One look into the index of open
/// sessions a stream tells that; only what is on the page is read whole.
async fn along(
    connection: &mut AsyncPgConnection,
    onlooker: &Onlooker,
    ranking: &RankingId,
    position: i64,
    limit: PageLimit,
) -> QueryResult<Vec<(i64, ListedRow)>> {
    let places: Vec<Place> = diesel::sql_query(
        "SELECT ranked.place - 1 AS position, ranked.stream_id
         FROM live_rankings
         CROSS JOIN LATERAL unnest(stream_ids) WITH ORDINALITY AS ranked (stream_id, place)
         JOIN sessions ON sessions.stream_id = ranked.stream_id AND sessions.ended_at IS NULL
         WHERE live_rankings.id = $1 AND ranked.place > $2
           AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = creator_id AND blocked_id = $3)
           AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = $3 AND blocked_id = creator_id)
         ORDER BY ranked.place LIMIT $4",
    )
    .bind::<Text, _>(ranking.as_str())
    .bind::<BigInt, _>(position)
    // No user's id is empty, so nobody is hidden from a guest.
    .bind::<Text, _>(onlooker.user_id().map_or("", |id| id.as_str()))
    .bind::<BigInt, _>(overread(limit))
    .load(connection)
    .await?;
    let ids: Vec<&str> = places.iter().map(|place| place.stream_id.as_str()).collect();
    let rows: Vec<ListedRow> = listed_streams()
        .filter(streams::id.eq_any(&ids))
        .load(connection)
        .await?;
    let mut rows: HashMap<String, ListedRow> = rows.into_iter().map(|row| (row.0.id.clone(), row)).collect();
    let in_order = places
        .iter()
        .filter_map(|place| Some((place.position, rows.remove(&place.stream_id)?)));
    Ok(in_order.collect())
}

pub(super) async fn forget(connection: &mut AsyncPgConnection, made_before: Timestamp) -> QueryResult<()> {
    diesel::delete(live_rankings::table.filter(live_rankings::made_at.lt(made_before)))
        .execute(connection)
        .await?;
    Ok(())
}
