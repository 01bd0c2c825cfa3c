//! The port of locks that all servers share.

use async_trait::async_trait;
use std::time::Duration;

use crate::error::{Outage, Source};
use crate::user::UserId;

/// What is done by one caller at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// Making and closing a creator's room.
    Room(UserId),
    /// Reconciling rooms with sessions.
    Reconciliation,
}

/// Why a lock could not be asked for.
#[derive(Debug, thiserror::Error)]
pub enum LocksError {
    /// Whatever keeps the locks did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<LocksError> for Outage {
    fn from(LocksError::Unavailable(source): LocksError) -> Self {
        Self::Store(source)
    }
}

/// Mutual exclusion over all servers that share a store.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Locks: Send + Sync {
    /// Waits for the lock, at most `timeout` (zero: does not wait); `None` if it was not free by then. While its
    /// [`LockGuard`] lasts, another caller MUST NOT get it, on this server or another. A caller that waits MUST get
    /// it once the holder releases it, and soon after the holder's process has died.
    async fn acquire(&self, lock: &Lock, timeout: Duration)
    -> Result<Option<Box<dyn LockGuard>>, LocksError>;
}

/// A held lock. It ends when dropped, and may end before: when the connection to the store of locks is lost, or when
/// the holder does not renew it for longer than 10 s.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait LockGuard: Send + Sync {
    /// Renews the lock, and tells whether it is still held. It MUST NOT tell so of a lock that has ended.
    async fn renew(&mut self) -> bool;

    /// Releases the lock, and returns once it is free.
    async fn release(self: Box<Self>);
}
