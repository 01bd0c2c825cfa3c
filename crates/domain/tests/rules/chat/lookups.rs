//! Chat looks up only what its rules need.

use std::sync::Arc;

use onair_domain::chat::{ChatDelivery, ChatEvent, ChatText, Slice};
use onair_domain::port_set::PortSet;
use onair_domain::ports::{MockChatLog, MockSocialGraph};

use super::fixture::ChatFixture;

// A mock fails when a method without an expectation is called.

#[tokio::test]
async fn an_undelayed_message_is_sent_without_reading_the_log() {
    let fixture = ChatFixture::new().await;
    let event = ChatEvent::Posted(fixture.post_and_crash(1, "Hello").await.unwrap());
    let mut log = MockChatLog::new();
    log.expect_mark_sent().once().returning(|_| Ok(()));
    let ports = fixture.services.ports.clone();
    let delivery = ChatDelivery::new(Arc::new(log), ports.media, ports.clock);
    let report = delivery.deliver(std::slice::from_ref(&event)).await;
    assert!(report.outage.is_none(), "{:?}", report.outage);
    assert_eq!((report.sent, fixture.received(2)), (1, vec![event]));
}

#[tokio::test]
async fn the_host_writes_and_reads_without_a_lookup_of_their_relationships() {
    let fixture = ChatFixture::new().await;
    let ports = PortSet {
        social: Arc::new(MockSocialGraph::new()),
        ..fixture.services.ports.clone()
    };
    let chat = ports.chat_service(fixture.services.memory.chat_outbox.clone());
    let (host, participant) = (&fixture.host.id, &fixture.participants[0]);
    let text = ChatText::parse("Hello").unwrap();
    let message = chat.post(host, participant, text, None).await.unwrap();
    let read = chat.history(host, Some(participant), Slice::Newest).await;
    assert_eq!(read.unwrap(), [message]);
}
