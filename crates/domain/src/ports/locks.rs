//! The port that makes things take turns, over all servers.

use async_trait::async_trait;
use std::time::Duration;

use crate::error::{Outage, Source};
use crate::user::UserId;

/// What is done by one at a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lock {
    /// Making and closing a creator's room.
    Room(UserId),
    /// Reconciling rooms with sessions.
    Reconciliation,
}

/// Why nobody's turn came.
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
    /// Waits for a turn, and not longer than `patience`; `None` if it didn't come by then. Nobody else
    /// may have the lock while its [`Turn`] lasts: another caller MUST NOT get it, on this server or another. Who waits MUST get it
    /// once the holder lets it go, and soon after the holder's process has died.
    async fn acquire(&self, lock: &Lock, patience: Duration) -> Result<Option<Box<dyn Turn>>, LocksError>;
}

/// A lock, held. It ends when dropped, and may end before: when the connection to what keeps the
/// locks is lost, or its holder says nothing for longer than 10 s.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Turn: Send + Sync {
    /// Says that the holder is well, and whether the lock is still held. One that has ended MUST NOT
    /// be said to be held.
    async fn renew(&mut self) -> bool;

    /// Lets the lock go, and returns once it is free.
    async fn release(self: Box<Self>);
}
