//! Statements of the search: they select candidates by the trigram indexes and return the best.
//!
//! Texts that contain the query rank before similar ones, so the similarity search runs only if results are
//! missing.

use std::collections::HashMap;
use std::fmt::Write;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::stream::SearchQuery;
use onair_domain::user::Requester;

use super::queries::listed_streams;
use crate::rows::{ListedRow, to_limit};
use crate::schema::streams;
use crate::search_text::{Patterns, Similar};

#[derive(QueryableByName)]
struct Hit {
    #[diesel(sql_type = Text)]
    id: String,
}

/// Returns the matching streams, best first. Stops between two statements if no caller waits for the
/// result.
pub(super) async fn best(
    connection: &mut AsyncPgConnection,
    patterns: &Patterns,
    requester: &Requester,
    is_awaited: &(dyn Fn() -> bool + Sync),
) -> QueryResult<Vec<ListedRow>> {
    // No user id is empty, so this hides nothing from a guest.
    let requester = requester.user_id().map_or("", |id| id.as_str());
    let mut found = containing(connection, patterns, requester).await?;
    if let Some(similar) = &patterns.similar
        && found.len() < SearchQuery::MAX_RESULTS
        && is_awaited()
    {
        found.extend(similar_to(connection, similar, requester, &found).await?);
    }
    let rank: HashMap<&str, usize> = found
        .iter()
        .enumerate()
        .map(|(rank, id)| (id.as_str(), rank))
        .collect();
    let mut rows: Vec<ListedRow> = listed_streams()
        .filter(streams::id.eq_any(&found))
        .load(connection)
        .await?;
    rows.sort_by_key(|(stream, ..)| rank.get(stream.id.as_str()).copied());
    Ok(rows)
}

/// The order of equally good matches, as in [`onair_domain::stream::DiscoveryKey`].
const TIE_BREAKER: &str = "streams.is_live DESC, COALESCE(sessions.viewers, 0) DESC, streams.id";

/// Returns streams that contain or equal the query, in the order of [`onair_domain::stream::MatchRank`].
async fn containing(
    connection: &mut AsyncPgConnection,
    patterns: &Patterns,
    requester: &str,
) -> QueryResult<Vec<String>> {
    let order = format!(
        "streams.search_text LIKE ANY ($4) OR users.search_text LIKE ANY ($4) DESC,
         streams.search_text LIKE ANY ($5) OR users.search_text LIKE ANY ($5) DESC, {TIE_BREAKER}"
    );
    let condition = |table: &str| format!("{table}.search_text LIKE ANY ($3)");
    let contained = [&patterns.exact[..], std::slice::from_ref(&patterns.contains)].concat();
    let hits: Vec<Hit> = diesel::sql_query(statement(condition, &order))
        .bind::<Text, _>(requester)
        .bind::<BigInt, _>(to_limit(SearchQuery::MAX_RESULTS))
        .bind::<Array<Text>, _>(contained)
        .bind::<Array<Text>, _>(&patterns.exact)
        .bind::<Array<Text>, _>(&patterns.begins)
        .load(connection)
        .await?;
    Ok(hits.into_iter().map(|hit| hit.id).collect())
}

/// Returns streams that are similar to the query, without those in `found`.
async fn similar_to(
    connection: &mut AsyncPgConnection,
    similar: &Similar,
    requester: &str,
    found: &[String],
) -> QueryResult<Vec<String>> {
    let condition = |table: &str| {
        let mut condition = format!("{table}.search_text LIKE ANY ($3) AND streams.id <> ALL ($4)");
        for word in 0..similar.words.len() {
            // Two arrays in one index scan would be tried in all combinations. The concatenation keeps this
            // condition out of the index scan. (Writing to a string can't fail.)
            let _ = write!(
                condition,
                " AND ({table}.search_text || '') LIKE ANY (${})",
                5 + word
            );
        }
        condition
    };
    let mut statement = diesel::sql_query(statement(condition, TIE_BREAKER))
        .into_boxed()
        .bind::<Text, _>(requester)
        .bind::<BigInt, _>(to_limit(SearchQuery::MAX_RESULTS - found.len()))
        .bind::<Array<Text>, _>(&similar.hint)
        .bind::<Array<Text>, _>(found);
    for word in &similar.words {
        statement = statement.bind::<Array<Text>, _>(word);
    }
    let hits: Vec<Hit> = statement.load(connection).await?;
    Ok(hits.into_iter().map(|hit| hit.id).collect())
}

/// Selects the ids of streams whose text, or whose creator's text, meets a condition. A union rather than
/// an `OR`, so that each side uses the index of its table. `$1` is the viewer, `$2` the limit.
fn statement(condition: impl Fn(&str) -> String, order: &str) -> String {
    format!(
        "SELECT streams.id
         FROM (
             SELECT streams.id FROM streams WHERE {in_stream}
             UNION
             SELECT streams.id FROM users JOIN streams ON streams.user_id = users.id WHERE {in_user}
         ) AS found
         JOIN streams ON streams.id = found.id
         JOIN users ON users.id = streams.user_id
         LEFT JOIN sessions ON sessions.stream_id = streams.id AND sessions.ended_at IS NULL
         WHERE NOT EXISTS (SELECT FROM blocks WHERE blocker_id = users.id AND blocked_id = $1)
           AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = $1 AND blocked_id = users.id)
         ORDER BY {order}
         LIMIT $2",
        in_stream = condition("streams"),
        in_user = condition("users"),
    )
}
