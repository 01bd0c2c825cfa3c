//! Tests of locks with failing holders, waiters and connections, and of the number of connections.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[expect(dead_code, reason = "not every test needs all of it")]
mod support;
#[path = "support/wire.rs"]
mod wire;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgLocks, PgStore};
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError, UserDirectory};
use onair_port_contracts::{at_once, fixtures};
use support::until;
use wire::Wire;

/// A timeout that only a defect exceeds.
const LONG: Duration = Duration::from_secs(20);

/// Returns the locks of another server.
fn another_server(database: &TestDatabase) -> PgLocks {
    PgStore::connect(&PgConfig::new(database.url())).unwrap().locks()
}

fn room(creator: &str) -> Lock {
    Lock::Room(fixtures::user_id(creator))
}

async fn attempt(locks: &PgLocks, timeout: Duration) -> Option<Box<dyn LockGuard>> {
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
async fn so_many_wait(database: &TestDatabase, number: usize) {
    let waiting = "SELECT count(*)::text FROM pg_locks JOIN pg_database ON pg_database.oid = database
                   WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()";
    until(database, waiting, &number.to_string()).await;
}

#[tokio::test]
async fn lock_of_a_lost_connection_passes_to_another_server() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let mut guard = attempt(&locks, LONG).await.unwrap();
    assert!(guard.renew().await);
    kill_holders(&database).await;
    let mut next = attempt(&other, Duration::ZERO).await.unwrap();
    assert!(!guard.renew().await);
    guard.release().await;
    assert!(next.renew().await);
    next.release().await;
    assert!(attempt(&locks, Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn waiter_gets_the_lock_of_a_lost_connection() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let guard = attempt(&locks, LONG).await.unwrap();
    let waiting = tokio::spawn(async move { attempt(&other, LONG).await.is_some() });
    so_many_wait(&database, 1).await;
    kill_holders(&database).await;
    assert!(waiting.await.unwrap());
    drop(guard);
}

#[tokio::test]
async fn silent_holder_loses_the_lock() {
    let database = fresh_database().await;
    let silence = Duration::from_millis(200);
    let mut frozen = attempt(&database.locks().with_silence(silence), LONG)
        .await
        .unwrap();
    let next = attempt(&another_server(&database), LONG).await;
    assert!(next.is_some());
    assert!(!frozen.renew().await);
}

#[tokio::test]
async fn renewed_lock_is_kept() {
    let database = fresh_database().await;
    let silence = Duration::from_millis(800);
    let mut guard = attempt(&database.locks().with_silence(silence), LONG)
        .await
        .unwrap();
    let other = another_server(&database);
    let began = Instant::now();
    while began.elapsed() < 2 * silence {
        assert!(guard.renew().await);
        assert!(attempt(&other, Duration::from_millis(10)).await.is_none());
    }
    guard.release().await;
    assert!(attempt(&other, Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn lost_idle_connection_is_replaced() {
    let database = fresh_database().await;
    let locks = database.locks();
    for _ in 0..4 {
        attempt(&locks, LONG).await.unwrap().release().await;
        let kill = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()";
        database.execute(kill).await.unwrap();
    }
    assert!(attempt(&locks, Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn cancelled_waiter_never_gets_the_lock() {
    let database = fresh_database().await;
    let (locks, other) = (database.locks(), another_server(&database));
    let guard = attempt(&locks, LONG).await.unwrap();
    let waiting = tokio::spawn(async move { attempt(&other, LONG).await.is_some() });
    so_many_wait(&database, 1).await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    guard.release().await;
    attempt(&locks, LONG).await.unwrap().release().await;
    attempt(&another_server(&database), LONG).await.unwrap();
}

#[tokio::test]
async fn lock_uses_one_connection_and_leaves_no_queue() {
    let database = fresh_database().await;
    let locks = database.locks();
    let guard = attempt(&locks, LONG).await.unwrap();
    let waiting = (0..20).map(|_| {
        let locks = locks.clone();
        async move { attempt(&locks, Duration::from_millis(100)).await.is_some() }
    });
    assert!(at_once(waiting).await.iter().all(|had| !had));
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
    let mut turns = Vec::new();
    for number in 0..16 {
        let lock = room(&format!("user-{number}"));
        turns.push(locks.acquire(&lock, LONG).await.unwrap().unwrap());
    }
    assert!(attempt(&locks, Duration::from_millis(50)).await.is_none());
    let nobody = fixtures::user_id("nobody");
    assert_eq!(database.users().find(&nobody).await.unwrap(), None);
    turns.pop().unwrap().release().await;
    assert!(attempt(&locks, Duration::ZERO).await.is_some());
    drop(turns);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_alternate_under_contention() {
    const TURNS: usize = 40;
    let database = Arc::new(fresh_database().await);
    let servers = [database.locks(), another_server(&database)];
    let order = Arc::new(Mutex::new(Vec::new()));
    let calls = (0..8).map(|number| {
        let server = number % 2;
        let (locks, order, database) = (servers[server].clone(), order.clone(), database.clone());
        async move {
            for _ in 0..TURNS / 4 {
                let guard = attempt(&locks, LONG).await.unwrap();
                let of_the_other = {
                    let mut order = order.lock().unwrap();
                    order.push(server);
                    order.iter().filter(|had| **had != server).count()
                };
                if of_the_other < TURNS {
                    so_many_wait(&database, 1).await;
                }
                guard.release().await;
            }
        }
    });
    at_once(calls).await;
    let order = order.lock().unwrap();
    assert_eq!(order.len(), 2 * TURNS);
    // A waiter of the other server goes before all local waiters.
    let is_fair = order.windows(2).all(|turns| turns[0] != turns[1]);
    assert!(is_fair, "{order:?}");
}

/// Returns locks that use an interruptible connection.
async fn wired(database: &TestDatabase) -> (PgLocks, Wire) {
    let wire = Wire::to(database.url()).await;
    let config = PgConfig {
        acquire_timeout: Duration::from_millis(500),
        operation_timeout: Duration::from_millis(500),
        ..PgConfig::new(wire.url())
    };
    (PgStore::connect(&config).unwrap().locks(), wire)
}

async fn assert_unavailable(locks: &PgLocks) {
    let asked = Instant::now();
    let answer = locks.acquire(&room("ada"), Duration::ZERO).await;
    assert!(matches!(answer, Err(LocksError::Unavailable(_))));
    assert!(asked.elapsed() < LONG / 4, "{:?}", asked.elapsed());
}

#[tokio::test]
async fn locks_recover_after_an_outage() {
    let database = fresh_database().await;
    let (locks, wire) = wired(&database).await;
    let mut guard = attempt(&locks, LONG).await.unwrap();
    wire.cut();
    assert!(!guard.renew().await);
    guard.release().await;
    assert_unavailable(&locks).await;
    wire.mend();
    assert!(attempt(&locks, LONG).await.is_some());
}

#[tokio::test]
async fn lock_over_a_silent_network_times_out() {
    let database = fresh_database().await;
    let (locks, wire) = wired(&database).await;
    // One idle connection, and one that holds a lock.
    let (kept, mut held) = (
        locks.acquire(&room("ben"), LONG).await.unwrap().unwrap(),
        attempt(&locks, LONG).await.unwrap(),
    );
    kept.release().await;
    wire.swallow();
    let asked = Instant::now();
    assert!(!held.renew().await);
    held.release().await;
    assert!(asked.elapsed() < LONG / 4, "{:?}", asked.elapsed());
    for _ in 0..2 {
        assert_unavailable(&locks).await;
    }
    wire.mend();
    assert!(attempt(&locks, LONG).await.is_some());
}
