//! The port that checks whether a dependency is reachable.

use async_trait::async_trait;

use crate::error::Source;

/// The dependency does not answer.
#[derive(Debug, thiserror::Error)]
#[error("unavailable")]
pub struct HealthProbeError(#[source] pub Source);

/// Checks whether the store or the media server answers.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait HealthProbe: Send + Sync {
    /// Sends a small request. MUST return within 2 s in all cases.
    async fn check(&self) -> Result<(), HealthProbeError>;
}
