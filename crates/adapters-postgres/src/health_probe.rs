//! Whether the database answers.

use std::time::Duration;

use async_trait::async_trait;
use diesel_async::SimpleAsyncConnection;
use onair_domain::ports::{HealthProbe, HealthProbeError};

use crate::error::StoreError;
use crate::pool::Pool;

/// Asks the database something small.
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
        /// Shorter than the port's 2 s, so that the answer is there by then.
        const PATIENCE: Duration = Duration::from_millis(1_500);
        let question = self
            .pool
            .read(async |connection| connection.batch_execute("SELECT 1").await);
        let answer = tokio::time::timeout(PATIENCE, question).await;
        answer
            .unwrap_or(Err(StoreError::TooSlow))
            .map_err(|error| HealthProbeError(error.into()))
    }
}
