//! A health check of the database.

use std::time::Duration;

use async_trait::async_trait;
use diesel_async::SimpleAsyncConnection;
use onair_domain::ports::{HealthProbe, HealthProbeError};

use crate::error::StoreError;
use crate::pool::Pool;

/// Checks the database with a trivial query.
#[derive(Clone, Debug)]
pub struct PgHealthProbe {
    pool: Pool,
}

impl PgHealthProbe {
    pub(crate) fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl HealthProbe for PgHealthProbe {
    async fn check(&self) -> Result<(), HealthProbeError> {
        /// Below the port's limit of 2 s.
        const TIMEOUT: Duration = Duration::from_millis(1_500);
        let query = self
            .pool
            .read(async |connection| connection.batch_execute("SELECT 1").await);
        let result = tokio::time::timeout(TIMEOUT, query).await;
        result
            .unwrap_or(Err(StoreError::Timeout))
            .map_err(|error| HealthProbeError(error.into()))
    }
}
