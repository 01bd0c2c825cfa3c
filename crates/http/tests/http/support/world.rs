//! A hub by itself, without requests and connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::web::Bytes;
use futures_util::FutureExt as _;
use onair_adapters_memory::MemoryPorts;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Clock as _, MockStreamRepository, StreamRepositoryError};
use onair_domain::stream::{Stream, StreamId, StreamPatch, StreamWithUser, Title};
use onair_http::{Hub, Listener};
use tokio::task::{JoinHandle, yield_now};

use super::{id, profile};

/// A hub over a store in memory that counts how often it is read.
pub(crate) struct World {
    pub(crate) memory: MemoryPorts,
    ports: PortSet,
    pub(crate) hub: Hub,
    reads: Arc<AtomicUsize>,
    pub(crate) running: JoinHandle<()>,
}

impl World {
    /// With the streams of Ada and Ben, and with its time standing still.
    pub(crate) async fn new() -> Self {
        tokio::time::pause();
        let memory = MemoryPorts::new();
        let ports = memory.ports();
        let reads = Arc::new(AtomicUsize::new(0));
        let (inside, counter) = (memory.ports().streams, reads.clone());
        let mut counting = MockStreamRepository::new();
        counting.expect_find_with_user().returning(move |host| {
            counter.fetch_add(1, Ordering::Relaxed);
            inside.find_with_user(host).now_or_never().unwrap()
        });
        let ports_of_hub = PortSet {
            streams: Arc::new(counting),
            ..memory.ports()
        };
        let hub = Hub::new(memory.events.clone(), ports_of_hub.stream_service());
        let world = Self {
            running: tokio::spawn(hub.clone().run()),
            memory,
            ports,
            hub,
            reads,
        };
        for name in ["ada", "ben"] {
            world.set_up(name).await;
        }
        world.mark_sent().await;
        world
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

    pub(crate) async fn found(&self, name: &str) -> StreamWithUser {
        self.ports
            .streams
            .find_with_user(&id(name))
            .await
            .unwrap()
            .unwrap()
    }

    /// Somebody who has had the snapshot.
    pub(crate) async fn listener(&self, name: &str) -> Listener {
        let mut listener = self.hub.listen(&self.found(name).await);
        assert!(text(&listener.next().await.unwrap()).starts_with("event: snapshot\n"));
        listener
    }

    pub(crate) async fn retitle(&self, name: &str, to: &str) -> Result<(), StreamRepositoryError> {
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

    /// Lets the hub do all that it can do now.
    pub(crate) async fn mark_sent(&self) {
        for _ in 0..50 {
            yield_now().await;
        }
    }

    /// How often it was read since this was asked last.
    pub(crate) async fn reads(&self) -> usize {
        self.mark_sent().await;
        self.reads.swap(0, Ordering::Relaxed)
    }
}

fn title(text: &str) -> Title {
    Title::parse(text).unwrap()
}

/// What was sent, as text.
pub(crate) fn text(bytes: &Bytes) -> &str {
    std::str::from_utf8(bytes).unwrap()
}
