//! Without a delay there is nothing to check before a message is sent.

use std::sync::Arc;

use onair_domain::chat::{ChatDelivery, ChatEvent};
use onair_domain::ports::MockChatLog;

use super::crowd::Crowd;

#[tokio::test]
async fn an_undelayed_message_is_sent_without_reading_the_log() {
    let crowd = Crowd::new().await;
    let event = ChatEvent::Posted(crowd.writes(1, "Hello").await.unwrap());
    // A mock fails when a method without an expectation is called.
    let mut log = MockChatLog::new();
    log.expect_mark_sent().once().returning(|_| Ok(()));
    let ports = crowd.studio.ports.clone();
    let delivery = ChatDelivery::new(Arc::new(log), ports.media, ports.clock);
    let report = delivery.deliver(std::slice::from_ref(&event)).await;
    assert!(report.outage.is_none(), "{:?}", report.outage);
    assert_eq!((report.sent, crowd.heard(2)), (1, vec![event]));
}
