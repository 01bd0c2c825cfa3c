//! A creator's room is made and closed in turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use onair_adapters_memory::MemoryPorts;
use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::error::Outage;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Lock, MediaRooms, MediaRoomsError, Room};
use onair_domain::room::{Identity, Participant, RoomName, RoomSid};
use onair_domain::session::{BroadcastError, Phase, RoomSpec};
use onair_domain::stream::RoomMetadata;
use onair_port_contracts::run_concurrently;

use crate::studio::Studio;

/// A media server that takes its time to make and close rooms, and fails a test in which the two meet.
struct Slow {
    inside: Arc<dyn MediaRooms>,
    is_busy: AtomicBool,
}

impl Slow {
    async fn alone<T>(&self, call: impl Future<Output = T>) -> T {
        assert!(
            !self.is_busy.swap(true, Ordering::SeqCst),
            "making and closing meet"
        );
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let answer = call.await;
        self.is_busy.store(false, Ordering::SeqCst);
        answer
    }
}

#[async_trait]
impl MediaRooms for Slow {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        self.alone(self.inside.create_room(spec)).await
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        self.alone(self.inside.delete_room(room)).await
    }

    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        self.inside.list_rooms().await
    }

    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        self.inside.list_participants(room).await
    }

    async fn remove_participant(&self, room: &RoomName, who: &Identity) -> Result<(), MediaRoomsError> {
        self.inside.remove_participant(room, who).await
    }

    async fn update_metadata(&self, room: &RoomName, to: &RoomMetadata) -> Result<(), MediaRoomsError> {
        self.inside.update_metadata(room, to).await
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        news: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        self.inside.send_chat(room, news, to).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_leave_rooms_and_sessions_consistent() {
    let memory = MemoryPorts::new();
    let media = Arc::new(Slow {
        inside: memory.ports().media,
        is_busy: AtomicBool::new(false),
    });
    let ports = PortSet {
        media,
        ..memory.ports()
    };
    let studio = Arc::new(Studio::over(ports, memory));
    let host = studio.host("ada").await;
    let calls = (0..200).map(|number| {
        let (studio, host) = (studio.clone(), host.clone());
        async move {
            match number % 3 {
                0 => drop(studio.broadcasts.end_stream(&host.id).await.unwrap()),
                1 => assert!(studio.reconciler.reconcile_once().await.outage.is_none()),
                _ => {
                    let start = studio.broadcasts.go_live(&host).await.unwrap();
                    assert!(start.session.is_open());
                }
            }
        }
    });
    run_concurrently(calls).await;
    let session = studio.session(&host.id).await;
    let sid = studio.memory.media.sid(&RoomName::of(&host.id));
    assert_eq!(session.map(|session| session.room_sid), sid);
    let mut past = studio.memory.store.sessions();
    past.sort_by_key(|session| session.started_at);
    let open = past
        .iter()
        .filter(|session| matches!(session.phase, Phase::Open(_)));
    assert!(open.count() <= 1);
}

#[tokio::test]
async fn going_live_times_out_on_a_held_lock_and_ending_succeeds() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let lock = Lock::Room(host.id.clone());
    let turn = studio
        .ports
        .locks
        .acquire(&lock, Duration::ZERO)
        .await
        .unwrap()
        .unwrap();
    tokio::time::pause();
    let refused = studio.broadcasts.go_live(&host).await;
    assert!(matches!(refused, Err(BroadcastError::Outage(Outage::Media(_)))));
    assert!(studio.broadcasts.end_stream(&host.id).await.unwrap().is_some());
    assert!(!studio.stream(&host.id).await.is_live());
    assert!(
        studio.is_room_open(&host),
        "whoever has the turn may be making it"
    );
    turn.release().await;
    studio.reconciler.reconcile_once().await;
    assert!(!studio.is_room_open(&host));
}

#[tokio::test]
async fn a_new_session_never_gets_the_room_of_the_previous_one() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let before = studio.session(&host.id).await.unwrap();
    studio.memory.media.start_outage();
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    studio.memory.media.end_outage();
    let vera = Identity::from_outside("vera".to_owned());
    assert!(studio.memory.media.join(&RoomName::of(&host.id), &vera, "Vera"));
    let after = studio.broadcasts.go_live(&host).await.unwrap().session;
    assert_ne!(after.room_sid, before.room_sid);
    assert!(!studio.memory.media.is_connected(&RoomName::of(&host.id), &vera));
}
