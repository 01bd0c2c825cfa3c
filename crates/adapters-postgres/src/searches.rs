//! Runs searches on connections of their own, with a time limit.

use std::future::Future;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tracing::Instrument as _;

use crate::error::StoreError;
use crate::pool::{Pool, PoolUsage};

/// Why a search has no result.
#[derive(Debug)]
pub(crate) enum SearchError {
    /// The search took too long, or too many searches are running.
    Busy,
    /// The database failed.
    Store(StoreError),
}

/// The pool for searches. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Searches {
    pool: Pool,
    time_limit: Duration,
}

/// Whether a caller still waits for the result of a search.
pub(crate) struct Awaited(Weak<()>);

impl Awaited {
    pub(crate) fn is_awaited(&self) -> bool {
        self.0.strong_count() > 0
    }
}

impl Searches {
    pub(crate) fn new(pool: Pool, time_limit: Duration) -> Self {
        Self { pool, time_limit }
    }

    pub(crate) async fn open_connections(&self) {
        self.pool.fill().await;
    }

    /// Runs a search with the pool.
    ///
    /// It runs in a separate task that outlives a caller that times out or disconnects. Its connection stays
    /// in use until the database has finished, so the number of concurrent searches never exceeds the number
    /// of connections.
    pub(crate) async fn run<R: Send + 'static, F>(
        &self,
        search: impl FnOnce(Pool, Awaited) -> F,
    ) -> Result<R, SearchError>
    where
        F: Future<Output = Result<R, StoreError>> + Send + 'static,
    {
        // Dropped with the future of this call.
        let caller = Arc::new(());
        let search = search(self.pool.clone(), Awaited(Arc::downgrade(&caller)));
        let search = tokio::spawn(search.in_current_span());
        match tokio::time::timeout(self.time_limit, search).await {
            Ok(Ok(Ok(found))) => Ok(found),
            Ok(Ok(Err(error))) if error.is_overload() => Err(SearchError::Busy),
            Ok(Ok(Err(error))) => Err(SearchError::Store(error)),
            Ok(Err(stopped)) => Err(SearchError::Store(StoreError::NoConnection(stopped.into()))),
            Err(_) => Err(SearchError::Busy),
        }
    }

    pub(crate) fn usage(&self) -> PoolUsage {
        self.pool.usage()
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}
