//! What every `ChatOutbox` must do: accept events without waiting, and have them sent in order.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::chat::{ChatEvent, ChatMessage};
use onair_domain::ports::ChatOutbox;
use onair_domain::room::RoomName;

use crate::fixtures;

/// The sender of an outbox under test. It sends nothing before the first call of
/// [`Self::sent`].
#[async_trait]
pub trait OutboxSender: Send + Sync {
    /// Lets it send until this many events were sent since the start, and returns all of them.
    async fn sent(&self, count: usize) -> Vec<ChatEvent>;

    /// Blocks sending to this room from now on.
    fn hang(&self, room: &RoomName);

    /// Closes the outbox, and returns when it is closed.
    async fn close(&self);
}

/// The port and its sender.
pub struct OutboxFixture {
    /// The port.
    pub outbox: Arc<dyn ChatOutbox>,
    /// The capacity of the outbox.
    pub capacity: usize,
    /// The sender.
    pub sender: Arc<dyn OutboxSender>,
}

impl fmt::Debug for OutboxFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxFixture").finish_non_exhaustive()
    }
}

/// Runs all cases of a `ChatOutbox`; `fresh` returns a [`OutboxFixture`](crate::chat_outbox::OutboxFixture) with a
/// capacity of at least 8.
#[macro_export]
macro_rules! chat_outbox {
    ($fresh:expr) => {
        $crate::cases!(
            chat_outbox,
            $fresh,
            [
                every_event_is_sent_unchanged,
                events_of_one_room_are_sent_in_order,
                rooms_do_not_wait_for_each_other,
                a_full_outbox_drops_new_events_and_keeps_old_ones,
                a_closed_outbox_drops_new_events_and_keeps_old_ones,
            ]
        );
    };
}

/// Messages in a creator's chat.
fn messages(creator: &str, count: usize) -> Vec<ChatEvent> {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id(creator)));
    let message = |seq| ChatMessage::numbered(fixtures::a_message(&session, "vera"), seq);
    (1..)
        .take(count)
        .map(|seq| ChatEvent::Posted(message(seq)))
        .collect()
}

fn enqueue_all(fixture: &OutboxFixture, events: &[ChatEvent]) {
    for event in events {
        fixture.outbox.enqueue(event.clone());
    }
}

pub async fn every_event_is_sent_unchanged(fixture: &OutboxFixture) {
    let mut events = messages("ada", 1);
    events.push(ChatEvent::Removed {
        id: events[0].message_id().clone(),
        creator_id: fixtures::user_id("ada"),
    });
    enqueue_all(fixture, &events);
    assert_eq!(fixture.sender.sent(2).await, events);
}

pub async fn events_of_one_room_are_sent_in_order(fixture: &OutboxFixture) {
    let [ada, ben] = ["ada", "ben"].map(|creator| messages(creator, 4));
    for (of_ada, of_ben) in ada.iter().zip(&ben) {
        enqueue_all(fixture, &[of_ada.clone(), of_ben.clone()]);
    }
    let sent = fixture.sender.sent(8).await.into_iter();
    let (of_ada, of_ben): (Vec<_>, Vec<_>) = sent.partition(|event| event.creator_id().as_str() == "ada");
    assert_eq!((of_ada, of_ben), (ada, ben));
}

pub async fn rooms_do_not_wait_for_each_other(fixture: &OutboxFixture) {
    let (ada, ben) = (messages("ada", 3), messages("ben", 3));
    fixture.sender.hang(&RoomName::of(ada[0].creator_id()));
    enqueue_all(fixture, &ada);
    enqueue_all(fixture, &ben);
    assert_eq!(fixture.sender.sent(3).await, ben);
}

pub async fn a_full_outbox_drops_new_events_and_keeps_old_ones(fixture: &OutboxFixture) {
    let events = messages("ada", fixture.capacity);
    enqueue_all(fixture, &events);
    enqueue_all(fixture, &messages("ben", 3));
    assert_eq!(fixture.sender.sent(fixture.capacity).await, events);
}

pub async fn a_closed_outbox_drops_new_events_and_keeps_old_ones(fixture: &OutboxFixture) {
    let events = messages("ada", 3);
    enqueue_all(fixture, &events);
    fixture.sender.close().await;
    enqueue_all(fixture, &messages("ada", 1));
    assert_eq!(fixture.sender.sent(3).await, events);
}
