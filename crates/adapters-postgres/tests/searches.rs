//! Searches that the database is slow to answer: given up in time, and held apart from everything else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::time::{Duration, Instant};

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::ports::{HealthProbe, StreamRepository, StreamRepositoryError, UserDirectory};
use onair_domain::stream::{SearchQuery, StreamPatch, StreamWithUser};
use onair_domain::user::Onlooker;
use onair_port_contracts::given;
use tokio::task::JoinSet;

type Found = Result<Vec<StreamWithUser>, StreamRepositoryError>;

/// A store as the service has it.
fn store(database: &TestDatabase) -> PgStore {
    PgStore::connect(&PgConfig::new(database.url())).unwrap()
}

async fn search(database: &TestDatabase) -> Found {
    let query = SearchQuery::parse("a").unwrap();
    database.streams().search(&query, &Onlooker::Guest).await
}

/// So many searches at once.
fn searches(store: &PgStore, count: usize) -> JoinSet<Found> {
    let mut searches = JoinSet::new();
    for _ in 0..count {
        let streams = store.streams();
        searches.spawn(async move {
            let query = SearchQuery::parse("a").unwrap();
            streams.search(&query, &Onlooker::Guest).await
        });
    }
    searches
}

/// Statements that wait for the lock by which a test makes the database slow.
const WAITING: &str = "SELECT count(*)::text FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()";

async fn waiting(database: &TestDatabase) -> u32 {
    database.texts(WAITING).await[0].parse().unwrap()
}

#[tokio::test]
async fn slow_searches_are_given_up_in_time_and_hold_up_nothing_else() {
    let database = fresh_database().await;
    let ada = database
        .users()
        .remember(&given::a_profile("ada"), given::time())
        .await
        .unwrap();
    let stream = given::a_stream(&ada.id);
    database
        .streams()
        .upsert(&stream, &StreamPatch::default())
        .await
        .unwrap();
    let locker = support::hold_lock(&database, "streams").await;
    let started = Instant::now();
    let store = store(&database);
    let mut searching = searches(&store, 60);
    support::until(&database, WAITING, "2").await;
    for _ in 0..20 {
        assert_eq!(store.users().find(&ada.id).await.unwrap().as_ref(), Some(&ada));
        store.health_probe().check().await.unwrap();
        assert!(waiting(&database).await <= 2, "no more run than may");
    }
    while let Some(found) = searching.join_next().await {
        let found = found.unwrap();
        assert!(
            matches!(found, Err(StreamRepositoryError::SearchBusy)),
            "{found:?}"
        );
    }
    // Generous, for the busiest of machines.
    let bound = SearchQuery::TIME_LIMIT + Duration::from_secs(5);
    assert!(started.elapsed() < bound, "{:?}", started.elapsed());
    locker.release().await;
    support::until(&database, WAITING, "0").await;
    assert_eq!(search(&database).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_search_that_nobody_waits_for_any_more_ends_in_the_database_too() {
    let database = fresh_database().await;
    let locker = support::hold_lock(&database, "streams").await;
    let store = store(&database);
    for _ in 0..5 {
        let mut searching = searches(&store, 8);
        support::until(&database, WAITING, "2").await;
        searching.shutdown().await;
        assert!(waiting(&database).await <= 2, "the next ones wait for these");
    }
    // Nothing releases the lock: the database gives the statements up by itself.
    support::until(&database, WAITING, "0").await;
    locker.release().await;
    assert_eq!(search(&database).await.unwrap(), []);
}
