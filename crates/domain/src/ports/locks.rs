//! The port to locks that all servers share.

use async_trait::async_trait;
use std::time::Duration;

use crate::error::{Outage, Source};
use crate::user::UserId;

/// Names a lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// Held while a creator's room is created or closed.
    Room(UserId),
    /// Held by the leader, the one server that reconciles sessions with rooms.
    Reconciliation,
}

/// Why a lock could not be acquired or refused.
#[derive(Debug, thiserror::Error)]
pub enum LocksError {
    /// The service that holds the locks did not answer.
    #[error("the lock service is unavailable")]
    Unavailable(#[source] Source),
}

impl From<LocksError> for Outage {
    fn from(LocksError::Unavailable(source): LocksError) -> Self {
        Self::Locks(source)
    }
}

/// Mutual exclusion between all servers that share a lock service.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Locks: Send + Sync {
    /// Acquires a lock. Waits at most `timeout` for it; zero means not to wait. `None` if the lock is not free
    /// by then. While the [`LockGuard`] is held, the lock MUST NOT be acquired by another caller, on this server
    /// or another. A waiting caller MUST acquire the lock when the holder releases it, and within seconds after
    /// the holder's process has died.
    async fn acquire(&self, lock: &Lock, timeout: Duration)
    -> Result<Option<Box<dyn LockGuard>>, LocksError>;
}

/// A held lock. Dropping the guard releases the lock soon, in the background. The lock may end earlier: when the connection to the lock
/// service is lost, or when it is not renewed for longer than 10 s.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait LockGuard: Send + Sync {
    /// Renews the lock. Returns whether it is still held. MUST NOT return `true` for a lock that has ended.
    async fn renew(&mut self) -> bool;

    /// Releases the lock and returns when it is free.
    async fn release(self: Box<Self>);
}
