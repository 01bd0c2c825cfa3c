//! Tests of locks with failing holders, waiters and connections, and of the number of connections.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgLocks, PgStore};
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError, UserDirectory};
use onair_port_contracts::{fixtures, run_concurrently};
use tokio::time::Instant;

use crate::support::proxy::Proxy;
use crate::support::until;

/// A timeout that only a defect exceeds.
const LONG: Duration = Duration::from_secs(20);

/// Returns the locks of another server.
fn another_server(database: &TestDatabase) -> PgLocks {
    PgStore::connect(&PgConfig::new(database.url())).unwrap().locks()
}

fn room(creator: &str) -> Lock {
    Lock::Room(fixtures::user_id(creator))
}

async fn try_acquire(locks: &PgLocks, timeout: Duration) -> Option<Box<dyn LockGuard>> {
    locks.acquire(&room("ada"), timeout).await.unwrap()
}

/// Terminates the connections that hold a lock.
async fn kill_holders(database: &TestDatabase) {
    let kill = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
                JOIN pg_database ON pg_database.oid = database
                WHERE locktype = 'advisory' AND granted AND datname = current_database()";
    database.execute(kill).await.unwrap();
}

/// Waits until this number of sessions waits for a lock in PostgreSQL.
async fn wait_for_waiters(database: &TestDatabase, number: usize) {
    let waiting = "SELECT count(*)::text FROM pg_locks JOIN pg_database ON pg_database.oid = database
                   WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()";
    until(database, waiting, &number.to_string()).await;
}

#[tokio::test]
async fn lock_of_a_lost_connection_passes_to_another_server() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let mut guard = try_acquire(&locks, LONG).await.unwrap();
    assert!(guard.renew().await);
    kill_holders(&database).await;
    let mut next = try_acquire(&other, Duration::ZERO).await.unwrap();
    assert!(!guard.renew().await);
    guard.release().await;
    assert!(next.renew().await);
    next.release().await;
    assert!(try_acquire(&locks, Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn waiter_gets_the_lock_of_a_lost_connection() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let guard = try_acquire(&locks, LONG).await.unwrap();
    let waiting = tokio::spawn(async move { try_acquire(&other, LONG).await.is_some() });
    wait_for_waiters(&database, 1).await;
    kill_holders(&database).await;
    assert!(waiting.await.unwrap());
    drop(guard);
}

#[tokio::test]
async fn idle_holder_loses_the_lock() {
    let database = fresh_database().await;
    let idle_timeout = Duration::from_millis(200);
    let mut frozen = try_acquire(&database.locks().with_idle_timeout(idle_timeout), LONG)
        .await
        .unwrap();
    let next = try_acquire(&another_server(&database), LONG).await;
    assert!(next.is_some());
    assert!(!frozen.renew().await);
}

#[tokio::test]
async fn renewing_resets_the_idle_timeout() {
    // When the holder became idle. PostgreSQL's idle timeout starts there.
    const IDLE_SINCE: &str = "SELECT state_change::text FROM pg_stat_activity
                              WHERE datname = current_database() AND pid IN
                              (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)";
    let database = fresh_database().await;
    let mut guard = try_acquire(&database.locks(), LONG).await.unwrap();
    let before = database.texts(IDLE_SINCE).await;
    assert!(guard.renew().await);
    let after = database.texts(IDLE_SINCE).await;
    assert_eq!((before.len(), after.len()), (1, 1));
    assert!(before < after, "{before:?} {after:?}");
    guard.release().await;
}

#[tokio::test]
async fn lost_idle_connection_is_replaced() {
    let database = fresh_database().await;
    let locks = database.locks();
    for _ in 0..4 {
        try_acquire(&locks, LONG).await.unwrap().release().await;
        let kill = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        database.execute(kill).await.unwrap();
    }
    assert!(try_acquire(&locks, Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn cancelled_waiter_never_gets_the_lock() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let guard = try_acquire(&locks, LONG).await.unwrap();
    let waiting = tokio::spawn(async move { try_acquire(&other, LONG).await.is_some() });
    wait_for_waiters(&database, 1).await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    guard.release().await;
    try_acquire(&locks, LONG).await.unwrap().release().await;
    try_acquire(&another_server(&database), LONG).await.unwrap();
}

#[tokio::test]
async fn lock_uses_one_connection_and_leaves_no_queue() {
    let database = fresh_database().await;
    let locks = database.locks();
    let guard = try_acquire(&locks, LONG).await.unwrap();
    let waiting = (0..20).map(|_| {
        let locks = locks.clone();
        async move { try_acquire(&locks, Duration::from_millis(100)).await.is_some() }
    });
    assert!(run_concurrently(waiting).await.iter().all(|acquired| !acquired));
    assert_eq!(locks.queues(), 1);
    let connections = "SELECT count(*)::text FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_eq!(database.texts(connections).await, ["1"]);
    guard.release().await;
    assert_eq!(locks.queues(), 0);
}

#[tokio::test]
async fn locks_have_their_own_connection_limit() {
    let database = fresh_database().await;
    let locks = database.locks();
    let mut guards = Vec::new();
    for number in 0..16 {
        let lock = room(&format!("user-{number}"));
        guards.push(locks.acquire(&lock, LONG).await.unwrap().unwrap());
    }
    assert!(try_acquire(&locks, Duration::from_millis(50)).await.is_none());
    let nobody = fixtures::user_id("nobody");
    assert_eq!(database.users().find(&nobody).await.unwrap(), None);
    guards.pop().unwrap().release().await;
    assert!(try_acquire(&locks, Duration::ZERO).await.is_some());
    drop(guards);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_alternate_under_contention() {
    const ACQUISITIONS: usize = 40;
    let database = Arc::new(fresh_database().await);
    let servers = [database.locks(), another_server(&database)];
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls = (0..8).map(|number| {
        let server = number % 2;
        let (locks, order, database) = (servers[server].clone(), order.clone(), database.clone());
        async move {
            for _ in 0..ACQUISITIONS / 4 {
                let guard = try_acquire(&locks, LONG).await.unwrap();
                let of_the_other = {
                    let mut order = order.lock().unwrap();
                    order.push(server);
                    order.iter().filter(|acquired| **acquired != server).count()
                };
                if of_the_other < ACQUISITIONS {
                    wait_for_waiters(&database, 1).await;
                }
                guard.release().await;
            }
        }
    });
    run_concurrently(calls).await;
    let order = order.lock().unwrap();
    assert_eq!(order.len(), 2 * ACQUISITIONS);
    // A waiter of the other server goes before all local waiters.
    let is_fair = order.windows(2).all(|guards| guards[0] != guards[1]);
    assert!(is_fair, "{order:?}");
}

/// Returns locks that use an interruptible connection.
async fn through_proxy(database: &TestDatabase) -> (PgLocks, Proxy) {
    let proxy = Proxy::to(database.url()).await;
    let store = PgStore::connect(&PgConfig::new(proxy.url())).unwrap();
    (store.locks(), proxy)
}

async fn assert_unavailable(locks: &PgLocks) {
    let result = locks.acquire(&room("ada"), Duration::ZERO).await;
    assert!(matches!(result, Err(LocksError::Unavailable(_))));
}

#[tokio::test]
async fn locks_recover_after_an_outage() {
    let database = fresh_database().await;
    let (locks, proxy) = through_proxy(&database).await;
    let mut guard = try_acquire(&locks, LONG).await.unwrap();
    proxy.cut();
    assert!(!guard.renew().await);
    guard.release().await;
    assert_unavailable(&locks).await;
    proxy.restore();
    assert!(try_acquire(&locks, LONG).await.is_some());
}

#[tokio::test]
async fn lock_over_a_stalled_network_times_out() {
    let database = fresh_database().await;
    let (locks, proxy) = through_proxy(&database).await;
    // One idle connection, and one that holds a lock.
    let (idle, mut held) = (
        locks.acquire(&room("ben"), LONG).await.unwrap().unwrap(),
        try_acquire(&locks, LONG).await.unwrap(),
    );
    idle.release().await;
    proxy.stall();
    // Timeouts pass without waiting, and take what they say, rounded up to tokio's milliseconds.
    tokio::time::pause();
    let (start, timeout) = (Instant::now(), PgConfig::new(proxy.url()).operation_timeout);
    assert!(!held.renew().await);
    held.release().await;
    assert!(
        start.elapsed().as_secs() <= 2 * timeout.as_secs(),
        "{:?}",
        start.elapsed()
    );
    for _ in 0..2 {
        let start = Instant::now();
        assert_unavailable(&locks).await;
        assert!(
            start.elapsed().as_secs() <= timeout.as_secs(),
            "{:?}",
            start.elapsed()
        );
    }
    tokio::time::resume();
    proxy.restore();
    assert!(try_acquire(&locks, LONG).await.is_some());
}
