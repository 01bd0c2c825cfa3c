//! A creator's room is created and closed only by the holder of its lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt as _;
use onair_adapters_memory::MemoryPorts;
use onair_domain::chat::{Audience, ChatEvent};
use onair_domain::creator::ApplicationStatus;
use onair_domain::error::Outage;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Lock, MediaRooms, MediaRoomsError, MockMediaRooms, MockTokenSigner, Room};
use onair_domain::room::{Identity, Participant, RoomName, RoomSid};
use onair_domain::session::{BroadcastError, EndReason, Phase, RoomSpec};
use onair_domain::stream::RoomMetadata;
use onair_domain::user::UserId;
use onair_port_contracts::{fixtures, run_concurrently};

use crate::services::Services;

/// A media server that creates and closes rooms slowly. It panics if two such calls overlap.
struct SlowMediaRooms {
    inner: Arc<dyn MediaRooms>,
    is_busy: AtomicBool,
}

impl SlowMediaRooms {
    async fn exclusive<T>(&self, call: impl Future<Output = T>) -> T {
        assert!(!self.is_busy.swap(true, Ordering::SeqCst), "two calls overlap");
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let answer = call.await;
        self.is_busy.store(false, Ordering::SeqCst);
        answer
    }
}

#[async_trait]
impl MediaRooms for SlowMediaRooms {
    async fn create_room(&self, spec: &RoomSpec) -> Result<RoomSid, MediaRoomsError> {
        self.exclusive(self.inner.create_room(spec)).await
    }

    async fn delete_room(&self, room: &RoomName) -> Result<(), MediaRoomsError> {
        self.exclusive(self.inner.delete_room(room)).await
    }

    async fn list_rooms(&self) -> Result<Vec<Room>, MediaRoomsError> {
        self.inner.list_rooms().await
    }

    async fn list_participants(&self, room: &RoomName) -> Result<Vec<Participant>, MediaRoomsError> {
        self.inner.list_participants(room).await
    }

    async fn remove_participant(&self, room: &RoomName, who: &Identity) -> Result<(), MediaRoomsError> {
        self.inner.remove_participant(room, who).await
    }

    async fn update_metadata(&self, room: &RoomName, to: &RoomMetadata) -> Result<(), MediaRoomsError> {
        self.inner.update_metadata(room, to).await
    }

    async fn send_chat(
        &self,
        room: &RoomName,
        event: &ChatEvent,
        to: &Audience,
    ) -> Result<(), MediaRoomsError> {
        self.inner.send_chat(room, event, to).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_calls_leave_rooms_and_sessions_consistent() {
    let memory = MemoryPorts::new();
    let media = Arc::new(SlowMediaRooms {
        inner: memory.ports().media,
        is_busy: AtomicBool::new(false),
    });
    let ports = PortSet {
        media,
        ..memory.ports()
    };
    let services = Arc::new(Services::over(ports, memory));
    let host = services.host("ada").await;
    let calls = (0..200).map(|number| {
        let (services, host) = (services.clone(), host.clone());
        async move {
            match number % 3 {
                0 => drop(services.broadcasts.end_stream(&host.id).await.unwrap()),
                1 => assert!(services.reconciler.reconcile_once().await.outage.is_none()),
                _ => {
                    let start = services.broadcasts.go_live(&host).await.unwrap();
                    assert!(start.session.is_open());
                }
            }
        }
    });
    run_concurrently(calls).await;
    let session = services.session(&host.id).await;
    let sid = services.memory.media.sid(&RoomName::of(&host.id));
    assert_eq!(session.map(|session| session.room_sid), sid);
    let mut past = services.memory.store.sessions();
    past.sort_by_key(|session| session.started_at);
    let open = past
        .iter()
        .filter(|session| matches!(session.phase, Phase::Open(_)));
    assert!(open.count() <= 1);
}

#[tokio::test]
async fn going_live_times_out_on_a_held_lock_and_ending_succeeds() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let lock = Lock::Room(host.id.clone());
    let guard = services
        .ports
        .locks
        .acquire(&lock, Duration::ZERO)
        .await
        .unwrap()
        .unwrap();
    tokio::time::pause();
    let refused = services.broadcasts.go_live(&host).await;
    assert!(matches!(refused, Err(BroadcastError::Outage(Outage::Media(_)))));
    assert!(services.broadcasts.end_stream(&host.id).await.unwrap().is_some());
    assert!(!services.stream(&host.id).await.is_live());
    assert!(
        services.is_room_open(&host),
        "the holder of the lock may be creating the room"
    );
    guard.release().await;
    services.reconciler.reconcile_once().await;
    assert!(!services.is_room_open(&host));
}

#[tokio::test]
async fn a_refused_call_neither_waits_for_the_lock_nor_keeps_it() {
    let services = Services::new();
    let user = services.user("vera").await;
    let lock = Lock::Room(user.id.clone());
    let acquire = async || services.ports.locks.acquire(&lock, Duration::ZERO).await.unwrap();
    let is_refused = async || {
        let called = services.broadcasts.go_live(&user).await;
        matches!(called, Err(BroadcastError::NotApproved(ApplicationStatus::None)))
    };
    assert!(is_refused().await);
    let guard = acquire().await.expect("the call released the lock");
    tokio::time::pause();
    let started_at = tokio::time::Instant::now();
    assert!(is_refused().await);
    // The clock is paused. It would advance by 5 s.
    assert!(started_at.elapsed() < Duration::from_secs(1));
    guard.release().await;
}

#[tokio::test]
async fn a_new_session_never_gets_the_room_of_the_previous_one() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let before = services.session(&host.id).await.unwrap();
    services.memory.media.start_outage();
    services.broadcasts.end_stream(&host.id).await.unwrap();
    services.memory.media.end_outage();
    let vera = Identity::from_outside("vera".to_owned());
    assert!(services.memory.media.join(&RoomName::of(&host.id), &vera, "Vera"));
    let after = services.broadcasts.go_live(&host).await.unwrap().session;
    assert_ne!(after.room_sid, before.room_sid);
    assert!(!services.memory.media.is_connected(&RoomName::of(&host.id), &vera));
}

/// Ends the open session without the room's lock.
fn end_now(memory: &MemoryPorts, host: &UserId) {
    let sessions = memory.ports().sessions;
    let open = sessions.find_open(host).now_or_never().unwrap().unwrap().unwrap();
    let ended = fixtures::ended(&open, fixtures::later(60), EndReason::EndedByCreator);
    let change = fixtures::a_change(&open, ended);
    assert!(sessions.save(&change).now_or_never().unwrap().unwrap());
}

#[tokio::test]
async fn a_session_that_follows_one_that_ended_meanwhile_has_its_own_room() {
    // When the first session ends: while the second call creates the room, or before it stores that it resumed it.
    for ends_early in [true, false] {
        let memory = MemoryPorts::new();
        let host = Services::over(memory.ports(), memory.clone()).host("ada").await;
        let (mut media, mut signer) = (MockMediaRooms::new(), MockTokenSigner::new());
        let deleted = Arc::new(AtomicBool::new(false));
        let is_deleted = deleted.clone();
        media.expect_delete_room().times(1).returning(move |_| {
            deleted.store(true, Ordering::SeqCst);
            Ok(())
        });
        let (in_media, id, mut calls) = (memory.clone(), host.id.clone(), 0);
        media.expect_create_room().returning(move |_| {
            calls += 1;
            if calls == 2 && ends_early {
                end_now(&in_media, &id);
            }
            let is_open = !is_deleted.load(Ordering::SeqCst);
            let sid = if is_open { "RM_1" } else { "RM_2" };
            Ok(RoomSid::from_trusted(sid.to_owned()))
        });
        let (in_signer, id, mut tokens) = (memory.clone(), host.id.clone(), 0);
        signer.expect_sign().returning(move |claims| {
            tokens += 1;
            if tokens == 2 && !ends_early {
                end_now(&in_signer, &id);
            }
            in_signer.ports().signer.sign(claims)
        });
        let ports = PortSet {
            media: Arc::new(media),
            signer: Arc::new(signer),
            ..memory.ports()
        };
        let services = Services::over(ports, memory);
        let first = services.broadcasts.go_live(&host).await.unwrap().session;
        let second = services.broadcasts.go_live(&host).await.unwrap().session;
        assert_ne!(first.id, second.id);
        assert_eq!(second.room_sid.as_str(), "RM_2");
        assert_eq!(services.session(&host.id).await, Some(second));
    }
}
