//! How notifications of the media server are accepted and processed.

use std::sync::Arc;

use onair_adapters_memory::{MemoryPorts, MemoryWebhookQueue};
use onair_domain::error::Outage;
use onair_domain::ports::{MediaRooms as _, WebhookQueueError};
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::{MediaEvent, MediaNotification, RoomSpec, Timing, WebhookError, WebhookService};
use onair_domain::stream::BroadcastState;
use onair_port_contracts::fixtures;

use crate::scene::Scene;

fn published(scene: &Scene) -> MediaEvent {
    MediaEvent::Published {
        identity: scene.identity.clone(),
        connection: scene.connection(&scene.identity),
    }
}

#[tokio::test]
async fn a_creator_who_publishes_is_on_air_immediately() {
    let scene = Scene::new().await;
    scene.publish_as_host();
    scene.notify(published(&scene)).await;
    assert_eq!(scene.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn notifications_of_several_rooms_are_processed_for_their_own_room() {
    let scene = Scene::on_air().await;
    let (studio, ben) = (&scene.studio, scene.studio.live_host("ben").await);
    let (room, identity) = (RoomName::of(&ben.id), Identity::of_user(&ben.id));
    assert!(studio.memory.media.join(&room, &identity, "Ben"));
    studio.memory.media.publish(&room, &identity);
    let vera = scene.join("vera");
    let joined = scene.notification(MediaEvent::Joined {
        identity: vera.clone(),
        connection: scene.connection(&vera),
    });
    let published = MediaNotification {
        room: room.clone(),
        sid: studio.memory.media.sid(&room).unwrap(),
        event: MediaEvent::Published {
            connection: studio.memory.media.connection(&room, &identity).unwrap(),
            identity,
        },
        ..joined.clone()
    };
    let report = studio.broadcasts.process(&[joined, published]).await;
    assert!(report.outage.is_none(), "{:?}", report.outage);
    assert_eq!(scene.session().await.viewers, 1);
    let status = studio.streams.get_stream_status(&ben.id).await.unwrap();
    assert_eq!((status.state, status.viewer_count), (BroadcastState::OnAir, 0));
}

#[tokio::test]
async fn viewers_are_counted_as_they_join_and_leave() {
    let scene = Scene::on_air().await;
    let vera = scene.join("vera");
    scene.notify_joined(&vera).await;
    scene.notify_joined(&vera).await;
    assert_eq!(scene.session().await.viewers, 1, "once after two notifications");
    let connection = scene.connection(&vera);
    let who = vera;
    scene
        .notify(MediaEvent::Left {
            identity: who,
            connection,
        })
        .await;
    let session = scene.session().await;
    assert_eq!(
        (session.viewers, session.peak_viewers, session.total_viewers),
        (0, 1, 1)
    );
}

#[tokio::test]
async fn a_repeated_notification_writes_nothing() {
    let scene = Scene::on_air().await;
    let vera = scene.join("vera");
    scene.notify_joined(&vera).await;
    let once = scene.session().await;
    for _ in 0..3 {
        scene.notify_joined(&vera).await;
    }
    assert_eq!(scene.session().await, once, "the revision is unchanged");
}

#[tokio::test]
async fn a_failed_notification_is_reported_and_the_others_are_processed() {
    let scene = Scene::on_air().await;
    scene.studio.memory.store.start_outage();
    let notification = scene.notification(published(&scene));
    let report = scene.studio.broadcasts.process(&[notification]).await;
    assert!(matches!(report.outage, Some(Outage::Store(_))));
}

#[tokio::test]
async fn a_removed_viewer_who_rejoins_is_removed_immediately() {
    let scene = Scene::on_air().await;
    let vera = scene.join("vera");
    scene
        .studio
        .broadcasts
        .remove_viewer(&scene.host.id, &vera)
        .await
        .unwrap();
    assert!(!scene.is_connected(&vera));
    scene.join("vera");
    scene.notify_joined(&vera).await;
    assert!(!scene.is_connected(&vera));
}

#[tokio::test]
async fn a_blocked_viewer_who_rejoins_is_removed_immediately() {
    let scene = Scene::on_air().await;
    let vera = scene.studio.user("vera").await;
    let pair = fixtures::a_pair(&scene.host.id, &vera.id);
    scene
        .studio
        .ports
        .social
        .block(&pair, fixtures::time())
        .await
        .unwrap();
    let vera = scene.join("vera");
    scene.notify_joined(&vera).await;
    assert!(!scene.is_connected(&vera));
}

#[tokio::test]
async fn permitted_participants_stay() {
    let scene = Scene::on_air().await;
    for who in ["vera", "guest-1-2"] {
        let who = scene.join(who);
        scene.notify_joined(&who).await;
        assert!(scene.is_connected(&who));
    }
    scene.notify_joined(&scene.identity).await;
    assert!(scene.is_connected(&scene.identity));
}

#[tokio::test]
async fn a_room_that_opens_without_a_session_is_closed_immediately() {
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
    scene.notify(MediaEvent::RoomOpened).await;
    assert!(!scene.studio.is_room_open(&scene.host));
}

#[tokio::test]
async fn a_room_that_closes_during_a_broadcast_is_created_again_immediately() {
    let scene = Scene::on_air().await;
    let closed = scene.notification(MediaEvent::RoomClosed);
    scene.studio.memory.media.restart();
    scene.process(&closed).await;
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    let sid = scene.studio.memory.media.sid(&scene.room);
    assert_eq!(sid, Some(scene.session().await.room_sid));
}

#[tokio::test]
async fn notifications_of_other_applications_rooms_change_nothing() {
    let scene = Scene::new().await;
    let notification = MediaNotification {
        room: RoomName::from_trusted("guest-rooms are nobody's".to_owned()),
        ..scene.notification(MediaEvent::RoomOpened)
    };
    let report = scene.studio.broadcasts.process(&[notification]).await;
    assert!(report.outage.is_none() && report.closed.is_empty());
    assert!(scene.studio.is_room_open(&scene.host));
}

fn service(memory: &MemoryPorts, capacity: usize) -> (WebhookService, Arc<MemoryWebhookQueue>) {
    let queue = Arc::new(MemoryWebhookQueue::new(capacity));
    let service = WebhookService::new(memory.webhooks.clone(), queue.clone());
    (service, queue)
}

#[test]
fn signed_webhooks_are_enqueued_unless_their_kind_is_unused() {
    let memory = MemoryPorts::new();
    let (service, queue) = service(&memory, 9);
    let notification = fixtures::a_notification("ada", MediaEvent::RoomOpened);
    let accept = |(authorization, body): (String, Vec<u8>)| {
        let signed = service.verify(&authorization)?;
        service.accept(&signed, &body)
    };
    accept(memory.webhooks.signed(&notification)).unwrap();
    accept(memory.webhooks.signed_unused_event()).unwrap();
    let unreadable = accept(memory.webhooks.signed_undecodable_event());
    assert!(matches!(unreadable, Err(WebhookError::Unreadable(_))));
    let unsigned = accept(("signature-99".to_owned(), Vec::new()));
    assert!(matches!(unsigned, Err(WebhookError::Unsigned(_))));
    assert_eq!(queue.take(), [notification]);
}

#[test]
fn a_full_queue_refuses_webhooks() {
    let memory = MemoryPorts::new();
    let (service, queue) = service(&memory, 1);
    let notification = fixtures::a_notification("ada", MediaEvent::RoomOpened);
    let (authorization, body) = memory.webhooks.signed(&notification);
    let signed = service.verify(&authorization).unwrap();
    service.accept(&signed, &body).unwrap();
    let refused = service.accept(&signed, &body);
    assert!(matches!(
        refused,
        Err(WebhookError::NotEnqueued(WebhookQueueError::Full))
    ));
    assert_eq!(queue.take().len(), 1);
    service.accept(&signed, &body).unwrap();
}
