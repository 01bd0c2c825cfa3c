//! The connection pool. Reads are retried once if the connection breaks. Writes are not, because it is
//! unknown whether they took effect.

use std::fmt;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    self, Metrics, Object, PoolError, RecycleError, RecycleResult, TimeoutType, Timeouts,
};
use diesel::{ConnectionResult, QueryResult};
use diesel_async::{AsyncConnection, AsyncPgConnection, TransactionManager};
use secrecy::ExposeSecret as _;

use crate::config::PgConfig;
use crate::connect::{Address, DrivenConnection, SetUp};
use crate::error::{AddressError, StoreError, is_broken};
use crate::pipelines::Pipelines;
use crate::statement_spans::StatementSpans;

/// How many connections of a pool are in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUsage {
    /// The most connections that the pool opens.
    pub max: usize,
    /// The open connections.
    pub open: usize,
    /// The open connections that no call uses.
    pub idle: usize,
    /// The calls that wait for a connection.
    pub waiting: usize,
}

/// A pool of connections. Clones share it.
#[derive(Clone)]
pub(crate) struct Pool {
    links: managed::Pool<Connector>,
    pipelines: Pipelines,
    operation_timeout: Duration,
}

/// Opens connections for the pool.
struct Connector {
    address: Address,
    set_up: SetUp,
}

impl managed::Manager for Connector {
    type Type = DrivenConnection;
    type Error = diesel::ConnectionError;

    async fn create(&self) -> ConnectionResult<DrivenConnection> {
        self.address
            .connect_with(&self.set_up, StatementSpans::default())
            .await
    }

    /// Checks only local state, because a round trip would double the latency of a small read.
    async fn recycle(&self, link: &mut DrivenConnection, _: &Metrics) -> RecycleResult<Self::Error> {
        type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;
        let is_unusable =
            link.is_closed() || Transactions::is_broken_transaction_manager(&mut link.connection);
        if is_unusable {
            return Err(RecycleError::message(
                "the connection is closed or in a transaction",
            ));
        }
        Ok(())
    }
}

/// A connection in use. Unless its operation [completed](Self::complete), drop closes it, because a
/// response may still be pending.
struct Lease(Option<Object<Connector>>);

impl Lease {
    fn complete(mut self) {
        // Dropping the object returns it to the pool.
        self.0 = None;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(incomplete) = self.0.take() {
            drop(Object::take(incomplete));
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pool").field(&self.links.status()).finish()
    }
}

impl Pool {
    /// Creates a pool. Connections are opened on demand.
    pub(crate) fn new(config: &PgConfig) -> Result<Self, AddressError> {
        Self::create(config, config.max_connections, config.acquire_timeout)
    }

    /// Creates the pool for searches. It has few connections and a short statement timeout, so that
    /// searches do not starve other calls.
    pub(crate) fn for_searches(config: &PgConfig) -> Result<Self, AddressError> {
        /// A longer wait would leave no time for the search.
        const ACQUIRE_TIMEOUT: Duration = Duration::from_millis(200);
        let limited = PgConfig {
            statement_timeout: config.search_timeout.min(config.statement_timeout),
            ..config.clone()
        };
        let acquire_timeout = ACQUIRE_TIMEOUT.min(config.acquire_timeout);
        Self::create(&limited, config.max_search_connections, acquire_timeout)
    }

    fn create(
        config: &PgConfig,
        max_connections: usize,
        acquire_timeout: Duration,
    ) -> Result<Self, AddressError> {
        let connector = Connector {
            address: Address::parse(config.url.expose_secret())?,
            set_up: SetUp::of(config),
        };
        let links = managed::Pool::builder(connector)
            .max_size(max_connections)
            .wait_timeout(Some(acquire_timeout))
            .create_timeout(Some(config.acquire_timeout))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| AddressError(error.to_string()))?;
        Ok(Self {
            links,
            pipelines: Pipelines::new(config)?,
            operation_timeout: config.operation_timeout,
        })
    }

    /// Opens the connections that are not open yet, one after another.
    ///
    /// Without it, a burst of calls opens all of them at once and waits for that: an open connection takes
    /// longer than most statements, and a call does not notice a connection that another call returns meanwhile.
    /// Ends early if connections cannot be opened or all are in use, because calls open them on demand as well.
    pub(crate) async fn fill(&self) {
        let timeouts = Timeouts {
            wait: Some(Duration::ZERO),
            ..self.links.timeouts()
        };
        let mut filled = Vec::new();
        while self.links.status().size < self.links.status().max_size {
            match self.links.timeout_get(&timeouts).await {
                Ok(object) => filled.push(object),
                Err(error) => {
                    tracing::debug!(%error, "cannot fill the pool of connections to the database");
                    return;
                }
            }
        }
    }

    /// Runs a query that changes nothing. It is retried once if the connection breaks.
    pub(crate) async fn read<T>(
        &self,
        query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T> + Clone,
    ) -> Result<T, StoreError> {
        match self.run(query.clone()).await {
            Err(StoreError::ConnectionLost(_)) => {
                // A restart or fail-over breaks the idle connections too.
                self.links.retain(|_, _| false);
                self.run(query).await
            }
            result => result,
        }
    }

    /// Like [`Self::read`], for queries that read single rows by a key. It shares a connection with other such reads
    /// (see [`Pipelines`]), and takes one of the pool only if that is slow or broken.
    pub(crate) async fn read_row<T>(
        &self,
        query: impl AsyncFnOnce(&AsyncPgConnection) -> QueryResult<T> + Clone,
    ) -> Result<T, StoreError> {
        match self.pipelines.read(query.clone()).await {
            Some(result) => result.map_err(StoreError::Rejected),
            None => self.read(async |connection| query(connection).await).await,
        }
    }

    /// Runs a change once.
    pub(crate) async fn write<T>(
        &self,
        change: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        self.run(change).await
    }

    async fn run<T>(
        &self,
        operation: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>,
    ) -> Result<T, StoreError> {
        let object = self.links.get().await;
        let mut lease = Lease(Some(object.map_err(|error| match error {
            PoolError::Timeout(TimeoutType::Wait) => StoreError::PoolExhausted,
            other => StoreError::NoConnection(other.into()),
        })?));
        let Some(link) = lease.0.as_mut() else {
            return Err(StoreError::NoConnection("the pool is closed".into()));
        };
        let result = tokio::time::timeout(self.operation_timeout, operation(&mut link.connection)).await;
        match result {
            Err(_) => Err(StoreError::Timeout),
            Ok(Err(error)) if is_broken(&error) || link.is_closed() => Err(StoreError::ConnectionLost(error)),
            Ok(result) => {
                lease.complete();
                result.map_err(StoreError::Rejected)
            }
        }
    }

    pub(crate) fn usage(&self) -> PoolUsage {
        let status = self.links.status();
        PoolUsage {
            max: status.max_size,
            open: status.size,
            idle: status.available,
            waiting: status.waiting,
        }
    }

    /// Closes idle connections now and the others when they return. Later calls fail.
    pub(crate) fn close(&self) {
        self.links.close();
        self.pipelines.close();
    }
}
