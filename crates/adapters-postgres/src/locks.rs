//! Locks, as PostgreSQL's advisory locks: it gives them to one connection of all servers at a time, in
//! the order of asking, and takes them back when that connection ends.
//!
//! Each holder has a connection of its own, none of the pool's: those who wait would leave none to
//! those who hold. Within one process who wants the same lock queues up before PostgreSQL, so that a
//! lock never takes more than one connection; it goes back to PostgreSQL between two of them, so that
//! other servers get their turn.

mod connections;
mod queues;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use onair_domain::ports::{Lock, Locks, LocksError, Turn};
use tokio::time::Instant;

use crate::PgConfig;
use crate::connect::Address;
use crate::error::StoreError;
use connections::{Connections, Lent};
use queues::{Place, Queues};

/// A holder who says nothing for this long loses the lock, as the port has it.
const SILENCE: Duration = Duration::from_secs(10);

/// Nobody is more patient than a day, which PostgreSQL can count.
const LONGEST_PATIENCE: Duration = Duration::from_hours(24);

/// Takes turns by locks in PostgreSQL. Clones share connections and queues.
#[derive(Clone)]
pub struct PgLocks {
    connections: Arc<Connections>,
    queues: Arc<Queues>,
    silence: Duration,
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
            silence: SILENCE,
        }
    }

    /// The same, but a holder loses the lock after being silent for this long.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn with_silence(mut self, silence: Duration) -> Self {
        self.silence = silence;
        self
    }

    /// For how many locks somebody waits or has a turn.
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

/// The lock's name; no two locks share one.
fn name(lock: &Lock) -> String {
    match lock {
        Lock::Room(creator) => format!("onair room {creator}"),
        Lock::Reconciliation => "onair reconciliation".to_owned(),
    }
}

#[async_trait]
impl Locks for PgLocks {
    async fn acquire(&self, lock: &Lock, patience: Duration) -> Result<Option<Box<dyn Turn>>, LocksError> {
        let deadline = Instant::now() + patience.min(LONGEST_PATIENCE);
        let Some(place) = self.queues.wait(lock, deadline).await else {
            return Ok(None);
        };
        let Some(lent) = self.connections.lend(self.silence, deadline).await? else {
            return Ok(None);
        };
        if lent.lock(&name(lock), deadline).await? {
            return Ok(Some(Box::new(PgTurn { lent, place })));
        }
        lent.give_back().await;
        Ok(None)
    }
}

/// A lock, held. When dropped it closes its connection, with which the lock ends; whoever is next in
/// this process then asks PostgreSQL on another.
struct PgTurn {
    // Dropped first: nobody is called before the lock is on its way back.
    lent: Lent,
    place: Place,
}

#[async_trait]
impl Turn for PgTurn {
    async fn renew(&mut self) -> bool {
        self.lent.answers().await
    }

    async fn release(self: Box<Self>) {
        let Self { lent, place } = *self;
        lent.give_back().await;
        drop(place);
    }
}
