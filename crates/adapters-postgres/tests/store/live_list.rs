//! A page of the live list reads a short index range.

use onair_adapters_postgres::testing::fresh_database;
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::ports::StreamRepository;
use onair_domain::stream::{DiscoveryKey, StreamId};
use onair_domain::user::Requester;

use crate::support;

/// Many live streams with equal viewer counts.
const MANY_STREAMS: &str = "
    BEGIN;
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT 'u' || n, 'u' || n, 'u' || n, 'Someone', '', now(), now() FROM generate_series(10001, 15000) n;
    INSERT INTO streams (id, user_id, title, is_live, search_text, created_at, updated_at)
    SELECT 's' || n, 'u' || n, 'x', true, '', now(), now() FROM generate_series(10001, 15000) n;
    INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since)
    SELECT n, 's' || n, 'u' || n, 'x', 'RM', now(), 'STARTING', now() FROM generate_series(10001, 15000) n;
    COMMIT;
    ANALYZE users; ANALYZE streams; ANALYZE sessions;";

#[tokio::test]
async fn page_of_live_streams_reads_a_short_index_range() {
    let database = fresh_database().await;
    database.execute(MANY_STREAMS).await.unwrap();
    let store = PgStore::connect(&PgConfig::new(database.url())).unwrap();
    let page = PageRequest {
        limit: PageLimit::new(20).unwrap(),
        after: Some(DiscoveryKey {
            is_live: true,
            viewer_count: 0,
            stream_id: StreamId::from_trusted("s14000".to_owned()),
        }),
    };
    let read = store.streams().list_live(&Requester::Guest, &page).await.unwrap();
    assert_eq!(read.items[0].stream.id.as_str(), "s14001");
    assert_eq!(read.items.len(), 20);
    // Backends report their statistics no later than at their end.
    store.close();
    let reads = "SELECT (idx_scan = 1 AND idx_tup_read <= 22)::text FROM pg_stat_user_indexes
                 WHERE indexrelname = 'sessions_open_by_place'";
    support::until(&database, reads, "true").await;
}
