//! Tests of an unreachable database and of the recovery.

use std::time::Duration;

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgStore};
use onair_domain::ports::{
    HealthProbe, LiveEvents, StreamRepositoryError, UserDirectory, UserDirectoryError,
};
use onair_domain::ports::{SessionRepository, StreamRepository};
use onair_domain::stream::StreamPatch;
use onair_port_contracts::fixtures;
use tokio::time::Instant;

use crate::support;
use crate::support::proxy::Proxy;

/// Returns a store that uses an interruptible connection.
async fn through_proxy(database: &TestDatabase) -> (PgStore, Proxy) {
    let proxy = Proxy::to(database.url()).await;
    (PgStore::connect(&PgConfig::new(proxy.url())).unwrap(), proxy)
}

/// Terminates all other sessions of the database.
async fn kill_backends(database: &TestDatabase) {
    let kill = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database.execute(kill).await.unwrap();
}

/// Whether sessions wait for a lock.
const IS_WAITING: &str = "SELECT (count(*) > 0)::text FROM pg_stat_activity
                          WHERE wait_event_type = 'Lock' AND datname = current_database()";

async fn wait_for_blocked_call(database: &TestDatabase) {
    support::until(database, IS_WAITING, "true").await;
}

#[tokio::test]
async fn disconnected_store_is_unavailable_and_recovers() {
    let database = fresh_database().await;
    let (store, proxy) = through_proxy(&database).await;
    let users = store.users();
    let ada = users
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;

    proxy.cut();
    let result = users.find(&ada.id).await;
    assert!(
        matches!(result, Err(UserDirectoryError::Unavailable(_))),
        "{result:?}"
    );
    let result = store
        .streams()
        .upsert(&fixtures::a_stream(&ada.id), &StreamPatch::default())
        .await;
    assert!(
        matches!(result, Err(StreamRepositoryError::Unavailable(_))),
        "{result:?}"
    );
    assert!(store.health_probe().check().await.is_err());

    proxy.restore();
    assert_eq!(users.find(&ada.id).await.unwrap(), Some(ada));
    store.health_probe().check().await.unwrap();
}

#[tokio::test]
async fn call_over_a_stalled_network_times_out() {
    let database = fresh_database().await;
    let (store, proxy) = through_proxy(&database).await;
    let ada = store
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;

    proxy.stall();
    // Timeouts pass without waiting, and take what they say.
    tokio::time::pause();
    let start = Instant::now();
    assert!(store.health_probe().check().await.is_err());
    assert!(start.elapsed() <= Duration::from_secs(2), "{:?}", start.elapsed());
    let (start, config) = (Instant::now(), PgConfig::new(proxy.url()));
    let result = store.users().find(&ada.id).await;
    assert!(
        matches!(result, Err(UserDirectoryError::Unavailable(_))),
        "{result:?}"
    );
    let bound = config.acquire_timeout + config.operation_timeout;
    assert!(start.elapsed() <= bound, "{:?}", start.elapsed());
    tokio::time::resume();

    proxy.restore();
    assert_eq!(store.users().find(&ada.id).await.unwrap(), Some(ada));
}

#[tokio::test]
async fn read_is_retried_on_a_lost_idle_connection() {
    let database = fresh_database().await;
    let ada = database
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;
    for _ in 0..8 {
        kill_backends(&database).await;
        assert_eq!(database.users().find(&ada.id).await.unwrap().as_ref(), Some(&ada));
    }
}

#[tokio::test]
async fn running_read_is_retried_on_a_lost_connection() {
    let database = fresh_database().await;
    let stream = {
        let ada = database
            .users()
            .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
            .await
            .unwrap()
            .user;
        let fresh = fixtures::a_stream(&ada.id);
        database
            .streams()
            .upsert(&fresh, &StreamPatch::default())
            .await
            .unwrap()
            .0
    };
    // The locked table delays the read, and the backend is terminated meanwhile.
    let table_lock = support::lock_table(&database, "streams").await;
    let streams = database.streams();
    let creator = stream.user_id.clone();
    let reading = tokio::spawn(async move { streams.find_by_creator(&creator).await });
    wait_for_blocked_call(&database).await;
    database
        .execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                  WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
        .await
        .unwrap();
    table_lock.release().await;
    assert_eq!(reading.await.unwrap().unwrap(), Some(stream));
}

#[tokio::test]
async fn small_reads_do_not_wait_for_a_locked_table_of_another_read() {
    let database = fresh_database().await;
    let ada = database
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;
    let table_lock = support::lock_table(&database, "streams").await;
    let streams = database.streams();
    let creator = ada.id.clone();
    let blocked = tokio::spawn(async move { streams.find_by_creator(&creator).await });
    wait_for_blocked_call(&database).await;
    // The same connection, because the test has one thread.
    assert_eq!(database.users().find(&ada.id).await.unwrap().as_ref(), Some(&ada));
    assert!(!blocked.is_finished());
    table_lock.release().await;
    assert_eq!(blocked.await.unwrap().unwrap(), None);
}

#[tokio::test]
async fn cancelled_call_releases_its_lock_and_connection() {
    let database = fresh_database().await;
    let ada = database
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;
    let fresh = fixtures::a_stream(&ada.id);
    let (stream, _) = database
        .streams()
        .upsert(&fresh, &StreamPatch::default())
        .await
        .unwrap();
    let table_lock = support::lock_table(&database, "sessions").await;
    let sessions = database.sessions();
    let new = fixtures::a_session(&stream);
    let going_live = tokio::spawn({
        let (sessions, new) = (sessions.clone(), new.clone());
        async move { sessions.open(&new).await }
    });
    wait_for_blocked_call(&database).await;
    going_live.abort();
    assert!(going_live.await.unwrap_err().is_cancelled());
    table_lock.release().await;
    // The transaction was rolled back and released its lock on the stream.
    assert!(sessions.open(&new).await.unwrap().is_some());
}

#[tokio::test]
async fn exhausted_pool_is_unavailable_after_the_timeout() {
    let database = fresh_database().await;
    let config = PgConfig {
        max_connections: 1,
        // The call that has the connection must not time out.
        statement_timeout: Duration::from_mins(1),
        operation_timeout: Duration::from_mins(1),
        ..PgConfig::new(database.url())
    };
    let store = PgStore::connect(&config).unwrap();
    let ada = store
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await
        .unwrap()
        .user;
    let table_lock = support::lock_table(&database, "streams").await;
    let (streams, fresh) = (store.streams(), fixtures::a_stream(&ada.id));
    let writing = tokio::spawn(async move { streams.upsert(&fresh, &StreamPatch::default()).await });
    wait_for_blocked_call(&database).await;
    tokio::time::pause();
    let result = store
        .users()
        .filter_suspended(std::slice::from_ref(&ada.id))
        .await;
    assert!(
        matches!(result, Err(UserDirectoryError::Unavailable(_))),
        "{result:?}"
    );
    tokio::time::resume();
    table_lock.release().await;
    assert!(writing.await.unwrap().unwrap().1);
    assert_eq!(store.users().find(&ada.id).await.unwrap(), Some(ada));
}

#[tokio::test]
async fn slow_statement_is_cancelled_by_the_database() {
    let database = fresh_database().await;
    let config = PgConfig {
        statement_timeout: Duration::from_millis(50),
        ..PgConfig::new(database.url())
    };
    let store = PgStore::connect(&config).unwrap();
    let table_lock = support::lock_table(&database, "streams").await;
    let result = store.streams().find_by_creator(&fixtures::user_id("ada")).await;
    assert!(
        matches!(result, Err(StreamRepositoryError::Unavailable(_))),
        "{result:?}"
    );
    assert_eq!(
        database.texts(IS_WAITING).await,
        ["false"],
        "the statement still waits"
    );
    table_lock.release().await;
}

#[tokio::test]
async fn listener_reports_a_lost_connection() {
    let database = fresh_database().await;
    let events = database.store().events();
    let mut listener = events.subscribe().await.unwrap();
    let terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";
    database.execute(terminate).await.unwrap();
    assert_eq!(listener.next().await, None);
    events.subscribe().await.unwrap();
}

#[tokio::test]
async fn repeatedly_taken_name_is_contention() {
    let database = fresh_database().await;
    let always_fails = "CREATE SEQUENCE attempts;
                  CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                      PERFORM nextval('attempts');
                      RAISE unique_violation;
                  END $$;
                  CREATE TRIGGER lose BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lose();";
    database.execute(always_fails).await.unwrap();
    let failed = database
        .users()
        .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
        .await;
    assert!(
        matches!(failed, Err(UserDirectoryError::Contention(_))),
        "{failed:?}"
    );
    // A rollback does not reset a sequence.
    let attempts = database.texts("SELECT last_value::text FROM attempts").await;
    assert_eq!(attempts, ["8"]);
}

#[tokio::test]
async fn connections_are_opened_in_advance() {
    let database = fresh_database().await;
    let (store, proxy) = through_proxy(&database).await;
    let open = || store.pool_usage().map(|(_, usage)| (usage.open, usage.idle));
    let all = store.pool_usage().map(|(_, usage)| (usage.max, usage.max));
    assert_eq!(open(), [(0, 0), (0, 0)]);

    proxy.cut();
    store.open_connections().await;
    assert_eq!(open(), [(0, 0), (0, 0)]);

    proxy.restore();
    store.open_connections().await;
    assert_eq!(open(), all);
    store.open_connections().await;
    assert_eq!(open(), all);
}
