//! [`MemoryLocks`]: turns within one process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError};
use tokio::sync::OwnedMutexGuard;

use crate::store::MemoryStore;

/// The locks of a [`MemoryStore`]: whoever has a clone of it shares them. Turns are given in the order
/// in which they were asked for.
#[derive(Debug, Clone)]
pub struct MemoryLocks(MemoryStore);

/// One queue a lock that was ever asked for.
#[derive(Debug, Default)]
pub(crate) struct Queues(Mutex<BTreeMap<Lock, Arc<tokio::sync::Mutex<()>>>>);

impl MemoryLocks {
    /// The locks of that store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }
}

#[async_trait]
impl Locks for MemoryLocks {
    async fn acquire(
        &self,
        lock: &Lock,
        timeout: Duration,
    ) -> Result<Option<Box<dyn LockGuard>>, LocksError> {
        // A store that is away gives no turns either.
        self.0.step(|_| ()).map_err(LocksError::Unavailable)?;
        let queue = {
            let mut queues = self.0.queues().0.lock().unwrap_or_else(PoisonError::into_inner);
            queues.entry(lock.clone()).or_default().clone()
        };
        if let Ok(held) = queue.clone().try_lock_owned() {
            return Ok(Some(Box::new(MemoryTurn(held))));
        }
        let waited = tokio::time::timeout(timeout, queue.lock_owned()).await;
        Ok(waited
            .ok()
            .map(|held| Box::new(MemoryTurn(held)) as Box<dyn LockGuard>))
    }
}

struct MemoryTurn(#[expect(dead_code, reason = "held until it is dropped")] OwnedMutexGuard<()>);

#[async_trait]
impl LockGuard for MemoryTurn {
    async fn renew(&mut self) -> bool {
        true
    }

    async fn release(self: Box<Self>) {}
}
