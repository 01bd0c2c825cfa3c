//! [`MemoryPorts`]: one adapter for each port.

use onair_domain::port_set::PortSet;
use std::sync::Arc;

use crate::{
    FixedClock, MemoryAuditLog, MemoryAuthenticator, MemoryChatLog, MemoryChatOutbox,
    MemoryCreatorApplications, MemoryExpiringData, MemoryLiveEvents, MemoryLocks, MemoryMediaRooms,
    MemorySessionRepository, MemorySocialGraph, MemoryStore, MemoryStreamRepository, MemoryThumbnails,
    MemoryTokenSigner, MemoryUserDirectory, MemoryWebhookQueue, MemoryWebhooks, SeededIds,
};

/// All adapters of this crate over one store and one clock, with their methods for tests.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is the adapter it is named for")]
pub struct MemoryPorts {
    pub store: MemoryStore,
    pub events: Arc<MemoryLiveEvents>,
    pub media: Arc<MemoryMediaRooms>,
    pub signer: Arc<MemoryTokenSigner>,
    pub webhooks: Arc<MemoryWebhooks>,
    pub webhook_queue: Arc<MemoryWebhookQueue>,
    pub chat_outbox: Arc<MemoryChatOutbox>,
    pub authenticator: Arc<MemoryAuthenticator>,
    pub clock: Arc<FixedClock>,
    pub ids: Arc<SeededIds>,
}

impl MemoryPorts {
    /// Creates empty adapters at the time of [`FixedClock::default`].
    #[must_use]
    pub fn new() -> Self {
        let clock = Arc::new(FixedClock::default());
        let store = MemoryStore::new();
        Self {
            events: Arc::new(MemoryLiveEvents::new(store.clone())),
            store,
            media: Arc::new(MemoryMediaRooms::new(clock.clone())),
            signer: Arc::new(MemoryTokenSigner::new()),
            webhooks: Arc::new(MemoryWebhooks::new()),
            webhook_queue: Arc::new(MemoryWebhookQueue::default()),
            chat_outbox: Arc::new(MemoryChatOutbox::default()),
            authenticator: Arc::new(MemoryAuthenticator::new(clock.clone())),
            clock,
            ids: Arc::new(SeededIds::default()),
        }
    }

    /// Returns the ports that services need. All calls return ports over the same store.
    #[must_use]
    pub fn ports(&self) -> PortSet {
        PortSet {
            streams: Arc::new(MemoryStreamRepository::new(self.store.clone())),
            sessions: Arc::new(MemorySessionRepository::new(self.store.clone())),
            users: Arc::new(MemoryUserDirectory::new(self.store.clone())),
            social: Arc::new(MemorySocialGraph::new(self.store.clone())),
            applications: Arc::new(MemoryCreatorApplications::new(self.store.clone())),
            chat: Arc::new(MemoryChatLog::new(self.store.clone())),
            thumbnails: Arc::new(MemoryThumbnails::new(self.store.clone())),
            audit: Arc::new(MemoryAuditLog::new(self.store.clone())),
            expiring: Arc::new(MemoryExpiringData::new(self.store.clone())),
            locks: Arc::new(MemoryLocks::new(self.store.clone())),
            media: self.media.clone(),
            signer: self.signer.clone(),
            verifier: self.signer.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        }
    }
}

impl Default for MemoryPorts {
    fn default() -> Self {
        Self::new()
    }
}
