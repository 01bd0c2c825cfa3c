//! What is kept reaches the room, whatever dies or is away in between.

use std::time::Duration;

use onair_domain::chat::{ChatEvent, MODERATION_DELAY};
use onair_domain::session::Repair;

use super::crowd::Crowd;

async fn repairs(crowd: &Crowd) -> Vec<&'static str> {
    let round = crowd.studio.reconciler.reconcile_once().await;
    assert!(round.outage.is_none(), "{:?}", round.outage);
    let repairs = round.repairs.iter().map(Repair::kind);
    repairs.filter(|kind| *kind == "chat_sent").collect()
}

#[tokio::test]
async fn the_reconciler_sends_pending_events_of_a_crashed_server_once() {
    let mut crowd = Crowd::new().await;
    crowd.writes(1, "Hello").await.unwrap();
    assert_eq!(repairs(&crowd).await, [""; 0], "somebody else may be at it");
    assert_eq!(crowd.numbers_heard(2), []);
    crowd.pass(Duration::from_secs(6)).await;
    assert_eq!(repairs(&crowd).await, ["chat_sent"]);
    assert_eq!(crowd.numbers_heard(2), [1]);
    assert_eq!(repairs(&crowd).await, [""; 0]);
    assert_eq!(crowd.heard(2).len(), 1);
}

#[tokio::test]
async fn the_reconciler_sends_a_pending_removal() {
    let mut crowd = Crowd::new().await;
    let message = crowd.says(1, "Hello").await.unwrap();
    let chat = &crowd.studio.chat;
    chat.remove(&crowd.host.id, &crowd.people[0], &message.id)
        .await
        .unwrap();
    drop(crowd.studio.memory.chat_outbox.take());
    crowd.pass(Duration::from_secs(6)).await;
    assert_eq!(repairs(&crowd).await, ["chat_sent"]);
    assert!(matches!(&crowd.heard(2)[1], ChatEvent::Removed { id, .. } if *id == message.id));
}

#[tokio::test]
async fn a_delayed_message_of_a_crashed_server_is_sent_late_and_not_early() {
    let mut crowd = Crowd::new().await;
    crowd.delay(true).await;
    crowd.writes(1, "Hello").await.unwrap();
    crowd.pass(Duration::from_secs(6)).await;
    assert_eq!(repairs(&crowd).await, [""; 0], "it was due 3 s ago");
    crowd.pass(MODERATION_DELAY).await;
    assert_eq!(repairs(&crowd).await, ["chat_sent"]);
    assert_eq!(crowd.numbers_heard(2), [1]);
}

#[tokio::test]
async fn events_that_failed_during_an_outage_are_sent_later() {
    let mut crowd = Crowd::new().await;
    let message = crowd.writes(1, "Hello").await.unwrap();
    crowd.studio.memory.media.start_outage();
    let report = crowd.studio.delivery.deliver(&[ChatEvent::Posted(message)]).await;
    assert!(report.outage.is_some() && report.sent == 0);
    crowd.studio.memory.media.end_outage();
    crowd.pass(Duration::from_secs(6)).await;
    assert_eq!(repairs(&crowd).await, ["chat_sent"]);
    assert_eq!(crowd.numbers_heard(2), [1]);
}

#[tokio::test]
async fn pending_events_of_an_ended_session_are_not_sent() {
    let mut crowd = Crowd::new().await;
    crowd.writes(1, "Hello").await.unwrap();
    crowd.studio.broadcasts.end_stream(&crowd.host.id).await.unwrap();
    crowd.studio.broadcasts.go_live(&crowd.host).await.unwrap();
    for person in 0..4 {
        let (room, who) = (crowd.room(), crowd.identity(person));
        crowd.studio.memory.media.join(&room, &who, "");
    }
    crowd.pass(Duration::from_secs(6)).await;
    assert_eq!(repairs(&crowd).await, [""; 0]);
    assert_eq!(crowd.heard(2), []);
}
