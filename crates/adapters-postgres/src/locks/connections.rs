//! Connections that hold a lock, or wait for one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

use crate::PgConfig;
use crate::connect::Address;
use crate::error::StoreError;

/// So many locks are held or waited for at once by one process.
const MOST: usize = 16;

/// So many connections are kept for the next who want a lock.
const IDLE: usize = 4;

/// Nothing but its silence, or a lock that is asked for in vain, ends what these connections do.
/// PostgreSQL before version 14 has no limit to silence.
const GREET: &str = "
    SELECT set_config('statement_timeout', '0', false),
           CASE WHEN current_setting('idle_session_timeout', true) IS NOT NULL
                THEN set_config('idle_session_timeout', $1, false) END";

const TRY_LOCK: &str = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";

const LOCK: &str = "SELECT pg_advisory_lock(hashtextextended($1, 0))";

/// A connection that holds nothing may be silent.
const UNLOCK: &str = "
    SELECT pg_advisory_unlock_all(),
           CASE WHEN current_setting('idle_session_timeout', true) IS NOT NULL
                THEN set_config('idle_session_timeout', '0', false) END";

type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

async fn within<T>(limit: Duration, answer: impl Future<Output = T>) -> Result<T, StoreError> {
    timeout(limit, answer).await.map_err(|_| StoreError::TooSlow)
}

/// Makes connections and keeps a few.
pub(super) struct Connections {
    address: Address,
    connect_within: Duration,
    answer_within: Duration,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<Client>>,
}

/// A connection on loan. Unless it is [given back](Lent::give_back) it is closed when dropped: what it
/// holds ends at once, and a lock that it waits for when its patience does, or as soon as it is had.
pub(super) struct Lent {
    client: Client,
    // After the connection, so that there are never more of them than places.
    _place: OwnedSemaphorePermit,
    owner: Arc<Connections>,
}

impl Connections {
    pub(super) fn new(address: Address, config: &PgConfig) -> Self {
        Self {
            address,
            connect_within: config.acquire_within,
            answer_within: config.answer_within,
            places: Arc::new(Semaphore::new(MOST)),
            idle: Mutex::default(),
        }
    }

    /// A connection that ends when it is silent for so long; `None` if all are taken until the
    /// deadline.
    pub(super) async fn lend(
        self: &Arc<Self>,
        silence: Duration,
        deadline: Instant,
    ) -> Result<Option<Lent>, StoreError> {
        let place = timeout_at(deadline, self.places.clone().acquire_owned()).await;
        let Ok(place) = place else {
            return Ok(None);
        };
        let place = place.map_err(|closed| StoreError::NoConnection(closed.into()))?;
        let client = self.greeted(silence).await?;
        Ok(Some(Lent {
            client,
            _place: place,
            owner: self.clone(),
        }))
    }

    async fn greeted(&self, silence: Duration) -> Result<Client, StoreError> {
        let silence = silence.as_millis().to_string();
        let silence: [Parameter<'_>; 1] = [(&silence, Type::TEXT)];
        loop {
            let kept = self.idle().pop();
            let is_new = kept.is_none();
            let client = match kept {
                Some(client) => client,
                None => self.connected().await?,
            };
            let greeting = client.execute_typed(GREET, &silence);
            match within(self.answer_within, greeting).await? {
                Ok(_) => return Ok(client),
                Err(error) if is_new => return Err(StoreError::NoLock(error)),
                // It died while it was idle.
                Err(_) => {}
            }
        }
    }

    async fn connected(&self) -> Result<Client, StoreError> {
        let connected = within(self.connect_within, self.address.connect_plainly()).await?;
        connected.map_err(|error| StoreError::NoConnection(error.into()))
    }

    /// Closes idle connections; the others are closed when they come back.
    pub(super) fn close(&self) {
        self.places.close();
        self.idle().clear();
    }

    fn keep(&self, client: Client) {
        let mut idle = self.idle();
        if !self.places.is_closed() && idle.len() < IDLE {
            idle.push(client);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Client>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent {
    /// Waits for a lock until the deadline, and tells whether it was had.
    pub(super) async fn lock(&self, name: &str, deadline: Instant) -> Result<bool, StoreError> {
        let name: [Parameter<'_>; 1] = [(&name, Type::TEXT)];
        let asked = self.client.query_typed_one(TRY_LOCK, &name);
        let answer = within(self.owner.answer_within, asked).await?;
        if answer
            .and_then(|row| row.try_get(0))
            .map_err(StoreError::NoLock)?
        {
            return Ok(true);
        }
        let patience = deadline.saturating_duration_since(Instant::now());
        if patience.as_millis() == 0 {
            return Ok(false);
        }
        let limit = format!("SET lock_timeout = {}", patience.as_millis());
        let waiting = async {
            self.client.batch_execute(&limit).await?;
            self.client.execute_typed(LOCK, &name).await
        };
        match within(patience + self.owner.answer_within, waiting).await? {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => Ok(false),
            Err(error) => Err(StoreError::NoLock(error)),
        }
    }

    /// Whether the connection still stands. Each answer lets PostgreSQL's limit to silence begin anew.
    pub(super) async fn answers(&self) -> bool {
        let asked = self.client.batch_execute("SELECT 1");
        matches!(timeout(self.owner.answer_within, asked).await, Ok(Ok(())))
    }

    /// Lets go whatever it holds, and returns once that is free.
    pub(super) async fn give_back(self) {
        let unlocked = self.client.execute_typed(UNLOCK, &[]);
        if let Ok(Ok(_)) = timeout(self.owner.answer_within, unlocked).await {
            self.owner.keep(self.client);
        }
    }
}
