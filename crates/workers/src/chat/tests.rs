//! Tests of the dispatcher, with a gated sender and with services in memory.

use std::time::Duration;

use async_trait::async_trait;
use onair_adapters_memory::{FixedClock, MemoryPorts};
use onair_domain::chat::{ChatMessage, NewMessage};
use onair_port_contracts::chat_outbox::{OutboxFixture, OutboxSender};
use onair_port_contracts::fixtures;
use tokio::sync::watch::{Sender, channel};

use super::*;
use crate::gate::Gate;

struct GatedSender {
    gate: Arc<Gate<ChatEvent>>,
    stop: Sender<bool>,
    outbox: Arc<BoundedChatOutbox>,
}

#[async_trait]
impl OutboxSender for GatedSender {
    async fn sent(&self, count: usize) -> Vec<ChatEvent> {
        self.gate.processed(count).await
    }

    fn hang(&self, room: &RoomName) {
        self.gate.hang(room);
    }

    async fn close(&self) {
        self.stop.send_replace(true);
        self.outbox.0.closed().await;
    }
}

fn outbox_fixture() -> OutboxFixture {
    let (outbox, dispatcher) = ChatDispatcher::new(8);
    let (outbox, gate, stop) = (Arc::new(outbox), Gate::new(), channel(false).0);
    let processing = gate.clone();
    let deliver = move |events: Vec<ChatEvent>| {
        let gate = processing.clone();
        async move {
            gate.process(RoomName::of(events[0].creator_id()), events).await;
            DeliveryReport::default()
        }
    };
    tokio::spawn(dispatcher.run_with(deliver, Arc::new(FixedClock::default()), stop.subscribe()));
    OutboxFixture {
        outbox: outbox.clone(),
        capacity: 8,
        sender: Arc::new(GatedSender { gate, stop, outbox }),
    }
}

mod contract {
    use super::*;

    onair_port_contracts::chat_outbox!(async || outbox_fixture());
}

/// A message that is visible to others three seconds after [`fixtures::time`].
fn delayed() -> ChatEvent {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let message = fixtures::a_message(&session, "vera");
    let visible_at = message.sent_at + MODERATION_DELAY;
    ChatEvent::Posted(ChatMessage::numbered(
        NewMessage {
            visible_at,
            ..message
        },
        1,
    ))
}

/// Reports messages as delayed until they are visible.
fn deliver_when_visible(
    clock: Arc<FixedClock>,
) -> impl Fn(Vec<ChatEvent>) -> std::future::Ready<DeliveryReport> {
    move |events| {
        let now = clock.now();
        let mut report = DeliveryReport::default();
        for event in events {
            match &event {
                ChatEvent::Posted(message) if message.visible_at > now => {
                    report.delayed.push((message.visible_at, event));
                }
                _ => report.sent += 1,
            }
        }
        std::future::ready(report)
    }
}

#[tokio::test(start_paused = true)]
async fn a_delayed_message_is_sent_when_due_and_occupies_the_queue_until_then() {
    let clock = Arc::new(FixedClock::default());
    let (outbox, dispatcher) = ChatDispatcher::new(1);
    let (_running, stop) = channel(false);
    let sent = channel(Vec::new()).0;
    let deliver = {
        let (clock, sent, deliver_when_visible) =
            (clock.clone(), sent.clone(), deliver_when_visible(clock.clone()));
        move |events: Vec<ChatEvent>| {
            let delivering = deliver_when_visible(events);
            let (clock, sent) = (clock.clone(), sent.clone());
            async move {
                let report = delivering.await;
                sent.send_modify(|sent| sent.push((clock.now(), report.sent)));
                report
            }
        }
    };
    tokio::spawn(dispatcher.run_with(deliver, clock.clone(), stop));
    let mut sent = sent.subscribe();
    let start = clock.now();
    outbox.enqueue(delayed());
    sent.wait_for(|sent| sent.len() == 1).await.unwrap();
    // The outbox is full, so this message is dropped.
    outbox.enqueue(delayed());
    for _ in 0..6 {
        clock.advance(Duration::from_millis(500));
        tokio::time::advance(Duration::from_millis(500)).await;
    }
    sent.wait_for(|sent| sent.len() == 2).await.unwrap();
    assert_eq!(*sent.borrow(), [(start, 0), (start + MODERATION_DELAY, 1)]);
}

#[tokio::test]
async fn a_stopping_dispatcher_sends_its_queue_and_leaves_delayed_messages_pending() {
    let clock = Arc::new(FixedClock::default());
    let (outbox, dispatcher) = ChatDispatcher::new(9);
    outbox.enqueue(delayed());
    let removed = ChatEvent::Removed {
        id: delayed().message_id().clone(),
        creator_id: fixtures::user_id("ben"),
    };
    outbox.enqueue(removed);
    let (_, stop) = channel(true);
    let sent = channel(0).0;
    let counts = sent.clone();
    let deliver_when_visible = deliver_when_visible(clock.clone());
    let deliver = move |events: Vec<ChatEvent>| {
        let (delivering, counts) = (deliver_when_visible(events), counts.clone());
        async move {
            let report = delivering.await;
            counts.send_modify(|count| *count += report.sent);
            report
        }
    };
    dispatcher.run_with(deliver, clock, stop).await;
    assert_eq!(*sent.borrow(), 1);
}

#[tokio::test]
async fn failed_events_stay_pending() {
    let memory = MemoryPorts::new();
    memory.media.start_outage();
    let (outbox, dispatcher) = ChatDispatcher::new(9);
    outbox.enqueue(delayed());
    let (_, stop) = channel(true);
    let delivery = memory.ports().chat_delivery();
    dispatcher.run(delivery, memory.clock.clone(), stop).await;
}
