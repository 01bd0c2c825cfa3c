//! Connections that hold locks or wait for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{ToSql, Type};

use crate::PgConfig;
use crate::config::milliseconds;
use crate::connect::Address;
use crate::error::StoreError;

/// The maximum number of lock connections of a process.
pub(crate) const MAX_CONNECTIONS: usize = 16;

/// The maximum number of idle connections that are kept.
const MAX_IDLE: usize = 4;

/// Disables the statement timeout, sets the idle timeout of the session, and tries to acquire a lock. PostgreSQL before
/// version 14 has no idle timeout.
const TRY_LOCK: &str = "
    SELECT set_config('statement_timeout', '0', false),
           CASE WHEN current_setting('idle_session_timeout', true) IS NOT NULL
                THEN set_config('idle_session_timeout', $1, false) END,
           pg_try_advisory_lock(hashtextextended($2, 0))";

const LOCK: &str = "SELECT pg_advisory_lock(hashtextextended($1, 0))";

/// Releases all locks and disables the idle timeout.
const UNLOCK: &str = "
    SELECT pg_advisory_unlock_all(),
           CASE WHEN current_setting('idle_session_timeout', true) IS NOT NULL
                THEN set_config('idle_session_timeout', '0', false) END";

type Parameter<'a> = (&'a (dyn ToSql + Sync), Type);

async fn with_timeout<T>(duration: Duration, result: impl Future<Output = T>) -> Result<T, StoreError> {
    timeout(duration, result).await.map_err(|_| StoreError::Timeout)
}

/// Opens lock connections and keeps a few idle ones.
pub(super) struct Connections {
    address: Address,
    connect_timeout: Duration,
    operation_timeout: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Client>>,
}

/// A connection in use. Unless it is [released](Self::release), drop closes it: held locks end at once, and
/// a pending lock request ends by its timeout or when it is granted.
pub(super) struct LockConnection {
    client: Client,
    // Dropped after the connection, so that the limit is never exceeded.
    _permit: OwnedSemaphorePermit,
    owner: Arc<Connections>,
}

impl Connections {
    pub(super) fn new(address: Address, config: &PgConfig) -> Self {
        Self {
            address,
            connect_timeout: config.acquire_timeout,
            operation_timeout: config.operation_timeout,
            permits: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
            idle: Mutex::default(),
        }
    }

    /// Acquires a lock on a connection that then has this idle timeout. Returns `None` if the lock was not available, or
    /// all connections were in use, until the deadline.
    pub(super) async fn acquire(
        self: &Arc<Self>,
        name: &str,
        idle_timeout: Duration,
        deadline: Instant,
    ) -> Result<Option<LockConnection>, StoreError> {
        let permit = timeout_at(deadline, self.permits.clone().acquire_owned()).await;
        let Ok(permit) = permit else {
            return Ok(None);
        };
        let permit = permit.map_err(|closed| StoreError::NoConnection(closed.into()))?;
        let (client, is_locked) = self.try_lock(name, idle_timeout).await?;
        let connection = LockConnection {
            client,
            _permit: permit,
            owner: self.clone(),
        };
        if is_locked || connection.wait_for(name, deadline).await? {
            return Ok(Some(connection));
        }
        connection.release().await;
        Ok(None)
    }

    /// Returns a connection, and whether it has the lock.
    async fn try_lock(&self, name: &str, idle_timeout: Duration) -> Result<(Client, bool), StoreError> {
        let idle_timeout = milliseconds(idle_timeout).to_string();
        let parameters: [Parameter<'_>; 2] = [(&idle_timeout, Type::TEXT), (&name, Type::TEXT)];
        loop {
            let pooled = self.idle().pop();
            let is_new = pooled.is_none();
            let client = match pooled {
                Some(client) => client,
                None => self.connect().await?,
            };
            let locking = client.query_typed_one(TRY_LOCK, &parameters);
            let locked = with_timeout(self.operation_timeout, locking).await?;
            match locked.and_then(|row| row.try_get(2)) {
                Ok(is_locked) => return Ok((client, is_locked)),
                Err(error) if is_new => return Err(StoreError::LockFailed(error)),
                // The idle connection was lost, and with it the lock.
                Err(_) => {}
            }
        }
    }

    async fn connect(&self) -> Result<Client, StoreError> {
        let connect = with_timeout(self.connect_timeout, self.address.connect_plainly()).await?;
        connect.map_err(|error| StoreError::NoConnection(error.into()))
    }

    /// Closes idle connections. The others close when they are released.
    pub(super) fn close(&self) {
        self.permits.close();
        self.idle().clear();
    }

    fn return_to_pool(&self, client: Client) {
        let mut idle = self.idle();
        if !self.permits.is_closed() && idle.len() < MAX_IDLE {
            idle.push(client);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Client>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LockConnection {
    /// Waits for a lock until the deadline. Returns whether it was acquired.
    async fn wait_for(&self, name: &str, deadline: Instant) -> Result<bool, StoreError> {
        let name: [Parameter<'_>; 1] = [(&name, Type::TEXT)];
        let remaining = deadline.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Ok(false);
        }
        let duration = format!("SET lock_timeout = {}", milliseconds(remaining));
        let waiting = async {
            self.client.batch_execute(&duration).await?;
            self.client.execute_typed(LOCK, &name).await
        };
        match with_timeout(remaining + self.owner.operation_timeout, waiting).await? {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) => Ok(false),
            Err(error) => Err(StoreError::LockFailed(error)),
        }
    }

    /// Whether the connection responds. Each request resets PostgreSQL's idle timeout.
    pub(super) async fn is_alive(&self) -> bool {
        let request = self.client.batch_execute("SELECT 1");
        matches!(timeout(self.owner.operation_timeout, request).await, Ok(Ok(())))
    }

    /// Releases all locks and waits for the confirmation.
    pub(super) async fn release(self) {
        let unlocked = self.client.execute_typed(UNLOCK, &[]);
        if let Ok(Ok(_)) = timeout(self.owner.operation_timeout, unlocked).await {
            self.owner.return_to_pool(self.client);
        }
    }
}
