//! An app that refuses everything that is limited.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use onair_http::{
    ConcurrencyLimit, MemoryRateLimiter, RateLimitClass, RateLimitKey, RateLimiter, RateLimits,
};

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

    /// An app that accepts one request of each class in a minute from each client.
    pub(crate) async fn with_one_request() -> Self {
        Self::with(|api| {
            let one = "1/60".parse().ok();
            api.rate_limiter = Arc::new(MemoryRateLimiter::new(&RateLimits {
                tokens: one,
                chat: one,
                writes: one,
                lists: one,
            }));
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
