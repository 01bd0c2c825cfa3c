//! The pool of connections, and the two ways to use one: a read, which is tried again once when its
//! connection breaks, and a write, which is not, for nobody knows whether it took effect.

use std::fmt;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, Metrics, Object, PoolError, RecycleError, RecycleResult, TimeoutType};
use diesel::{ConnectionResult, QueryResult};
use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection, TransactionManager};
use secrecy::ExposeSecret as _;

use crate::config::PgConfig;
use crate::connect::{Address, Link};
use crate::error::{AddressError, StoreError, is_broken};

/// Hands out connections. Clones share them.
#[derive(Clone)]
pub(crate) struct Pool {
    links: managed::Pool<Connector>,
    answer_within: Duration,
}

/// Makes connections for the pool.
struct Connector {
    address: Address,
    greeting: String,
}

impl managed::Manager for Connector {
    type Type = Link;
    type Error = diesel::ConnectionError;

    async fn create(&self) -> ConnectionResult<Link> {
        let mut link = self.address.connect().await?;
        link.connection
            .batch_execute(&self.greeting)
            .await
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        Ok(link)
    }

    /// Asks nothing of the server, which would double the price of a small read.
    async fn recycle(&self, link: &mut Link, _: &Metrics) -> RecycleResult<Self::Error> {
        type Transactions = <AsyncPgConnection as AsyncConnection>::TransactionManager;
        let is_unfit = link.is_closed() || Transactions::is_broken_transaction_manager(&mut link.connection);
        if is_unfit {
            return Err(RecycleError::message(
                "the connection is closed or in a transaction",
            ));
        }
        Ok(())
    }
}

/// A connection on loan. Unless it was [answered](Lease::answered) it is closed when dropped, not
/// given back: the caller went away or gave up, and an answer is still on its way.
struct Lease(Option<Object<Connector>>);

impl Lease {
    fn answered(mut self) {
        // Dropping the object gives it back.
        self.0 = None;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(unanswered) = self.0.take() {
            drop(Object::take(unanswered));
        }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pool").field(&self.links.status()).finish()
    }
}

impl Pool {
    /// Prepares a pool; connections are made when they are needed.
    pub(crate) fn new(config: &PgConfig) -> Result<Self, AddressError> {
        Self::with(config, config.max_connections, config.acquire_within)
    }

    /// A pool for searches alone: with few connections and a short limit for each statement, so that
    /// searches take neither connections nor much of the database from other calls.
    pub(crate) fn for_searches(config: &PgConfig) -> Result<Self, AddressError> {
        /// Who waits longer would have no time left to search in.
        const ACQUIRE_WITHIN: Duration = Duration::from_millis(200);
        let limited = PgConfig {
            statement_timeout: config.search_within.min(config.statement_timeout),
            ..config.clone()
        };
        let acquire_within = ACQUIRE_WITHIN.min(config.acquire_within);
        Self::with(&limited, config.max_search_connections, acquire_within)
    }

    fn with(
        config: &PgConfig,
        max_connections: usize,
        acquire_within: Duration,
    ) -> Result<Self, AddressError> {
        let greeting = format!(
            "SET statement_timeout = {}; SET idle_in_transaction_session_timeout = {}",
            config.statement_timeout.as_millis(),
            config.idle_in_transaction_timeout.as_millis(),
        );
        let connector = Connector {
            address: Address::parse(config.url.expose_secret())?,
            greeting,
        };
        let links = managed::Pool::builder(connector)
            .max_size(max_connections)
            .wait_timeout(Some(acquire_within))
            .create_timeout(Some(config.acquire_within))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| AddressError(error.to_string()))?;
        Ok(Self {
            links,
            answer_within: config.answer_within,
        })
    }

    /// Runs what changes nothing.
    pub(crate) async fn read<T>(
        &self,
        query: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T> + Clone,
    ) -> Result<T, StoreError> {
        match self.run(query.clone()).await {
            Err(StoreError::Broken(_)) => {
                // What cut one connection, a restart or a fail-over, has cut the idle ones too.
                self.links.retain(|_, _| false);
                self.run(query).await
            }
            answer => answer,
        }
    }

    /// Runs what changes something, once.
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
            PoolError::Timeout(TimeoutType::Wait) => StoreError::AllInUse,
            other => StoreError::NoConnection(other.into()),
        })?));
        let Some(link) = lease.0.as_mut() else {
            return Err(StoreError::NoConnection("the pool is closed".into()));
        };
        let answer = tokio::time::timeout(self.answer_within, operation(&mut link.connection)).await;
        match answer {
            Err(_) => Err(StoreError::TooSlow),
            Ok(Err(error)) if is_broken(&error) || link.is_closed() => Err(StoreError::Broken(error)),
            Ok(answer) => {
                lease.answered();
                answer.map_err(StoreError::Refused)
            }
        }
    }

    /// Closes the idle connections, and the others as they come back; nobody gets one any more.
    pub(crate) fn close(&self) {
        self.links.close();
    }
}
