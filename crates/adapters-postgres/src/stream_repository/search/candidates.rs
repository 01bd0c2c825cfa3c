//! Statements that find candidates of a search. Each reads a bounded number of rows, however many match, and prefers
//! live streams with many viewers. Subqueries with `LIMIT 1` keep the planner from reading whole tables for a join.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Double, Integer, Nullable, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use onair_domain::stream::SearchQuery;

use super::starts::{Start, TERM_LENGTH};
use crate::prepared::{Prepared, sql_text};
use crate::rows::to_limit;

/// The most terms that one statement reads.
const MAX_TERMS: usize = 500;
/// The most candidates of one statement. More than the results, because candidates may match worse than others.
const MAX_CANDIDATES: usize = 3 * SearchQuery::MAX_RESULTS;
/// The most variants of a word that [`existing`] returns.
const MAX_VARIANTS: usize = 200;
/// The live streams that [`most_watched`] reads.
const MAX_WATCHED: i64 = 1_000;
/// The rows that [`containing`] reads by a trigram index.
const MAX_INDEXED: i64 = 2_000;
/// The pages of a table in a sample, if an index follows, and if none does.
const SAMPLE: i32 = 32;
const LARGE_SAMPLE: i32 = 128;
/// From so many matching rows on, the trigram index is too slow.
const MANY: f64 = 5_000.0;

/// Candidates, and whether there may be others.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) ids: Vec<String>,
    pub(super) is_complete: bool,
}

/// Whose terms are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Live,
    All,
}

#[derive(QueryableByName)]
struct Hit {
    /// `None` in the only row, if there is no candidate.
    #[diesel(sql_type = Nullable<Text>)]
    id: Option<String>,
    /// The rows that were read, of which some may be no candidates.
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

fn ids(hits: Vec<Hit>) -> Vec<String> {
    hits.into_iter().filter_map(|hit| hit.id).collect()
}

/// A condition for the creators whom the viewer `$1` may see. No user id is empty, so it hides nothing from a guest.
fn is_visible(creator: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM blocks WHERE blocker_id = {creator} AND blocked_id = $1)
         AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = $1 AND blocked_id = {creator})"
    )
}

/// A condition for texts that match one pattern of each array. `first` is the number of the first array's parameter.
fn matches_each(text: &str, first: usize, arrays: usize) -> String {
    let conditions: Vec<_> = (first..first + arrays)
        .map(|parameter| format!("{text} LIKE ANY (${parameter})"))
        .collect();
    conditions.join(" AND ")
}

/// The texts of a stream, which match one pattern of each array.
fn with_texts(stream: &str, creator: &str, first: usize, arrays: usize) -> (String, String) {
    let from = format!(
        "CROSS JOIN LATERAL (SELECT search_text FROM streams WHERE id = {stream} LIMIT 1) AS title
         CROSS JOIN LATERAL (SELECT search_text FROM users WHERE id = {creator} LIMIT 1) AS names"
    );
    let condition = format!(
        "AND (({}) OR ({}))",
        matches_each("title.search_text", first, arrays),
        matches_each("names.search_text", first, arrays)
    );
    (from, condition)
}

/// Finds streams of which a term begins with one of `starts`, and a text matches a pattern of each of `words`. Terms that
/// equal a start and are whole texts come first.
pub(super) async fn beginning(
    connection: &mut AsyncPgConnection,
    viewer: &str,
    scope: Scope,
    starts: &[String],
    words: &[Vec<String>],
    limit: Limit,
) -> QueryResult<Candidates> {
    let (table, row, creator, order) = match scope {
        Scope::Live => (
            "live_search_terms",
            "SELECT creator_id, viewers FROM sessions WHERE stream_id = near.id AND ended_at IS NULL LIMIT 1",
            "stream.creator_id",
            "stream.viewers DESC",
        ),
        Scope::All => (
            "search_terms",
            "SELECT user_id FROM streams WHERE id = near.id LIMIT 1",
            "stream.user_id",
            "near.rows",
        ),
    };
    let (texts, condition) = match words {
        [] => Default::default(),
        _ => with_texts("near.id", creator, 6, words.len()),
    };
    let statement = format!(
        "WITH near AS MATERIALIZED (
             SELECT stream_id AS id, min(place) AS place, sum(count(*)) OVER ()::bigint AS rows
             FROM (
                 SELECT near.stream_id,
                        CASE WHEN near.is_part OR near.term <> start.term THEN start.place ELSE 0 END AS place
                 FROM unnest($3) WITH ORDINALITY AS start (term, place)
                 CROSS JOIN LATERAL (
                     SELECT term, is_part, stream_id FROM {table}
                     WHERE term >= start.term AND term < start.term || chr({MAX_CHAR})
                     ORDER BY term, is_part, stream_id
                     LIMIT $4
                 ) AS near
                 LIMIT $4
             ) AS terms
             GROUP BY stream_id
         )
         SELECT found.id, read.rows
         FROM (SELECT coalesce(max(rows), 0) AS rows FROM near) AS read
         LEFT JOIN (
             SELECT near.id
             FROM near
             CROSS JOIN LATERAL ({row}) AS stream
             {texts}
             WHERE (near.place = 0 OR near.rows < $5) AND {visible} {condition}
             ORDER BY near.place, {order}, near.id
             LIMIT $2
         ) AS found ON true",
        visible = is_visible(creator),
    );
    let max_terms = match limit {
        Limit::Equal => MAX_CANDIDATES,
        Limit::AllOrEqual | Limit::First => MAX_TERMS,
    };
    // From so many terms on, only those that equal a start.
    let many = match limit {
        Limit::Equal => 0,
        Limit::AllOrEqual => max_terms,
        Limit::First => usize::MAX,
    };
    let mut statement = sql_text(statement)
        .bind::<Text, _>(viewer)
        .bind::<BigInt, _>(to_limit(MAX_CANDIDATES))
        .bind::<Array<Text>, _>(starts)
        .bind::<BigInt, _>(to_limit(max_terms))
        .bind::<BigInt, _>(to_limit(many));
    for word in words {
        statement = statement.bind::<Array<Text>, _>(word);
    }
    let hits: Vec<Hit> = Prepared(statement).load(connection).await?;
    let rows = hits[..].first().map_or(0, |hit| hit.rows);
    Ok(Candidates {
        is_complete: rows < to_limit(max_terms),
        ids: ids(hits),
    })
}

/// Which terms [`beginning`] uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Those that equal a start and are whole texts.
    Equal,
    /// All if that is possible, else as `Equal`.
    AllOrEqual,
    /// All if that is possible, else the first ones.
    First,
}

/// The last character, in the order of terms. No text contains it.
const MAX_CHAR: u32 = char::MAX as u32;

/// Finds streams among the most watched ones, a text of which matches a pattern of each array.
pub(super) async fn most_watched(
    connection: &mut AsyncPgConnection,
    viewer: &str,
    words: &[Vec<String>],
) -> QueryResult<Vec<String>> {
    let (texts, condition) = with_texts("live.id", "live.creator_id", 4, words.len());
    let statement = format!(
        "SELECT live.id, 0::bigint AS rows
         FROM (
             SELECT -viewers AS place, stream_id AS id, creator_id FROM sessions
             WHERE ended_at IS NULL
             ORDER BY -viewers, stream_id
             LIMIT $3
         ) AS live
         {texts}
         WHERE {visible} {condition}
         ORDER BY live.place, live.id
         LIMIT $2",
        visible = is_visible("live.creator_id"),
    );
    let mut statement = sql_text(statement)
        .bind::<Text, _>(viewer)
        .bind::<BigInt, _>(to_limit(SearchQuery::MAX_RESULTS))
        .bind::<BigInt, _>(MAX_WATCHED);
    for word in words {
        statement = statement.bind::<Array<Text>, _>(word);
    }
    Ok(ids(Prepared(statement).load(connection).await?))
}

/// Finds what the terms begin with that have at most the given typos. Reads a few index entries for each position of a
/// typo: the letters that follow `before` in any term, up to 256.
pub(super) async fn existing(
    connection: &mut AsyncPgConnection,
    starts: impl IntoIterator<Item = &Start>,
) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Existing {
        #[diesel(sql_type = Text)]
        start: String,
    }
    let (before, after): (Vec<_>, Vec<_>) = starts
        .into_iter()
        .map(|start| (start.before.clone(), start.after.as_deref()))
        .unzip();
    let statement = format!(
        "WITH RECURSIVE starts AS (SELECT * FROM unnest($1, $2) AS start (before, after)),
         letters AS (
             SELECT before, 1 AS number, (
                 SELECT substr(term, length(before) + 1, 1) FROM search_terms
                 WHERE term > before AND term < before || chr({MAX_CHAR})
                 ORDER BY term LIMIT 1
             ) AS letter
             FROM (SELECT DISTINCT before FROM starts WHERE after IS NOT NULL) AS befores
             UNION ALL
             SELECT before, number + 1, (
                 SELECT substr(term, length(before) + 1, 1) FROM search_terms
                 WHERE term >= before || letter || chr({MAX_CHAR}) AND term < before || chr({MAX_CHAR})
                 ORDER BY term LIMIT 1
             )
             FROM letters WHERE letter IS NOT NULL AND number < 256
         ),
         variants AS (
             SELECT before AS start FROM starts WHERE after IS NULL
             UNION
             SELECT left(before || letter || after, {TERM_LENGTH})
             FROM starts JOIN letters USING (before)
             WHERE after IS NOT NULL AND letter IS NOT NULL
         )
         SELECT start FROM variants
         CROSS JOIN LATERAL (
             SELECT FROM search_terms WHERE term >= start AND term < start || chr({MAX_CHAR}) LIMIT 1
         ) AS term
         ORDER BY start
         LIMIT {MAX_VARIANTS}"
    );
    let statement = sql_text(statement)
        .bind::<Array<Text>, _>(before)
        .bind::<Array<Nullable<Text>>, _>(after);
    let found: Vec<Existing> = Prepared(statement).load(connection).await?;
    Ok(found.into_iter().map(|existing| existing.start).collect())
}

/// Finds streams with texts that contain a pattern anywhere. `indexed` is a part of it for the trigram indexes. A table
/// with many matching rows, by a sample of its pages, is not searched by its index: the index would read all of them.
pub(super) async fn containing(
    connection: &mut AsyncPgConnection,
    viewer: &str,
    pattern: &str,
    indexed: Option<&str>,
) -> QueryResult<Candidates> {
    let is_indexed = match indexed {
        None => false,
        Some(part) => has_trigrams(connection, part).await?,
    };
    let pages = if is_indexed { SAMPLE } else { LARGE_SAMPLE };
    let sampled = sample(connection, pattern, pages).await?;
    let is_rare = |is_name: bool| {
        let estimate = sampled.iter().find(|hit| hit.is_name == is_name);
        is_indexed && estimate.is_none_or(|hit| hit.estimate < MANY)
    };
    let (in_titles, in_names) = (is_rare(false), is_rare(true));
    let mut candidates = Candidates {
        is_complete: in_titles && in_names,
        ids: sampled.into_iter().filter_map(|hit| hit.id).collect(),
    };
    if in_titles || in_names {
        let statement = format!(
            "WITH matching AS MATERIALIZED (
                 (SELECT id, user_id FROM streams WHERE $4 AND search_text LIKE $3 LIMIT $6)
                 UNION
                 (SELECT stream.id, stream.user_id
                  FROM (SELECT id FROM users WHERE $5 AND search_text LIKE $3 LIMIT $6) AS creator
                  CROSS JOIN LATERAL (SELECT id, user_id FROM streams WHERE user_id = creator.id LIMIT 1) AS stream)
             )
             SELECT matching.id, (SELECT count(*) FROM matching) AS rows
             FROM matching
             LEFT JOIN LATERAL (
                 SELECT viewers FROM sessions WHERE stream_id = matching.id AND ended_at IS NULL LIMIT 1
             ) AS live ON true
             WHERE {visible}
             ORDER BY live.viewers DESC NULLS LAST, matching.id
             LIMIT $2",
            visible = is_visible("matching.user_id"),
        );
        let statement = sql_text(statement)
            .bind::<Text, _>(viewer)
            .bind::<BigInt, _>(to_limit(MAX_CANDIDATES))
            .bind::<Text, _>(pattern)
            .bind::<Bool, _>(in_titles)
            .bind::<Bool, _>(in_names)
            .bind::<BigInt, _>(MAX_INDEXED);
        let hits: Vec<Hit> = Prepared(statement).load(connection).await?;
        candidates.is_complete &= hits[..].first().is_none_or(|hit| hit.rows < MAX_INDEXED);
        candidates.ids.extend(ids(hits));
    }
    Ok(candidates)
}

/// Whether the trigram indexes know letters of a text. Which ones they know depends on the locale of the database.
async fn has_trigrams(connection: &mut AsyncPgConnection, text: &str) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        has_trigrams: bool,
    }
    let statement = sql_text("SELECT show_trgm($1) <> '{}' AS has_trigrams").bind::<Text, _>(text);
    let answer: Answer = Prepared(statement).get_result(connection).await?;
    Ok(answer.has_trigrams)
}

#[derive(QueryableByName)]
struct SampleHit {
    /// `None` for a user without a stream.
    #[diesel(sql_type = Nullable<Text>)]
    id: Option<String>,
    #[diesel(sql_type = Bool)]
    is_name: bool,
    /// Of the matching rows of the whole table.
    #[diesel(sql_type = Double)]
    estimate: f64,
}

/// Finds matching rows on some pages of the tables, always the same ones. A small table is read as a whole.
async fn sample(
    connection: &mut AsyncPgConnection,
    pattern: &str,
    pages: i32,
) -> QueryResult<Vec<SampleHit>> {
    let of_table = |table: &str, id: &str, is_name: bool, join: &str| {
        let all = format!("(pg_relation_size('{table}') / current_setting('block_size')::bigint)");
        format!(
            "(SELECT {id} AS id, {is_name} AS is_name,
                     count(*) OVER () * greatest(1.0, {all}::float8 / $2) AS estimate
              FROM {table} TABLESAMPLE SYSTEM (least(100.0, 100.0 * $2 / greatest({all}, 1))) REPEATABLE (0)
              {join}
              WHERE {table}.search_text LIKE $1
              LIMIT {MAX_CANDIDATES})"
        )
    };
    let statement = [
        of_table("streams", "streams.id", false, ""),
        of_table(
            "users",
            "stream.id",
            true,
            "LEFT JOIN LATERAL (SELECT id FROM streams WHERE user_id = users.id LIMIT 1) AS stream ON true",
        ),
    ]
    .join(" UNION ALL ");
    let statement = sql_text(statement)
        .bind::<Text, _>(pattern)
        .bind::<Integer, _>(pages);
    Prepared(statement).load(connection).await
}
