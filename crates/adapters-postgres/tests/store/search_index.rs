//! A search reads a bounded number of rows, however many streams match and whatever the planner knows.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::ports::StreamRepository;
use onair_domain::stream::SearchText;
use onair_domain::user::Requester;
use onair_port_contracts::fixtures;

use crate::support;

/// Streams that all have the same title; the odd ones are live. There are statistics only of the sessions: without them,
/// the planner reads all open ones as long as there are few.
async fn many_streams(title: &str) -> TestDatabase {
    let database = fresh_database().await;
    let text = text_of(title);
    let streams = format!(
        "BEGIN;
         ALTER TABLE users SET (autovacuum_enabled = off);
         ALTER TABLE streams SET (autovacuum_enabled = off);
         ALTER TABLE search_terms SET (autovacuum_enabled = off);
         ALTER TABLE live_search_terms SET (autovacuum_enabled = off);
         INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
         SELECT 'u' || n, 'u' || n, 'u' || n, 'x', E'\\nu' || n || E'\\n u' || n || E'\\nx\\n x\\n', now(), now()
         FROM generate_series(100000, 100000 + {MATCHING} - 1) n;
         INSERT INTO streams (id, user_id, title, is_live, search_text, created_at, updated_at)
         SELECT 's' || n, 'u' || n, '{title}', n % 2 = 1, {text}, now(), now()
         FROM generate_series(100000, 100000 + {MATCHING} - 1) n;
         INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since, viewers,
                               peak_viewers)
         SELECT n, 's' || n, 'u' || n, 'x', 'RM', now(), 'ON_AIR', now(), n % 1000, 1000
         FROM generate_series(100001, 100000 + {MATCHING}, 2) n;
         COMMIT;
         ANALYZE sessions;"
    );
    // On a connection of its own: its statistics are complete when it has ended.
    let (client, connection) = tokio_postgres::connect(database.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client.batch_execute(&streams).await.unwrap();
    drop(client);
    until_disconnected(&database).await;
    database
}

/// Backends report their statistics no later than at their end.
async fn until_disconnected(database: &TestDatabase) {
    let others = "SELECT (count(*) = 0)::text FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    support::until(database, others, "true").await;
}

const MATCHING: u32 = 10_000;
/// Reads of index entries and rows. A search that reads all matches reads each in several tables, by an index.
const MAX_READS: u32 = 5 * MATCHING / 2;

/// The rows and index entries that were read.
const READS: &str = "SELECT (
        (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)
        + (SELECT sum(idx_tup_fetch) FROM pg_stat_user_tables)
    )::bigint::text";

/// Returns the creators that a search finds, and how much it read.
async fn search(database: &TestDatabase, query: &str) -> (Vec<String>, u32) {
    let reset = "SELECT (pg_stat_reset() IS NOT NULL)::text";
    database.texts(reset).await;
    let store = PgStore::connect(&PgConfig {
        search_timeout: std::time::Duration::from_mins(1),
        ..PgConfig::new(database.url())
    });
    let store = store.unwrap();
    let found = store
        .streams()
        .search(&fixtures::query(query), &Requester::Guest)
        .await;
    store.close();
    until_disconnected(database).await;
    let reads = database.texts(READS).await.concat().parse().unwrap();
    let found = found.unwrap().into_iter().map(|item| item.user.id.to_string());
    (found.collect(), reads)
}

#[tokio::test]
async fn search_reads_a_bounded_number_of_rows() {
    let database = many_streams("Harpsichord evening").await;
    let rare = r"UPDATE streams SET title = 'Harpsichord quagmire', search_text = E'\nharpsichord quagmire\n harpsichord quagmire\n'
                 WHERE id = 's109998'";
    database.execute(rare).await.unwrap();
    // Live, and with the most viewers.
    let best = "u100999";
    for query in [
        "harpsichord",
        "h",
        "ha",
        "har",
        "evening",
        "harpsichord evening",
        "rpsicho",
        "psi",
        "rp",
        "harpsicord",
        "harpsichord evning",
        "u",
    ] {
        let (found, reads) = search(&database, query).await;
        assert_eq!(found.len(), 20, "{query}");
        assert_eq!(found[0], best, "{query}");
        assert!(reads <= MAX_READS, "{query} read {reads} rows");
    }
    let long = "harpsichor ".repeat(9);
    for query in ["zebra", "haxxsichord", "zebra harpsichord", "!", "?!", "z", &long] {
        let (found, reads) = search(&database, query).await;
        assert!(found.is_empty() || query == long, "{query} found {found:?}");
        assert!(reads <= MAX_READS, "{query} read {reads} rows");
    }
    for (query, name) in [
        ("u105003", "u105003"),
        ("u10500", "u105001"),
        ("u105o03", "u105003"),
        ("quagmire harpsichord", "u109998"),
        ("quagmire harpsichrod", "u109998"),
    ] {
        let (found, reads) = search(&database, query).await;
        assert!(found.iter().any(|id| id == name), "{query} found {found:?}");
        assert!(reads <= MAX_READS, "{query} read {reads} rows");
    }
}

/// The texts of a title, as SQL.
fn text_of(title: &str) -> String {
    let text = SearchText::of_stream(&fixtures::title(title));
    format!("E'{}'", text.as_str().replace('\n', "\\n"))
}

/// The terms of 650 live streams are more than a search reads, and none of them is one of the most watched.
#[tokio::test]
async fn many_matches_without_popular_streams_are_found() {
    let database = many_streams("Harpsichord evening").await;
    let few_viewers = "SELECT stream_id FROM sessions WHERE viewers < 130";
    for (title, streams) in [
        ("Zither evening", few_viewers),
        ("Zither", "'s100002'"),
        ("Harpsichord", "'s100004'"),
    ] {
        let text = text_of(title);
        let change =
            format!("UPDATE streams SET title = '{title}', search_text = {text} WHERE id IN ({streams})");
        database.execute(&change).await.unwrap();
    }
    let unpopular = database
        .texts("SELECT creator_id FROM sessions WHERE viewers < 130")
        .await;
    assert_eq!(unpopular.len(), 650);
    for query in ["zither", "zit"] {
        let (found, reads) = search(&database, query).await;
        assert_eq!(found.len(), 20, "{query}");
        let others = found.iter().filter(|id| !unpopular.contains(id)).count();
        assert!(others <= 1, "{query} found {found:?}");
        assert!(reads <= MAX_READS, "{query} read {reads} rows");
    }
    for (query, equal) in [("zither", "u100002"), ("harpsichord", "u100004")] {
        let (found, _) = search(&database, query).await;
        assert_eq!(
            found[0], equal,
            "the title that equals {query} is first, although it is offline"
        );
        assert_eq!(found.len(), 20);
    }
}

#[tokio::test]
async fn popular_streams_of_a_search_with_many_matches_are_current_and_visible() {
    let database = many_streams("Harpsichord evening").await;
    let store = PgStore::connect(&PgConfig::new(database.url())).unwrap();
    let (streams, query) = (store.streams(), fixtures::query("harpsichord"));
    let viewer = fixtures::user_id("u100000");
    let viewer = Requester::User(viewer);
    let search = async || {
        let found = streams.search(&query, &viewer).await.unwrap().into_iter();
        let found = found.map(|item| (item.user.id.to_string(), item.viewer_count));
        found.collect::<Vec<_>>()
    };
    let before = search().await;
    let [(renamed, _), (blocked, _), (left, _), ..] = &before[..] else {
        panic!("found {before:?}");
    };
    let changes = format!(
        r"UPDATE streams SET title = 'Quagmire', search_text = E'\nquagmire\n quagmire\n' WHERE user_id = '{renamed}';
          INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ('{blocked}', 'u100000', now());
          UPDATE sessions SET viewers = 0 WHERE creator_id = '{left}';"
    );
    for change in changes.split(';') {
        database.execute(change).await.unwrap();
    }
    let after = search().await;
    assert_eq!(after.len(), 20);
    let is_there = |id: &String| after.iter().any(|(found, _)| found == id);
    assert!(!is_there(renamed) && !is_there(blocked), "found {after:?}");
    assert!(
        after.is_sorted_by(|(_, more), (_, fewer)| more >= fewer),
        "found {after:?}"
    );
    store.close();
}
