//! Locks by PostgreSQL's advisory locks. PostgreSQL grants them in the order of requests, and releases them
//! when the connection ends.
//!
//! Each lock has a connection outside the pool. Otherwise waiters could exhaust the pool, and holders could
//! not continue.
//!
//! Callers of one process queue for a lock before they ask PostgreSQL, so each lock uses at most one
//! connection. Between two callers the lock returns to PostgreSQL, so other servers get it too.

mod connections;
mod queues;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use onair_domain::ports::{Lock, LockGuard, Locks, LocksError};
use tokio::runtime::Handle;
use tokio::time::Instant;

use crate::PgConfig;
use crate::connect::Address;
use crate::error::StoreError;
pub(crate) use connections::MAX_CONNECTIONS as MAX_LOCK_CONNECTIONS;
use connections::{Connections, LockConnection};
use queues::{Position, Queues};

/// A holder that sends nothing for this long loses the lock, as the port requires.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);

/// The maximum wait. PostgreSQL limits `lock_timeout` to about 24 days.
const MAX_WAIT: Duration = Duration::from_hours(24);

/// Acquires locks in PostgreSQL. Clones share connections and queues.
#[derive(Clone)]
pub struct PgLocks {
    connections: Arc<Connections>,
    queues: Arc<Queues>,
    idle_timeout: Duration,
}

impl fmt::Debug for PgLocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PgLocks").finish_non_exhaustive()
    }
}

impl PgLocks {
    pub(crate) fn new(address: Address, config: &PgConfig) -> Self {
        Self {
            connections: Arc::new(Connections::new(address, config)),
            queues: Arc::default(),
            idle_timeout: IDLE_TIMEOUT,
        }
    }

    /// Sets the time without a message after which a holder loses the lock.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with_idle_timeout(mut self, idle_timeout: Duration) -> Self {
        self.idle_timeout = idle_timeout;
        self
    }

    /// Returns the number of locks with a holder or waiters in this process.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn queues(&self) -> usize {
        self.queues.len()
    }

    pub(crate) fn close(&self) {
        self.connections.close();
    }
}

impl From<StoreError> for LocksError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

/// Returns the unique name of a lock.
fn name(lock: &Lock) -> String {
    match lock {
        Lock::Room(creator) => format!("onair room {creator}"),
        Lock::Reconciliation => "onair reconciliation".to_owned(),
    }
}

#[async_trait]
impl Locks for PgLocks {
    async fn acquire(
        &self,
        lock: &Lock,
        timeout: Duration,
    ) -> Result<Option<Box<dyn LockGuard>>, LocksError> {
        let deadline = Instant::now() + timeout.min(MAX_WAIT);
        let Some(position) = self.queues.wait(lock, deadline).await else {
            return Ok(None);
        };
        let locked = self
            .connections
            .acquire(&name(lock), self.idle_timeout, deadline)
            .await?;
        Ok(locked
            .map(|connection| -> Box<dyn LockGuard> { Box::new(PgLockGuard(Some((connection, position)))) }))
    }
}

/// A held lock, and the position in the queue until it is released. Drop releases it in the background.
struct PgLockGuard(Option<(LockConnection, Position)>);

impl PgLockGuard {
    /// The returned future releases the lock.
    fn release(&mut self) -> impl Future<Output = ()> + use<> {
        let held = self.0.take();
        async {
            if let Some((connection, position)) = held {
                connection.release().await;
                // The next caller of this process starts after the release.
                drop(position);
            }
        }
    }
}

impl Drop for PgLockGuard {
    fn drop(&mut self) {
        let released = self.release();
        // Without a runtime, dropping the future closes the connection, which releases the lock too.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(released);
        }
    }
}

#[async_trait]
impl LockGuard for PgLockGuard {
    async fn renew(&mut self) -> bool {
        match &self.0 {
            Some((connection, _)) => connection.is_alive().await,
            None => false,
        }
    }

    async fn release(mut self: Box<Self>) {
        Self::release(&mut self).await;
    }
}
