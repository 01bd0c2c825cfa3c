//! The search's statement: candidates from the trigram indexes, then the best of them.

use std::collections::HashMap;
use std::fmt::Write;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::stream::SearchQuery;
use onair_domain::user::Onlooker;

use super::one::listed_streams;
use crate::rows::ListedRow;
use crate::schema::streams;
use crate::search_text::Patterns;

#[derive(QueryableByName)]
struct Hit {
    #[diesel(sql_type = Text)]
    id: String,
}

/// The streams that the patterns find, best first. Two statements: the first finds and sorts ids, the
/// second reads those few.
pub(super) async fn best(
    connection: &mut AsyncPgConnection,
    patterns: &Patterns,
    onlooker: &Onlooker,
) -> QueryResult<Vec<ListedRow>> {
    let mut statement = diesel::sql_query(statement(patterns.alike.len()))
        .into_boxed()
        .bind::<Text, _>(&patterns.query)
        .bind::<Text, _>(&patterns.equal)
        .bind::<Text, _>(&patterns.contained)
        // No user's id is empty, so nobody is hidden from a guest.
        .bind::<Text, _>(onlooker.user_id().map_or("", |id| id.as_str()))
        .bind::<BigInt, _>(i64::try_from(SearchQuery::RESULTS).unwrap_or(i64::MAX));
    for word in &patterns.alike {
        statement = statement.bind::<Array<Text>, _>(word);
    }
    let hits: Vec<Hit> = statement.load(connection).await?;
    let place: HashMap<&str, usize> = hits
        .iter()
        .enumerate()
        .map(|(at, hit)| (hit.id.as_str(), at))
        .collect();
    let ids: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
    let mut rows: Vec<(String, ListedRow)> = listed_streams()
        .filter(streams::id.eq_any(ids))
        .load::<ListedRow>(connection)
        .await?
        .into_iter()
        .map(|row| (row.0.id.clone(), row))
        .collect();
    rows.sort_by_key(|(id, _)| place.get(id.as_str()).copied());
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// A union rather than an `OR`: each side is found by its own table's index. Who has the words of
/// the query is sorted after who has the query in one piece, and whoever is more like it before
/// others; then live ones, and the most watched.
fn statement(words: usize) -> String {
    let found = |table: &str| {
        let mut condition = format!("{table}.search_text LIKE $3");
        if words > 0 {
            condition.push_str(" OR (");
            for word in 0..words {
                let and = if word == 0 { "" } else { " AND " };
                // Writing to a string can't fail.
                let _ = write!(condition, "{and}{table}.search_text LIKE ANY (${})", 6 + word);
            }
            condition.push(')');
        }
        condition
    };
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
         WHERE NOT EXISTS (
             SELECT FROM blocks
             WHERE (blocker_id = users.id AND blocked_id = $4) OR (blocker_id = $4 AND blocked_id = users.id)
         )
         ORDER BY
             streams.search_text LIKE $2 OR users.search_text LIKE $2 DESC,
             streams.search_text LIKE $3 OR users.search_text LIKE $3 DESC,
             GREATEST(similarity($1, streams.search_text), similarity($1, users.search_text)) DESC,
             streams.is_live DESC,
             COALESCE(sessions.viewers, 0) DESC,
             streams.id
         LIMIT $5",
        in_stream = found("streams"),
        in_user = found("users"),
    )
}
