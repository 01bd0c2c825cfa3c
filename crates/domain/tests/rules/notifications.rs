//! How notifications of the media server are accepted and processed.

use std::sync::Arc;

use onair_adapters_memory::{MemoryPorts, MemoryWebhookQueue};
use onair_domain::error::Outage;
use onair_domain::ports::{MediaRooms as _, WebhookQueueError};
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::{MediaEvent, MediaNotification, RoomSpec, Timing, WebhookError, WebhookService};
use onair_domain::stream::BroadcastState;
use onair_port_contracts::fixtures;

use crate::fixture::BroadcastFixture;

fn published(fixture: &BroadcastFixture) -> MediaEvent {
    MediaEvent::Published {
        identity: fixture.identity.clone(),
        connection: fixture.connection(&fixture.identity),
    }
}

#[tokio::test]
async fn a_creator_who_publishes_is_on_air_immediately() {
    let fixture = BroadcastFixture::new().await;
    fixture.publish_as_host();
    fixture.notify(published(&fixture)).await;
    assert_eq!(fixture.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn notifications_of_several_rooms_are_processed_for_their_own_room() {
    let fixture = BroadcastFixture::on_air().await;
    let (services, ben) = (&fixture.services, fixture.services.live_host("ben").await);
    let (room, identity) = (RoomName::of(&ben.id), Identity::of_user(&ben.id));
    assert!(services.memory.media.join(&room, &identity, "Ben"));
    services.memory.media.publish(&room, &identity);
    let vera = fixture.join("vera");
    let joined = fixture.notification(MediaEvent::Joined {
        identity: vera.clone(),
        connection: fixture.connection(&vera),
    });
    let published = MediaNotification {
        room: room.clone(),
        sid: services.memory.media.sid(&room).unwrap(),
        event: MediaEvent::Published {
            connection: services.memory.media.connection(&room, &identity).unwrap(),
            identity,
        },
        ..joined.clone()
    };
    let report = services.broadcasts.process(&[joined, published]).await;
    assert!(report.outage.is_none(), "{:?}", report.outage);
    assert_eq!(fixture.session().await.viewers, 1);
    let status = services.status(&ben.id).await;
    assert_eq!((status.state, status.viewer_count), (BroadcastState::OnAir, 0));
}

#[tokio::test]
async fn viewers_are_counted_as_they_join_and_leave() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.join("vera");
    fixture.notify_joined(&vera).await;
    fixture.notify_joined(&vera).await;
    assert_eq!(fixture.session().await.viewers, 1, "once after two notifications");
    let connection = fixture.connection(&vera);
    let who = vera;
    fixture
        .notify(MediaEvent::Left {
            identity: who,
            connection,
        })
        .await;
    let session = fixture.session().await;
    assert_eq!(
        (session.viewers, session.peak_viewers, session.total_viewers),
        (0, 1, 1)
    );
}

#[tokio::test]
async fn a_repeated_notification_writes_nothing() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.join("vera");
    fixture.notify_joined(&vera).await;
    let once = fixture.session().await;
    for _ in 0..3 {
        fixture.notify_joined(&vera).await;
    }
    assert_eq!(fixture.session().await, once, "the revision is unchanged");
}

#[tokio::test]
async fn a_failed_notification_is_reported_and_the_others_are_processed() {
    let fixture = BroadcastFixture::on_air().await;
    fixture.services.memory.store.start_outage();
    let notification = fixture.notification(published(&fixture));
    let report = fixture.services.broadcasts.process(&[notification]).await;
    assert!(matches!(report.outage, Some(Outage::Store(_))));
}

#[tokio::test]
async fn a_removed_viewer_who_rejoins_is_removed_immediately() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.join("vera");
    fixture
        .services
        .broadcasts
        .remove_viewer(&fixture.host.id, &vera)
        .await
        .unwrap();
    assert!(!fixture.is_connected(&vera));
    fixture.join("vera");
    fixture.notify_joined(&vera).await;
    assert!(!fixture.is_connected(&vera));
}

#[tokio::test]
async fn a_blocked_viewer_who_rejoins_is_removed_immediately() {
    let fixture = BroadcastFixture::on_air().await;
    let vera = fixture.services.user("vera").await;
    let pair = fixtures::a_pair(&fixture.host.id, &vera.id);
    fixture
        .services
        .ports
        .social
        .block(&pair, fixtures::time())
        .await
        .unwrap();
    let vera = fixture.join("vera");
    fixture.notify_joined(&vera).await;
    assert!(!fixture.is_connected(&vera));
}

#[tokio::test]
async fn permitted_participants_stay() {
    let fixture = BroadcastFixture::on_air().await;
    for who in ["vera", "guest-1-2"] {
        let who = fixture.join(who);
        fixture.notify_joined(&who).await;
        assert!(fixture.is_connected(&who));
    }
    fixture.notify_joined(&fixture.identity).await;
    assert!(fixture.is_connected(&fixture.identity));
}

#[tokio::test]
async fn a_room_that_opens_without_a_session_is_closed_immediately() {
    let fixture = BroadcastFixture::on_air().await;
    fixture
        .services
        .broadcasts
        .end_stream(&fixture.host.id)
        .await
        .unwrap();
    let stream = fixture.services.stream(&fixture.host.id).await;
    fixture
        .services
        .memory
        .media
        .create_room(&RoomSpec::of(&stream, &Timing::default()))
        .await
        .unwrap();
    fixture.notify(MediaEvent::RoomOpened).await;
    assert!(!fixture.services.is_room_open(&fixture.host));
}

#[tokio::test]
async fn a_room_that_closes_during_a_broadcast_is_created_again_immediately() {
    let fixture = BroadcastFixture::on_air().await;
    let closed = fixture.notification(MediaEvent::RoomClosed);
    fixture.services.memory.media.restart();
    fixture.process(&closed).await;
    assert_eq!(fixture.state().await, BroadcastState::Interrupted);
    let sid = fixture.services.memory.media.sid(&fixture.room);
    assert_eq!(sid, Some(fixture.session().await.room_sid));
}

#[tokio::test]
async fn notifications_of_other_applications_rooms_change_nothing() {
    let fixture = BroadcastFixture::new().await;
    let notification = MediaNotification {
        room: RoomName::from_trusted("guest-rooms are nobody's".to_owned()),
        ..fixture.notification(MediaEvent::RoomOpened)
    };
    let report = fixture.services.broadcasts.process(&[notification]).await;
    assert!(report.outage.is_none() && report.closed.is_empty());
    assert!(fixture.services.is_room_open(&fixture.host));
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
