//! What every `Locks` must do. Each adapter tests itself that a lock that is not renewed for 10 s ends.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use onair_domain::ports::{Lock, LockGuard, Locks};

use crate::{fixtures, run_concurrently};

/// Runs all cases of a `Locks`; `fresh` returns [`LockServers`].
#[macro_export]
macro_rules! locks {
    ($fresh:expr) => {
        $crate::cases!(
            locks,
            $fresh,
            [
                one_caller_at_a_time_holds_a_lock,
                a_held_lock_is_not_acquired_without_a_wait,
                a_wait_ends_at_its_timeout,
                different_locks_are_independent,
                a_released_lock_is_free,
                a_dropped_lock_is_free,
                a_waiter_acquires_a_released_lock,
                a_waiter_acquires_a_dropped_lock,
                a_cancelled_wait_does_not_acquire_the_lock,
                a_held_lock_is_renewed,
                an_ended_lock_is_not_renewed,
                a_waiter_acquires_the_lock_of_a_crashed_holder,
                a_lock_can_be_acquired_repeatedly,
            ]
        );
    };
}

/// Ends every lock that the first server holds, as a crash of that server does. Returns when the holders have
/// lost their locks.
pub type EndHolders = Box<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The locks of two servers that share them.
pub struct LockServers {
    /// The locks of the first server.
    pub first: Arc<dyn Locks>,
    /// The locks of the second server.
    pub second: Arc<dyn Locks>,
    /// Simulates a crash of the first server.
    pub end_holders: EndHolders,
    /// Dropped when the test is over.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for LockServers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LockServers").finish_non_exhaustive()
    }
}

impl LockServers {
    fn both(&self) -> [&Arc<dyn Locks>; 2] {
        [&self.first, &self.second]
    }
}

/// A timeout that is reached only if a lock is never free.
const HANG_TIMEOUT: Duration = Duration::from_secs(20);

fn room(creator: &str) -> Lock {
    Lock::Room(fixtures::user_id(creator))
}

async fn attempt(locks: &Arc<dyn Locks>, lock: &Lock, timeout: Duration) -> Option<Box<dyn LockGuard>> {
    locks.acquire(lock, timeout).await.unwrap()
}

async fn acquire(locks: &Arc<dyn Locks>, lock: &Lock) -> Box<dyn LockGuard> {
    attempt(locks, lock, HANG_TIMEOUT).await.unwrap()
}

pub async fn one_caller_at_a_time_holds_a_lock(servers: &LockServers) {
    let (inside, counted) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let calls = (0..32).map(|number: usize| {
        let locks = servers.both()[number % 2].clone();
        let (inside, counted) = (inside.clone(), counted.clone());
        async move {
            let guard = acquire(&locks, &room("ada")).await;
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
            // Reading and writing in two steps would lose counts if two callers held the lock.
            let before = counted.load(Ordering::SeqCst);
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            counted.store(before + 1, Ordering::SeqCst);
            inside.fetch_sub(1, Ordering::SeqCst);
            guard.release().await;
        }
    });
    run_concurrently(calls).await;
    assert_eq!(counted.load(Ordering::SeqCst), 32);
}

pub async fn a_held_lock_is_not_acquired_without_a_wait(servers: &LockServers) {
    for lock in [room("ada"), Lock::Reconciliation] {
        let guard = attempt(&servers.first, &lock, Duration::ZERO).await;
        assert!(guard.is_some());
        for locks in servers.both() {
            assert!(attempt(locks, &lock, Duration::ZERO).await.is_none());
        }
    }
}

pub async fn a_wait_ends_at_its_timeout(servers: &LockServers) {
    let _guard = acquire(&servers.first, &room("ada")).await;
    // Not a whole number of milliseconds, the unit in which a store may measure timeouts.
    let timeout = Duration::from_micros(50_900);
    for locks in servers.both() {
        let started = Instant::now();
        assert!(attempt(locks, &room("ada"), timeout).await.is_none());
        let waited = started.elapsed();
        assert!(waited >= timeout && waited < HANG_TIMEOUT / 2, "{waited:?}");
    }
}

pub async fn different_locks_are_independent(servers: &LockServers) {
    let longest = "u".repeat(255);
    let names = ["ada", "ben", "reconciliation", "Reconciliation", &longest];
    let mut guards = vec![attempt(&servers.first, &Lock::Reconciliation, Duration::ZERO).await];
    for (number, name) in names.into_iter().enumerate() {
        guards.push(attempt(servers.both()[number % 2], &room(name), Duration::ZERO).await);
    }
    assert!(guards.iter().all(Option::is_some));
}

pub async fn a_released_lock_is_free(servers: &LockServers) {
    for locks in [servers.both(), servers.both()].concat() {
        let guard = attempt(locks, &room("ada"), Duration::ZERO).await;
        guard.unwrap().release().await;
    }
}

pub async fn a_dropped_lock_is_free(servers: &LockServers) {
    for locks in [servers.both(), servers.both()].concat() {
        drop(acquire(locks, &room("ada")).await);
    }
}

/// Starts a waiter of each server for a held lock, and ends the lock.
async fn assert_waiters_acquire(servers: &LockServers, end: impl AsyncFnOnce(Box<dyn LockGuard>)) {
    let guard = acquire(&servers.first, &room("ada")).await;
    let waiting = servers.both().map(|locks| {
        let locks = locks.clone();
        tokio::spawn(async move { acquire(&locks, &room("ada")).await.release().await })
    });
    assert!(
        attempt(&servers.second, &room("ada"), Duration::from_millis(50))
            .await
            .is_none()
    );
    end(guard).await;
    for waiter in waiting {
        waiter.await.unwrap();
    }
}

pub async fn a_waiter_acquires_a_released_lock(servers: &LockServers) {
    assert_waiters_acquire(servers, async |guard| guard.release().await).await;
}

pub async fn a_waiter_acquires_a_dropped_lock(servers: &LockServers) {
    assert_waiters_acquire(servers, async |guard| drop(guard)).await;
}

pub async fn a_cancelled_wait_does_not_acquire_the_lock(servers: &LockServers) {
    let guard = acquire(&servers.first, &room("ada")).await;
    for locks in servers.both() {
        let lock = room("ada");
        let mut waiting = pin!(locks.acquire(&lock, HANG_TIMEOUT));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Pending));
    }
    guard.release().await;
    for locks in servers.both() {
        acquire(locks, &room("ada")).await.release().await;
    }
}

pub async fn a_held_lock_is_renewed(servers: &LockServers) {
    let mut guard = acquire(&servers.first, &room("ada")).await;
    for _ in 0..3 {
        assert!(guard.renew().await);
        assert!(
            attempt(&servers.second, &room("ada"), Duration::ZERO)
                .await
                .is_none()
        );
    }
    guard.release().await;
}

pub async fn an_ended_lock_is_not_renewed(servers: &LockServers) {
    let mut ended = acquire(&servers.first, &room("ada")).await;
    (servers.end_holders)().await;
    assert!(!ended.renew().await);
    let mut next = acquire(&servers.second, &room("ada")).await;
    assert!(!ended.renew().await);
    ended.release().await;
    assert!(
        next.renew().await,
        "the ended lock does not release that of the next holder"
    );
    assert!(
        attempt(&servers.first, &room("ada"), Duration::ZERO)
            .await
            .is_none()
    );
}

/// The guard stays alive until the end: a crashed process cannot release or drop it.
pub async fn a_waiter_acquires_the_lock_of_a_crashed_holder(servers: &LockServers) {
    let crashed = acquire(&servers.first, &room("ada")).await;
    let second = servers.second.clone();
    let waiter = tokio::spawn(async move { acquire(&second, &room("ada")).await });
    let timeout = Duration::from_millis(50);
    assert!(attempt(&servers.second, &room("ada"), timeout).await.is_none());
    (servers.end_holders)().await;
    let mut acquired = waiter.await.unwrap();
    assert!(acquired.renew().await);
    drop(crashed);
}

pub async fn a_lock_can_be_acquired_repeatedly(servers: &LockServers) {
    for number in 0..50 {
        let guard = acquire(servers.both()[number % 2], &room("ada")).await;
        guard.release().await;
    }
}
