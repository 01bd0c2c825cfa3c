//! What the media server tells, from its arrival on.

use onair_domain::error::Outage;
use onair_domain::ports::MediaRooms as _;
use onair_domain::session::{BroadcastState, MediaEvent, RoomSpec, Timing};
use onair_port_contracts::given;

use crate::scene::Scene;
use crate::studio::Studio;

fn published(scene: &Scene) -> MediaEvent {
    MediaEvent::Published {
        who: scene.identity.clone(),
        connection: scene.connection(&scene.identity),
    }
}

#[tokio::test]
async fn who_is_told_to_publish_is_on_air_at_once() {
    let scene = Scene::new().await;
    scene.host_publishes();
    scene.told(&scene.report("EV_1", published(&scene))).await;
    assert_eq!(scene.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn viewers_are_counted_as_they_come_and_go() {
    let scene = Scene::on_air().await;
    let vera = scene.joins("vera");
    scene.arrival_is_told(&vera).await;
    scene.arrival_is_told(&vera).await;
    assert_eq!(scene.session().await.viewers, 1, "once, though told twice");
    let connection = scene.connection(&vera);
    let left = scene.report(
        "EV_left",
        MediaEvent::Left {
            who: vera,
            connection,
        },
    );
    scene.told(&left).await;
    let session = scene.session().await;
    assert_eq!(
        (session.viewers, session.peak_viewers, session.total_viewers),
        (0, 1, 1)
    );
}

#[tokio::test]
async fn a_doubled_report_is_new_once() {
    let scene = Scene::new().await;
    scene.host_publishes();
    let report = scene.report("EV_1", published(&scene));
    let broadcasts = &scene.studio.broadcasts;
    assert!(broadcasts.receive(&report).await.unwrap());
    assert!(!broadcasts.receive(&report).await.unwrap());
    broadcasts.work_off(std::slice::from_ref(&report)).await;
    assert!(
        !broadcasts.receive(&report).await.unwrap(),
        "known after it was worked off, too"
    );
}

#[tokio::test]
async fn a_report_that_cannot_be_kept_is_refused() {
    let scene = Scene::new().await;
    scene.host_publishes();
    let report = scene.report("EV_1", published(&scene));
    scene.studio.memory.store.go_away();
    let refused = scene.studio.broadcasts.receive(&report).await;
    assert!(matches!(refused, Err(Outage::Store(_))));
}

#[tokio::test]
async fn a_report_that_cannot_be_worked_off_stays() {
    let scene = Scene::new().await;
    scene.host_publishes();
    let report = scene.report("EV_1", published(&scene));
    scene.studio.broadcasts.receive(&report).await.unwrap();
    scene.studio.memory.store.go_away();
    let (_, fault) = scene
        .studio
        .broadcasts
        .work_off(std::slice::from_ref(&report))
        .await;
    assert!(matches!(fault, Some(Outage::Store(_))));
    scene.studio.memory.store.come_back();
    let left = scene
        .studio
        .ports
        .inbox
        .unsettled(given::later(3600), 9)
        .await
        .unwrap();
    assert_eq!(left, [report]);
}

#[tokio::test]
async fn who_was_removed_and_comes_back_is_out_again_at_once() {
    let scene = Scene::on_air().await;
    let vera = scene.joins("vera");
    scene
        .studio
        .broadcasts
        .remove_viewer(&scene.host.id, &vera)
        .await
        .unwrap();
    assert!(!scene.is_there(&vera));
    scene.joins("vera");
    scene.arrival_is_told(&vera).await;
    assert!(!scene.is_there(&vera));
}

#[tokio::test]
async fn who_was_blocked_and_comes_back_is_out_again_at_once() {
    let scene = Scene::on_air().await;
    let vera = scene.studio.user("vera").await;
    let tie = given::a_tie(&scene.host.id, &vera.id);
    scene
        .studio
        .ports
        .social
        .block(&tie, given::time())
        .await
        .unwrap();
    let vera = scene.joins("vera");
    scene.arrival_is_told(&vera).await;
    assert!(!scene.is_there(&vera));
}

#[tokio::test]
async fn who_may_be_there_stays() {
    let scene = Scene::on_air().await;
    for who in ["vera", "guest-1-2"] {
        let who = scene.joins(who);
        scene.arrival_is_told(&who).await;
        assert!(scene.is_there(&who));
    }
    scene.arrival_is_told(&scene.identity).await;
    assert!(scene.is_there(&scene.identity));
}

#[tokio::test]
async fn a_room_that_opens_without_a_session_is_closed_at_once() {
    let scene = Scene::on_air().await;
    scene.studio.broadcasts.end_stream(&scene.host.id).await.unwrap();
    let stream = scene.studio.stream(&scene.host.id).await;
    scene
        .studio
        .memory
        .media
        .create_room(&RoomSpec::of(&stream, &Timing::default()))
        .await
        .unwrap();
    scene.told(&scene.report("EV_1", MediaEvent::RoomOpened)).await;
    assert!(!scene.studio.is_room_open(&scene.host));
}

#[tokio::test]
async fn a_room_that_closes_under_a_broadcast_is_made_again_at_once() {
    let scene = Scene::on_air().await;
    let closed = scene.report("EV_1", MediaEvent::RoomClosed);
    scene.studio.memory.media.forget_everything();
    scene.told(&closed).await;
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    let sid = scene.studio.memory.media.sid(&scene.room);
    assert_eq!(sid, Some(scene.session().await.room_sid));
}

#[tokio::test]
async fn reports_of_nobodys_rooms_are_settled_and_change_nothing() {
    let studio = Studio::new();
    let scene = Scene::new().await;
    let report = onair_domain::session::MediaReport {
        room: onair_domain::session::RoomName::from_trusted("guest-rooms are nobody's".to_owned()),
        ..scene.report("EV_1", MediaEvent::RoomOpened)
    };
    studio.broadcasts.receive(&report).await.unwrap();
    let (done, fault) = studio.broadcasts.work_off(std::slice::from_ref(&report)).await;
    assert!(fault.is_none() && done.closed.is_empty());
    assert_eq!(
        studio.ports.inbox.unsettled(given::later(3600), 9).await.unwrap(),
        []
    );
    assert_eq!(studio.ports.sessions.all_open().await.unwrap(), []);
}
