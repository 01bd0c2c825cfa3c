//! Stored events are delivered in spite of crashes and outages.

use std::time::Duration;

use onair_domain::chat::{ChatEvent, MODERATION_DELAY};
use onair_domain::session::Repair;

use super::fixture::ChatFixture;

async fn repairs(fixture: &ChatFixture) -> Vec<&'static str> {
    let report = fixture.services.reconciler.reconcile_once().await;
    assert!(report.outage.is_none(), "{:?}", report.outage);
    let repairs = report.repairs.iter().map(Repair::kind);
    repairs.filter(|kind| *kind == "chat_sent").collect()
}

#[tokio::test]
async fn the_reconciler_sends_pending_events_of_a_crashed_server_once() {
    let mut fixture = ChatFixture::new().await;
    fixture.post_and_crash(1, "Hello").await.unwrap();
    assert_eq!(
        repairs(&fixture).await,
        [""; 0],
        "another server may still be sending it"
    );
    assert_eq!(fixture.received_numbers(2), []);
    fixture.advance(Duration::from_secs(6)).await;
    assert_eq!(repairs(&fixture).await, ["chat_sent"]);
    assert_eq!(fixture.received_numbers(2), [1]);
    assert_eq!(repairs(&fixture).await, [""; 0]);
    assert_eq!(fixture.received(2).len(), 1);
}

#[tokio::test]
async fn the_reconciler_sends_a_pending_removal() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    let chat = &fixture.services.chat;
    chat.remove(&fixture.host.id, &fixture.participants[0], &message.id)
        .await
        .unwrap();
    drop(fixture.services.memory.chat_outbox.take());
    fixture.advance(Duration::from_secs(6)).await;
    assert_eq!(repairs(&fixture).await, ["chat_sent"]);
    assert!(matches!(&fixture.received(2)[1], ChatEvent::Removed { id, .. } if *id == message.id));
}

#[tokio::test]
async fn a_delayed_message_of_a_crashed_server_is_sent_late_and_not_early() {
    let mut fixture = ChatFixture::new().await;
    fixture.set_delayed(true).await;
    fixture.post_and_crash(1, "Hello").await.unwrap();
    fixture.advance(Duration::from_secs(6)).await;
    assert_eq!(repairs(&fixture).await, [""; 0], "it was due 3 s ago");
    fixture.advance(MODERATION_DELAY).await;
    assert_eq!(repairs(&fixture).await, ["chat_sent"]);
    assert_eq!(fixture.received_numbers(2), [1]);
}

#[tokio::test]
async fn events_that_failed_during_an_outage_are_sent_later() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post_and_crash(1, "Hello").await.unwrap();
    fixture.services.memory.media.start_outage();
    let report = fixture
        .services
        .delivery
        .deliver(&[ChatEvent::Posted(message)])
        .await;
    assert!(report.outage.is_some() && report.sent == 0);
    fixture.services.memory.media.end_outage();
    fixture.advance(Duration::from_secs(6)).await;
    assert_eq!(repairs(&fixture).await, ["chat_sent"]);
    assert_eq!(fixture.received_numbers(2), [1]);
}

#[tokio::test]
async fn pending_events_of_an_ended_session_are_not_sent() {
    let mut fixture = ChatFixture::new().await;
    fixture.post_and_crash(1, "Hello").await.unwrap();
    fixture
        .services
        .broadcasts
        .end_stream(&fixture.host.id)
        .await
        .unwrap();
    fixture.services.broadcasts.go_live(&fixture.host).await.unwrap();
    for participant in 0..4 {
        let (room, who) = (fixture.room(), fixture.identity(participant));
        fixture.services.memory.media.join(&room, &who, "");
    }
    fixture.advance(Duration::from_secs(6)).await;
    assert_eq!(repairs(&fixture).await, [""; 0]);
    assert_eq!(fixture.received(2), []);
}
