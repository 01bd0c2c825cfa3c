//! Tests of slow searches: they time out and do not delay other calls.

use std::time::Duration;

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::ports::{HealthProbe, StreamRepository, StreamRepositoryError, UserDirectory};
use onair_domain::stream::{SearchQuery, StreamPatch, StreamWithUser};
use onair_domain::user::Requester;
use onair_port_contracts::fixtures;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::support;

type SearchResult = Result<Vec<StreamWithUser>, StreamRepositoryError>;

/// Much longer than a test takes on a busy machine.
const LONG: Duration = Duration::from_mins(1);

/// Returns a store whose searches wait so long for the database, and their statements for a lock.
fn store(database: &TestDatabase, search_timeout: Duration, statement_timeout: Duration) -> PgStore {
    let config = PgConfig {
        search_timeout,
        statement_timeout,
        acquire_timeout: LONG,
        operation_timeout: 2 * LONG,
        ..PgConfig::new(database.url())
    };
    PgStore::connect(&config).unwrap()
}

async fn search(database: &TestDatabase) -> SearchResult {
    let query = SearchQuery::parse("a").unwrap();
    database.streams().search(&query, &Requester::Guest).await
}

/// Starts concurrent searches.
fn searches(store: &PgStore, count: usize) -> JoinSet<SearchResult> {
    let mut searches = JoinSet::new();
    for _ in 0..count {
        let streams = store.streams();
        searches.spawn(async move {
            let query = SearchQuery::parse("a").unwrap();
            streams.search(&query, &Requester::Guest).await
        });
    }
    searches
}

/// Counts statements that wait for the lock that the test holds.
const WAITING: &str = "SELECT count(*)::text FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()";

async fn waiting(database: &TestDatabase) -> u32 {
    database.texts(WAITING).await[0].parse().unwrap()
}

#[tokio::test]
async fn slow_searches_time_out_and_do_not_delay_other_calls() {
    let database = fresh_database().await;
    let ada = database
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;
    let stream = fixtures::a_stream(&ada.id);
    database
        .streams()
        .upsert(&stream, &StreamPatch::default())
        .await
        .unwrap();
    let table_lock = support::lock_table(&database, "streams").await;
    assert_eq!(PgConfig::new("").search_timeout, SearchQuery::TIME_LIMIT);
    let store = store(&database, LONG, LONG);
    let mut searching = searches(&store, 60);
    support::until(&database, WAITING, "2").await;
    for _ in 0..20 {
        assert_eq!(store.users().find(&ada.id).await.unwrap().as_ref(), Some(&ada));
        store.health_probe().check().await.unwrap();
        assert_eq!(waiting(&database).await, 2, "two searches run");
    }
    // No search waits for another: all of them end after the timeout of one, which passes without waiting.
    tokio::time::pause();
    let start = Instant::now();
    while let Some(result) = searching.join_next().await {
        let result = result.unwrap();
        assert!(
            matches!(result, Err(StreamRepositoryError::SearchBusy)),
            "{result:?}"
        );
    }
    assert!(start.elapsed() < 2 * LONG, "{:?}", start.elapsed());
    tokio::time::resume();
    table_lock.release().await;
    support::until(&database, WAITING, "0").await;
    assert_eq!(search(&database).await.unwrap().len(), 1);
}

#[tokio::test]
async fn abandoned_search_keeps_its_connection_until_it_ends() {
    let database = fresh_database().await;
    let table_lock = support::lock_table(&database, "streams").await;
    let store = store(&database, LONG, LONG);
    let mut searching = searches(&store, 8);
    support::until(&database, WAITING, "2").await;
    searching.shutdown().await;
    for found in searches(&store, 8).join_all().await {
        assert!(
            matches!(found, Err(StreamRepositoryError::SearchBusy)),
            "{found:?}"
        );
    }
    assert_eq!(waiting(&database).await, 2, "at most two searches run");
    table_lock.release().await;
    support::until(&database, WAITING, "0").await;
    assert_eq!(search(&database).await.unwrap(), []);
}

#[tokio::test]
async fn slow_search_ends_in_the_database() {
    let database = fresh_database().await;
    let table_lock = support::lock_table(&database, "streams").await;
    // The statement times out before its caller.
    let store = store(&database, LONG, Duration::from_millis(50));
    let found = searches(&store, 1).join_all().await;
    assert!(
        matches!(found[..], [Err(StreamRepositoryError::SearchBusy)]),
        "{found:?}"
    );
    assert_eq!(waiting(&database).await, 0);
    table_lock.release().await;
}
