//! What a look at all rooms finds and puts right.

use onair_domain::error::Outage;
use onair_domain::ports::{Lock, MediaRooms as _};
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, MediaEvent, RoomSpec, Timing};
use onair_domain::stream::{BroadcastState, RoomMetadata, StreamPatch};
use onair_port_contracts::fixtures;

use crate::scene::Scene;
use crate::studio::Studio;

#[tokio::test]
async fn a_creator_who_publishes_is_on_air() {
    let scene = Scene::new().await;
    assert_eq!(scene.reconcile_after(1).await.repairs, [""; 0]);
    assert_eq!(scene.state().await, BroadcastState::Starting);
    scene.publish_as_host();
    assert_eq!(scene.reconcile_after(1).await.repairs, ["state_corrected"]);
    assert_eq!(scene.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn a_creator_who_joins_without_publishing_is_not_on_air() {
    let scene = Scene::new().await;
    scene.join("ada");
    scene.reconcile_after(1).await;
    assert_eq!(scene.state().await, BroadcastState::Starting);
}

#[tokio::test]
async fn a_creator_who_never_connects_is_offline_after_60_seconds() {
    let scene = Scene::new().await;
    assert_eq!(scene.reconcile_after(59).await.ended, []);
    assert_eq!(scene.reconcile_after(1).await.ended, [EndReason::NeverConnected]);
    assert_eq!(scene.state().await, BroadcastState::Offline);
    assert!(!scene.studio.is_room_open(&scene.host));
    assert_eq!(scene.reconcile_after(1).await.ended, []);
}

#[tokio::test]
async fn a_creator_who_returns_within_30_seconds_resumes_the_session() {
    let scene = Scene::on_air().await;
    let before = scene.session().await;
    scene.studio.memory.media.leave(&scene.room, &scene.identity);
    assert_eq!(scene.reconcile_after(2).await.ended, []);
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    assert_eq!(scene.reconcile_after(29).await.ended, []);
    scene.publish_as_host();
    assert_eq!(scene.reconcile_after(5).await.ended, []);
    assert_eq!(scene.state().await, BroadcastState::OnAir);
    let after = scene.session().await;
    assert_eq!((after.id, after.started_at), (before.id, before.started_at));
}

#[tokio::test]
async fn after_30_seconds_of_interruption_the_session_ends() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.leave(&scene.room, &scene.identity);
    assert_eq!(scene.reconcile_after(2).await.ended, []);
    assert_eq!(scene.reconcile_after(30).await.ended, [EndReason::ConnectionLost]);
    assert!(!scene.studio.is_room_open(&scene.host));
}

#[tokio::test]
async fn after_a_restart_of_the_media_server_one_cycle_creates_all_rooms_again() {
    let scene = Scene::on_air().await;
    let before = scene.session().await;
    scene.studio.memory.media.restart();
    let came = scene.reconcile_after(2).await;
    assert_eq!(came.repairs, ["state_corrected", "room_made"]);
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    let after = scene.session().await;
    assert_eq!(after.id, before.id);
    assert_ne!(after.room_sid, before.room_sid);
    assert_eq!(Some(after.room_sid), scene.studio.memory.media.sid(&scene.room));
    scene.publish_as_host();
    scene.reconcile_after(2).await;
    assert_eq!(scene.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn an_interruption_by_a_closed_room_ends_as_room_closed() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.restart();
    assert_eq!(scene.reconcile_after(2).await.ended, []);
    assert_eq!(scene.reconcile_after(30).await.ended, [EndReason::RoomClosed]);
}

#[tokio::test]
async fn without_a_poll_no_session_changes() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.start_outage();
    scene.advance(3600);
    let failed = scene.studio.reconciler.reconcile_once().await;
    assert!(matches!(failed.outage, Some(Outage::Media(_))));
    assert_eq!(scene.state().await, BroadcastState::OnAir);
    scene.studio.memory.media.end_outage();
    assert_eq!(scene.reconcile_after(1).await.ended, []);
}

#[tokio::test]
async fn the_viewers_are_counted_without_the_creator() {
    let scene = Scene::on_air().await;
    let [vera, ..] = ["vera", "victor", "guest-1-2"].map(|id| scene.join(id));
    scene.reconcile_after(1).await;
    scene.studio.memory.media.leave(&scene.room, &vera);
    scene.reconcile_after(1).await;
    let session = scene.session().await;
    assert_eq!(
        (session.viewers, session.peak_viewers, session.total_viewers),
        (2, 3, 3)
    );
    scene.join("vera");
    let round = scene.studio.reconciler.reconcile_once().await;
    assert_eq!((round.live, round.viewers), (1, 3));
    assert_eq!(scene.session().await.total_viewers, 3, "nobody is counted twice");
}

#[tokio::test]
async fn a_creators_room_without_a_session_is_closed() {
    let studio = Studio::new();
    let host = studio.host("ada").await;
    let spec = RoomSpec::of(&studio.stream(&host.id).await, &Timing::default());
    studio.memory.media.create_room(&spec).await.unwrap();
    let round = studio.reconciler.reconcile_once().await;
    assert_eq!(round.repairs[0].kind(), "room_closed");
    assert!(!studio.is_room_open(&host));
}

#[tokio::test]
async fn a_room_of_an_unknown_user_is_left_alone() {
    let studio = Studio::new();
    let spec = fixtures::a_room();
    studio.memory.media.create_room(&spec).await.unwrap();
    assert_eq!(studio.reconciler.reconcile_once().await.repairs, []);
    assert!(studio.memory.media.is_open(&spec.name));
}

#[tokio::test]
async fn a_room_that_is_being_created_is_not_closed() {
    let studio = Studio::new();
    let host = studio.host("ada").await;
    let spec = RoomSpec::of(&studio.stream(&host.id).await, &Timing::default());
    let lock = Lock::Room(host.id.clone());
    let turn = studio
        .ports
        .locks
        .acquire(&lock, std::time::Duration::ZERO)
        .await
        .unwrap()
        .unwrap();
    studio.memory.media.create_room(&spec).await.unwrap();
    tokio::time::pause();
    let round = studio.reconciler.reconcile_once().await;
    assert_eq!((round.repairs, studio.is_room_open(&host)), (Vec::new(), true));
    turn.release().await;
    assert_eq!(studio.reconciler.reconcile_once().await.repairs.len(), 1);
}

#[tokio::test]
async fn denied_participants_are_removed() {
    let scene = Scene::on_air().await;
    let [vera, victor, guest] = ["vera", "victor", "guest-1-2"].map(|id| scene.join(id));
    let (host, studio) = (&scene.host.id, &scene.studio);
    assert_eq!(scene.reconcile_after(2).await.repairs, [""; 0]);
    let session = scene.session().await;
    studio
        .ports
        .sessions
        .exclude(&session.id, &vera, fixtures::time())
        .await
        .unwrap();
    studio.user("vera").await;
    let victor_id = studio.user("victor").await.id;
    studio
        .ports
        .social
        .block(&fixtures::a_pair(host, &victor_id), fixtures::time())
        .await
        .unwrap();
    let closed = StreamPatch {
        is_guests_allowed: Some(false),
        ..StreamPatch::default()
    };
    studio.streams.update_stream_info(host, closed).await.unwrap();
    let came = scene.reconcile_after(2).await;
    assert_eq!(came.repairs, ["participant_removed"; 3]);
    for who in [&vera, &victor, &guest] {
        assert!(!scene.is_connected(who));
    }
    assert!(scene.is_connected(&scene.identity));
}

#[tokio::test]
async fn outdated_room_metadata_is_updated() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.start_outage();
    let patch = StreamPatch {
        title: Some(fixtures::title("Another")),
        ..StreamPatch::default()
    };
    let stream = scene
        .studio
        .streams
        .update_stream_info(&scene.host.id, patch)
        .await
        .unwrap();
    scene.studio.memory.media.end_outage();
    assert_eq!(scene.reconcile_after(2).await.repairs, ["metadata_pushed"]);
    assert_eq!(
        scene.studio.memory.media.metadata(&scene.room),
        Some(RoomMetadata::of(&stream))
    );
    assert_eq!(scene.reconcile_after(2).await.repairs, [""; 0]);
}

#[tokio::test]
async fn a_broadcast_without_permission_is_ended() {
    let scene = Scene::on_air().await;
    let (host, admin) = (&scene.host.id, fixtures::user_id("admin"));
    scene
        .studio
        .creators
        .revoke(host, &admin, fixtures::reason("Spam."))
        .await
        .unwrap();
    let came = scene.reconcile_after(2).await;
    assert_eq!(
        (came.ended, came.repairs),
        (vec![EndReason::CreatorRevoked], vec!["revoked_ended"])
    );
    assert!(!scene.studio.is_room_open(&scene.host));
}

#[tokio::test]
async fn the_next_poll_corrects_a_lost_notification() {
    let scene = Scene::on_air().await;
    scene.join("vera");
    assert_eq!(scene.session().await.viewers, 0, "nobody said that she is there");
    scene.reconcile_after(2).await;
    assert_eq!(scene.session().await.viewers, 1);
}

#[tokio::test]
async fn a_poll_corrects_a_notification_of_an_absent_participant() {
    let scene = Scene::on_air().await;
    let event = MediaEvent::Joined {
        identity: Identity::from_outside("guest-1-2".to_owned()),
        connection: fixtures::connection_id(),
    };
    scene.notify(event).await;
    assert_eq!(scene.session().await.viewers, 1);
    scene.reconcile_after(2).await;
    let session = scene.session().await;
    assert_eq!((session.viewers, session.total_viewers), (0, 1));
}
