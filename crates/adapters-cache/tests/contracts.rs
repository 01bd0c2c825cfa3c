//! The decorators pass the suites of the ports that they decorate, over the memory adapters.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use async_trait::async_trait;
use onair_adapters_cache::Caches;
use onair_adapters_memory::{MemoryPorts, MemoryStore};
use onair_domain::port_set::PortSet;
use onair_domain::user::UserId;
use onair_port_contracts::{RowVersions, World};
use tokio::task::AbortHandle;

struct WriteCounter(MemoryStore);

#[async_trait]
impl RowVersions for WriteCounter {
    async fn user_version(&self, user: &UserId) -> String {
        self.0.user_writes(user).to_string()
    }
}

/// Ends a task when the test is over.
struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn cached(memory: MemoryPorts) -> World {
    let caches = Caches::default();
    let events = caches.live_events(memory.events.clone());
    let mut changes = events.subscribe().await.unwrap();
    let following = tokio::spawn(async move { while changes.next().await.is_some() {} });
    let PortSet {
        streams,
        sessions,
        users,
        social,
        applications,
        chat,
        thumbnails,
        audit,
        expiring,
        ..
    } = caches.decorate(memory.ports());
    World {
        streams,
        sessions,
        users,
        social,
        applications,
        chat,
        thumbnails,
        audit,
        expiring,
        events,
        row_versions: Arc::new(WriteCounter(memory.store)),
        guard: Box::new(Task(following.abort_handle())),
    }
}

async fn empty_store() -> World {
    cached(MemoryPorts::new()).await
}

onair_port_contracts::store!(empty_store);

async fn unreachable_store() -> World {
    let memory = MemoryPorts::new();
    let store = memory.store.clone();
    let world = cached(memory).await;
    store.start_outage();
    world
}

onair_port_contracts::unreachable_store!(unreachable_store);
