//! The health of the store and the media server in memory. They are healthy except during a simulated outage.

use async_trait::async_trait;
use onair_domain::ports::{HealthProbe, HealthProbeError};

use crate::{MemoryMediaRooms, MemoryStore};

#[async_trait]
impl HealthProbe for MemoryStore {
    async fn check(&self) -> Result<(), HealthProbeError> {
        self.step(|_| ()).map_err(HealthProbeError)
    }
}

#[async_trait]
impl HealthProbe for MemoryMediaRooms {
    async fn check(&self) -> Result<(), HealthProbeError> {
        self.check_reachable()
            .map_err(|outage| HealthProbeError(Box::new(outage)))
    }
}
