//! An app that refuses everything that is limited.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use onair_http::{ConcurrencyLimit, RateLimitClass, RateLimitKey, RateLimiter};

use super::TestApp;

impl TestApp {
    /// An app without requests to spare.
    pub(crate) async fn exhausted() -> Self {
        Self::with(|api| {
            api.rate_limiter = Arc::new(NoRequests);
            api.event_streams = ConcurrencyLimit::new(Some(0));
        })
        .await
    }
}

/// Refuses every request.
struct NoRequests;

#[async_trait]
impl RateLimiter for NoRequests {
    async fn check(&self, _: RateLimitClass, _: &RateLimitKey) -> Result<(), Duration> {
        Err(Duration::from_millis(6_001))
    }
}
