//! The port that tells whether something outside is reachable.

use async_trait::async_trait;

use crate::error::Source;

/// It is not.
#[derive(Debug, thiserror::Error)]
#[error("unavailable")]
pub struct HealthProbeError(#[source] pub Source);

/// Tells whether what stands behind an adapter answers.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait HealthProbe: Send + Sync {
    /// Asks it something small. MUST answer within 2 s, whatever happens there.
    async fn check(&self) -> Result<(), HealthProbeError>;
}
