//! A hub without HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::web::Bytes;
use futures_util::FutureExt as _;
use onair_adapters_memory::MemoryPorts;
use onair_domain::audit::AuditAction;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Clock as _, MockStreamRepository, StreamRepositoryError};
use onair_domain::stream::{Stream, StreamId, StreamPatch, StreamWithUser, Title};
use onair_domain::user::Requester;
use onair_http::{Hub, Subscription};
use onair_port_contracts::fixtures;
use tokio::task::{JoinHandle, yield_now};

use super::{accounts, id, profile};

/// A hub with a memory store that counts reads.
pub(crate) struct TestHub {
    pub(crate) memory: MemoryPorts,
    ports: PortSet,
    pub(crate) hub: Hub,
    reads: Arc<AtomicUsize>,
    pub(crate) running: JoinHandle<()>,
}

impl TestHub {
    /// Creates a hub with the streams of Ada and Ben, and pauses time.
    pub(crate) async fn new() -> Self {
        tokio::time::pause();
        let memory = MemoryPorts::new();
        let ports = memory.ports();
        let reads = Arc::new(AtomicUsize::new(0));
        let (inner, counter) = (memory.ports().streams, reads.clone());
        let mut counting = MockStreamRepository::new();
        counting.expect_find_with_user().returning(move |host| {
            counter.fetch_add(1, Ordering::Relaxed);
            inner.find_with_user(host).now_or_never().unwrap()
        });
        let ports_of_hub = PortSet {
            streams: Arc::new(counting),
            ..memory.ports()
        };
        let accounts = accounts(&memory, &ports_of_hub);
        let hub = Hub::new(memory.events.clone(), ports_of_hub.stream_service(), accounts);
        let test_hub = Self {
            running: tokio::spawn(hub.clone().run()),
            memory,
            ports,
            hub,
            reads,
        };
        for name in ["ada", "ben"] {
            test_hub.set_up(name).await;
        }
        test_hub.run_until_idle().await;
        test_hub
    }

    async fn set_up(&self, name: &str) {
        let now = self.memory.clock.now();
        self.ports
            .users
            .upsert_from_claims(&profile(name), now)
            .await
            .unwrap();
        let (stream, patch) = (StreamId::from_trusted(name.to_owned()), StreamPatch::default());
        let fresh = Stream::set_up(stream, id(name), title("Before"), &patch, now);
        self.ports.streams.upsert(&fresh, &patch).await.unwrap();
    }

    pub(crate) async fn find(&self, name: &str) -> StreamWithUser {
        self.ports
            .streams
            .find_with_user(&id(name))
            .await
            .unwrap()
            .unwrap()
    }

    /// Creates a subscription that has received its snapshot.
    pub(crate) async fn subscription(&self, name: &str) -> Subscription {
        self.subscription_of(name, &Requester::Guest).await
    }

    /// Creates a subscription of a requester that has received its snapshot.
    pub(crate) async fn subscription_of(&self, name: &str, requester: &Requester) -> Subscription {
        let mut subscription = self.hub.subscribe(&self.find(name).await, requester);
        assert!(text(&subscription.next().await.unwrap()).starts_with("event: snapshot\n"));
        subscription
    }

    pub(crate) async fn change_title(&self, name: &str, to: &str) -> Result<(), StreamRepositoryError> {
        let patch = StreamPatch {
            title: Some(title(to)),
            ..StreamPatch::default()
        };
        let now = self.memory.clock.now();
        self.ports
            .streams
            .update(&id(name), &patch, now)
            .await
            .map(|_| ())
    }

    pub(crate) async fn set_suspended(&self, name: &str, is_suspended: bool) {
        let entry = fixtures::an_audit_entry(&id("admin"), AuditAction::Suspend, name);
        let changed = self
            .ports
            .users
            .set_suspended(&id(name), is_suspended, &entry)
            .await;
        assert!(changed.unwrap());
    }

    /// Lets the tasks of the hub run until they wait.
    pub(crate) async fn run_until_idle(&self) {
        for _ in 0..50 {
            yield_now().await;
        }
    }

    /// The number of reads since the last call.
    pub(crate) async fn reads(&self) -> usize {
        self.run_until_idle().await;
        self.reads.swap(0, Ordering::Relaxed)
    }
}

fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

/// Decodes sent bytes.
pub(crate) fn text(bytes: &Bytes) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
