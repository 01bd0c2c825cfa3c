//! Searches use indexes and do not scan all streams.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[allow(dead_code, reason = "shared with the tests of outages")]
mod support;

use onair_adapters_postgres::testing::fresh_database;
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::ports::StreamRepository;
use onair_domain::user::Requester;
use onair_port_contracts::fixtures;

/// Enough rows that an index scan is cheaper than a full scan. Every hundredth one matches.
const MANY_STREAMS: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT 'u' || n, 'u' || n, 'u' || n, md5(n::text), E'\\n ' || md5(n::text) || E'\\n', now(), now()
    FROM generate_series(1, 10000) n;
    INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
    SELECT 's' || n, 'u' || n, 'x', E'\\nx\\n ' || md5((-n)::text)
           || CASE n % 100 WHEN 0 THEN ' harpsichord' ELSE '' END || E'\\n', now(), now()
    FROM generate_series(1, 10000) n;
    ANALYZE users; ANALYZE streams;";

#[tokio::test]
async fn search_uses_the_index_of_each_table() {
    let database = fresh_database().await;
    database.execute(MANY_STREAMS).await.unwrap();
    let store = PgStore::connect(&PgConfig::new(database.url())).unwrap();
    for query in ["harpsichord", "harpsicord"] {
        let found = store
            .streams()
            .search(&fixtures::query(query), &Requester::Guest)
            .await;
        assert_eq!(found.unwrap().len(), 20, "{query}");
    }
    // Backends report their statistics no later than at their end.
    store.close();
    // The first search uses one index scan, the second one and another for each half of the word.
    let scans = "SELECT (min(idx_scan) >= 4)::text FROM pg_stat_user_indexes
                 WHERE indexrelname LIKE '%\\_by\\_search\\_text'";
    support::until(&database, scans, "true").await;
}
