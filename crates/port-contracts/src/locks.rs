//! What every `Locks` must do. Whether a lock outlives its holder's process, or one that says nothing,
//! is for each adapter to show: no port can make a process die.

#![expect(missing_docs, reason = "each case is named for what it holds")]

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use onair_domain::ports::{Lock, LockGuard, Locks};

use crate::{at_once, fixtures};

/// Runs all cases of a `Locks`; `fresh` returns [`LockServers`].
#[macro_export]
macro_rules! locks {
    ($fresh:expr) => {
        $crate::cases!(
            locks,
            $fresh,
            [
                one_at_a_time_has_the_lock_however_many_come,
                a_lock_that_is_held_is_not_had_without_waiting,
                a_wait_ends_at_its_timeout,
                different_locks_do_not_meet,
                a_released_lock_is_free,
                a_dropped_lock_is_free,
                who_waits_gets_it_when_it_is_released,
                who_waits_gets_it_when_it_is_dropped,
                a_wait_that_was_given_up_holds_nothing,
                a_held_lock_is_renewed,
                a_lock_is_had_again_and_again,
            ]
        );
    };
}

/// The same locks, as two servers have them.
pub struct LockServers {
    /// The locks of one server.
    pub first: Arc<dyn Locks>,
    /// The locks of the other.
    pub second: Arc<dyn Locks>,
    /// Kept until the test is over.
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

/// Longer than anything takes that is not broken.
const LONG: Duration = Duration::from_secs(20);

fn room(creator: &str) -> Lock {
    Lock::Room(fixtures::user_id(creator))
}

async fn attempt(locks: &Arc<dyn Locks>, lock: &Lock, timeout: Duration) -> Option<Box<dyn LockGuard>> {
    locks.acquire(lock, timeout).await.unwrap()
}

async fn held(locks: &Arc<dyn Locks>, lock: &Lock) -> Box<dyn LockGuard> {
    attempt(locks, lock, LONG).await.unwrap()
}

pub async fn one_at_a_time_has_the_lock_however_many_come(servers: &LockServers) {
    let (inside, counted) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let calls = (0..32).map(|number: usize| {
        let locks = servers.both()[number % 2].clone();
        let (inside, counted) = (inside.clone(), counted.clone());
        async move {
            let guard = held(&locks, &room("ada")).await;
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
            // Read and written in two steps, which loses counts unless nobody comes between.
            let before = counted.load(Ordering::SeqCst);
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            counted.store(before + 1, Ordering::SeqCst);
            inside.fetch_sub(1, Ordering::SeqCst);
            guard.release().await;
        }
    });
    at_once(calls).await;
    assert_eq!(counted.load(Ordering::SeqCst), 32);
}

pub async fn a_lock_that_is_held_is_not_had_without_waiting(servers: &LockServers) {
    for lock in [room("ada"), Lock::Reconciliation] {
        let guard = attempt(&servers.first, &lock, Duration::ZERO).await;
        assert!(guard.is_some());
        for locks in servers.both() {
            assert!(attempt(locks, &lock, Duration::ZERO).await.is_none());
        }
    }
}

pub async fn a_wait_ends_at_its_timeout(servers: &LockServers) {
    let _guard = held(&servers.first, &room("ada")).await;
    // No multiple of a store's unit.
    let timeout = Duration::from_micros(50_900);
    for locks in servers.both() {
        let asked = Instant::now();
        assert!(attempt(locks, &room("ada"), timeout).await.is_none());
        let waited = asked.elapsed();
        assert!(waited >= timeout && waited < LONG / 2, "{waited:?}");
    }
}

pub async fn different_locks_do_not_meet(servers: &LockServers) {
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
        drop(held(locks, &room("ada")).await);
    }
}

/// Lets somebody of each server wait for a lock that is held, and lets it go.
async fn let_others_wait(servers: &LockServers, let_go: impl AsyncFnOnce(Box<dyn LockGuard>)) {
    let guard = held(&servers.first, &room("ada")).await;
    let waiting = servers.both().map(|locks| {
        let locks = locks.clone();
        tokio::spawn(async move { held(&locks, &room("ada")).await.release().await })
    });
    assert!(
        attempt(&servers.second, &room("ada"), Duration::from_millis(50))
            .await
            .is_none()
    );
    let_go(guard).await;
    for waiter in waiting {
        waiter.await.unwrap();
    }
}

pub async fn who_waits_gets_it_when_it_is_released(servers: &LockServers) {
    let_others_wait(servers, async |guard| guard.release().await).await;
}

pub async fn who_waits_gets_it_when_it_is_dropped(servers: &LockServers) {
    let_others_wait(servers, async |guard| drop(guard)).await;
}

pub async fn a_wait_that_was_given_up_holds_nothing(servers: &LockServers) {
    let guard = held(&servers.first, &room("ada")).await;
    for locks in servers.both() {
        let lock = room("ada");
        let mut waiting = pin!(locks.acquire(&lock, LONG));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(waiting.as_mut().poll(&mut context), Poll::Pending));
    }
    guard.release().await;
    for locks in servers.both() {
        held(locks, &room("ada")).await.release().await;
    }
}

pub async fn a_held_lock_is_renewed(servers: &LockServers) {
    let mut guard = held(&servers.first, &room("ada")).await;
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

pub async fn a_lock_is_had_again_and_again(servers: &LockServers) {
    for number in 0..50 {
        let guard = held(servers.both()[number % 2], &room("ada")).await;
        guard.release().await;
    }
}
