//! The repairs of the reconciler.

use onair_domain::error::Outage;
use onair_domain::ports::{Lock, MediaRooms as _};
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, MediaEvent, RoomSpec, Timing};
use onair_domain::stream::{BroadcastState, RoomMetadata, StreamPatch};
use onair_port_contracts::fixtures;

use crate::fixture::BroadcastFixture;
use crate::services::Services;

#[tokio::test]
async fn a_creator_who_publishes_is_on_air() {
    let fixture = BroadcastFixture::new().await;
    assert_eq!(fixture.reconcile_after(1).await.repairs, [""; 0]);
    assert_eq!(fixture.state().await, BroadcastState::Starting);
    fixture.publish_as_host();
    assert_eq!(fixture.reconcile_after(1).await.repairs, ["state_corrected"]);
    assert_eq!(fixture.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn a_creator_who_joins_without_publishing_is_not_on_air() {
    let fixture = BroadcastFixture::new().await;
    fixture.join("ada");
    fixture.reconcile_after(1).await;
    assert_eq!(fixture.state().await, BroadcastState::Starting);
}

#[tokio::test]
async fn a_creator_who_never_connects_is_offline_after_60_seconds() {
    let fixture = BroadcastFixture::new().await;
    assert_eq!(fixture.reconcile_after(59).await.ended, []);
    assert_eq!(
        fixture.reconcile_after(1).await.ended,
        [EndReason::NeverConnected]
    );
    assert_eq!(fixture.state().await, BroadcastState::Offline);
    assert!(!fixture.services.is_room_open(&fixture.host));
    assert_eq!(fixture.reconcile_after(1).await.ended, []);
}

#[tokio::test]
async fn a_creator_who_returns_within_30_seconds_resumes_the_session() {
    let fixture = BroadcastFixture::on_air().await;
    let before = fixture.session().await;
    fixture
        .services
        .memory
        .media
        .leave(&fixture.room, &fixture.identity);
    assert_eq!(fixture.reconcile_after(2).await.ended, []);
    assert_eq!(fixture.state().await, BroadcastState::Interrupted);
    assert_eq!(fixture.reconcile_after(29).await.ended, []);
    fixture.publish_as_host();
    assert_eq!(fixture.reconcile_after(5).await.ended, []);
    assert_eq!(fixture.state().await, BroadcastState::OnAir);
    let after = fixture.session().await;
    assert_eq!((after.id, after.started_at), (before.id, before.started_at));
}

#[tokio::test]
async fn after_30_seconds_of_interruption_the_session_ends() {
    let fixture = BroadcastFixture::on_air().await;
    fixture
        .services
        .memory
        .media
        .leave(&fixture.room, &fixture.identity);
    assert_eq!(fixture.reconcile_after(2).await.ended, []);
    assert_eq!(
        fixture.reconcile_after(30).await.ended,
        [EndReason::ConnectionLost]
    );
    assert!(!fixture.services.is_room_open(&fixture.host));
}

#[tokio::test]
async fn after_a_restart_of_the_media_server_one_cycle_creates_all_rooms_again() {
    let fixture = BroadcastFixture::on_air().await;
    let before = fixture.session().await;
    fixture.services.memory.media.restart();
    let result = fixture.reconcile_after(2).await;
    assert_eq!(result.repairs, ["state_corrected", "room_created"]);
    assert_eq!(fixture.state().await, BroadcastState::Interrupted);
    let after = fixture.session().await;
    assert_eq!(after.id, before.id);
    assert_ne!(after.room_sid, before.room_sid);
    assert_eq!(
        Some(after.room_sid),
        fixture.services.memory.media.sid(&fixture.room)
    );
    fixture.publish_as_host();
    fixture.reconcile_after(2).await;
    assert_eq!(fixture.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn an_interruption_by_a_closed_room_ends_as_room_closed() {
    let fixture = BroadcastFixture::on_air().await;
    fixture.services.memory.media.restart();
    assert_eq!(fixture.reconcile_after(2).await.ended, []);
    assert_eq!(fixture.reconcile_after(30).await.ended, [EndReason::RoomClosed]);
}

#[tokio::test]
async fn without_a_poll_no_session_changes() {
    let fixture = BroadcastFixture::on_air().await;
    fixture.services.memory.media.start_outage();
    fixture.advance(3600);
    let failed = fixture.services.reconciler.reconcile_once().await;
    assert!(matches!(failed.outage, Some(Outage::Media(_))));
    assert_eq!(fixture.state().await, BroadcastState::OnAir);
    fixture.services.memory.media.end_outage();
    assert_eq!(fixture.reconcile_after(1).await.ended, []);
}

#[tokio::test]
async fn the_viewers_are_counted_without_the_creator() {
    let fixture = BroadcastFixture::on_air().await;
    let [vera, ..] = ["vera", "victor", "guest-1-2"].map(|id| fixture.join(id));
    fixture.reconcile_after(1).await;
    fixture.services.memory.media.leave(&fixture.room, &vera);
    fixture.reconcile_after(1).await;
    let session = fixture.session().await;
    assert_eq!(
        (session.viewers, session.peak_viewers, session.total_viewers),
        (2, 3, 3)
    );
    fixture.join("vera");
    let report = fixture.services.reconciler.reconcile_once().await;
    assert_eq!((report.live, report.viewers), (1, 3));
    assert_eq!(
        fixture.session().await.total_viewers,
        3,
        "nobody is counted twice"
    );
}

#[tokio::test]
async fn a_creators_room_without_a_session_is_closed() {
    let services = Services::new();
    let host = services.host("ada").await;
    let spec = RoomSpec::of(&services.stream(&host.id).await, &Timing::default());
    services.memory.media.create_room(&spec).await.unwrap();
    let report = services.reconciler.reconcile_once().await;
    assert_eq!(report.repairs[0].kind(), "room_closed");
    assert!(!services.is_room_open(&host));
}

#[tokio::test]
async fn a_room_of_an_unknown_user_is_left_alone() {
    let services = Services::new();
    let spec = fixtures::a_room();
    services.memory.media.create_room(&spec).await.unwrap();
    assert_eq!(services.reconciler.reconcile_once().await.repairs, []);
    assert!(services.memory.media.is_open(&spec.name));
}

#[tokio::test]
async fn a_room_that_is_being_created_is_not_closed() {
    let services = Services::new();
    let host = services.host("ada").await;
    let spec = RoomSpec::of(&services.stream(&host.id).await, &Timing::default());
    let lock = Lock::Room(host.id.clone());
    let guard = services
        .ports
        .locks
        .acquire(&lock, std::time::Duration::ZERO)
        .await
        .unwrap()
        .unwrap();
    services.memory.media.create_room(&spec).await.unwrap();
    tokio::time::pause();
    let report = services.reconciler.reconcile_once().await;
    assert_eq!((report.repairs, services.is_room_open(&host)), (Vec::new(), true));
    guard.release().await;
    assert_eq!(services.reconciler.reconcile_once().await.repairs.len(), 1);
}

#[tokio::test]
async fn denied_participants_are_removed() {
    let fixture = BroadcastFixture::on_air().await;
    let [vera, victor, guest] = ["vera", "victor", "guest-1-2"].map(|id| fixture.join(id));
    let (host, services) = (&fixture.host.id, &fixture.services);
    assert_eq!(fixture.reconcile_after(2).await.repairs, [""; 0]);
    let session = fixture.session().await;
    services
        .ports
        .sessions
        .exclude(&session.id, &vera, fixtures::time())
        .await
        .unwrap();
    services.user("vera").await;
    let victor_id = services.user("victor").await.id;
    services
        .ports
        .social
        .block(&fixtures::a_pair(host, &victor_id), fixtures::time())
        .await
        .unwrap();
    let closed = StreamPatch {
        is_guests_allowed: Some(false),
        ..StreamPatch::default()
    };
    services.streams.update_stream_info(host, closed).await.unwrap();
    let result = fixture.reconcile_after(2).await;
    assert_eq!(result.repairs, ["participant_removed"; 3]);
    for who in [&vera, &victor, &guest] {
        assert!(!fixture.is_connected(who));
    }
    assert!(fixture.is_connected(&fixture.identity));
}

#[tokio::test]
async fn outdated_room_metadata_is_updated() {
    let fixture = BroadcastFixture::on_air().await;
    fixture.services.memory.media.start_outage();
    let patch = StreamPatch {
        title: Some(fixtures::title("Another")),
        ..StreamPatch::default()
    };
    let stream = fixture
        .services
        .streams
        .update_stream_info(&fixture.host.id, patch)
        .await
        .unwrap();
    fixture.services.memory.media.end_outage();
    assert_eq!(fixture.reconcile_after(2).await.repairs, ["metadata_pushed"]);
    assert_eq!(
        fixture.services.memory.media.metadata(&fixture.room),
        Some(RoomMetadata::of(&stream))
    );
    assert_eq!(fixture.reconcile_after(2).await.repairs, [""; 0]);
}

#[tokio::test]
async fn a_broadcast_without_permission_is_ended() {
    let fixture = BroadcastFixture::on_air().await;
    let (host, admin) = (&fixture.host.id, fixtures::user_id("admin"));
    fixture
        .services
        .creators
        .revoke(host, &admin, fixtures::reason("Spam."))
        .await
        .unwrap();
    let result = fixture.reconcile_after(2).await;
    assert_eq!(
        (result.ended, result.repairs),
        (vec![EndReason::CreatorRevoked], vec!["revoked_ended"])
    );
    assert!(!fixture.services.is_room_open(&fixture.host));
}

#[tokio::test]
async fn the_next_poll_corrects_a_lost_notification() {
    let fixture = BroadcastFixture::on_air().await;
    fixture.join("vera");
    assert_eq!(fixture.session().await.viewers, 0, "no notification was received");
    fixture.reconcile_after(2).await;
    assert_eq!(fixture.session().await.viewers, 1);
}

#[tokio::test]
async fn a_poll_corrects_a_notification_of_an_absent_participant() {
    let fixture = BroadcastFixture::on_air().await;
    let event = MediaEvent::Joined {
        identity: Identity::from_outside("guest-1-2".to_owned()),
        connection: fixtures::connection_id(),
    };
    fixture.notify(event).await;
    assert_eq!(fixture.session().await.viewers, 1);
    fixture.reconcile_after(2).await;
    let session = fixture.session().await;
    assert_eq!((session.viewers, session.total_viewers), (0, 1));
}
