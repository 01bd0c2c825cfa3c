//! What every `Locks` must do if its store does not answer.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::time::Duration;

use onair_domain::ports::{Lock, LocksError};

use crate::fixtures;
use crate::locks::LockServers;

/// Runs all cases of a `Locks` whose store does not answer; `fresh` returns [`LockServers`].
#[macro_export]
macro_rules! unreachable_locks {
    ($fresh:expr) => {
        $crate::cases!(unreachable_locks, $fresh, [locks_are_unavailable]);
    };
}

pub async fn locks_are_unavailable(servers: &LockServers) {
    let room = Lock::Room(fixtures::user_id("ada"));
    for timeout in [Duration::ZERO, Duration::from_secs(1)] {
        for lock in [&room, &Lock::Reconciliation] {
            let answer = servers.first.acquire(lock, timeout).await;
            let answer = answer.map(|guard| guard.is_some());
            assert!(matches!(answer, Err(LocksError::Unavailable(_))), "{answer:?}");
        }
    }
}
