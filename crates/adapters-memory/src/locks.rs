//! [`MemoryLocks`]: locks within one process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError};
use tokio::sync::OwnedMutexGuard;

use crate::store::MemoryStore;

/// The locks of a [`MemoryStore`]. All locks over clones of one store are shared. Waiters acquire a lock in the
/// order of their calls.
#[derive(Debug, Clone)]
pub struct MemoryLocks(MemoryStore);

/// Every lock that was ever acquired.
#[derive(Debug, Default)]
pub(crate) struct LockTable(Mutex<BTreeMap<Lock, Arc<Entry>>>);

#[derive(Debug, Default)]
struct Entry {
    mutex: Arc<tokio::sync::Mutex<()>>,
    holder: Mutex<Option<Holder>>,
}

#[derive(Debug)]
struct Holder {
    /// The same allocation as in the guard of this holder.
    id: Arc<()>,
    #[expect(dead_code, reason = "dropping it releases the lock")]
    permit: OwnedMutexGuard<()>,
}

impl LockTable {
    fn entry(&self, lock: &Lock) -> Arc<Entry> {
        lock_mutex(&self.0).entry(lock.clone()).or_default().clone()
    }

    fn end_holders(&self) {
        for entry in lock_mutex(&self.0).values() {
            lock_mutex(&entry.holder).take();
        }
    }
}

impl MemoryLocks {
    /// The locks of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    /// Ends every held lock, as a crash of its holder does. Waiters acquire the locks.
    pub fn end_holders(&self) {
        self.0.lock_table().end_holders();
    }
}

#[async_trait]
impl Locks for MemoryLocks {
    async fn acquire(
        &self,
        lock: &Lock,
        timeout: Duration,
    ) -> Result<Option<Box<dyn LockGuard>>, LocksError> {
        self.0.step(|_| ()).map_err(LocksError::Unavailable)?;
        let entry = self.0.lock_table().entry(lock);
        if let Ok(permit) = entry.mutex.clone().try_lock_owned() {
            return Ok(Some(MemoryLockGuard::hold(entry, permit)));
        }
        let permit = tokio::time::timeout(timeout, entry.mutex.clone().lock_owned()).await;
        Ok(permit.ok().map(|permit| MemoryLockGuard::hold(entry, permit)))
    }
}

struct MemoryLockGuard {
    entry: Arc<Entry>,
    id: Arc<()>,
}

impl MemoryLockGuard {
    fn hold(entry: Arc<Entry>, permit: OwnedMutexGuard<()>) -> Box<dyn LockGuard> {
        let id = Arc::new(());
        *lock_mutex(&entry.holder) = Some(Holder {
            id: id.clone(),
            permit,
        });
        Box::new(Self { entry, id })
    }

    fn is_holder(&self, holder: Option<&Holder>) -> bool {
        holder.is_some_and(|holder| Arc::ptr_eq(&holder.id, &self.id))
    }
}

impl Drop for MemoryLockGuard {
    fn drop(&mut self) {
        let mut holder = lock_mutex(&self.entry.holder);
        if self.is_holder(holder.as_ref()) {
            holder.take();
        }
    }
}

#[async_trait]
impl LockGuard for MemoryLockGuard {
    async fn renew(&mut self) -> bool {
        let holder = lock_mutex(&self.entry.holder);
        self.is_holder(holder.as_ref())
    }

    async fn release(self: Box<Self>) {}
}

fn lock_mutex<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
