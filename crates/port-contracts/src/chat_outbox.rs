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
    pub sending: Arc<dyn OutboxSender>,
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

fn enqueue_all(given: &OutboxFixture, events: &[ChatEvent]) {
    for event in events {
        given.outbox.enqueue(event.clone());
    }
}

pub async fn every_event_is_sent_unchanged(given: &OutboxFixture) {
    let mut events = messages("ada", 1);
    events.push(ChatEvent::Removed {
        id: events[0].message_id().clone(),
        creator_id: fixtures::user_id("ada"),
    });
    enqueue_all(given, &events);
    assert_eq!(given.sending.sent(2).await, events);
}

pub async fn events_of_one_room_are_sent_in_order(given: &OutboxFixture) {
    let [ada, ben] = ["ada", "ben"].map(|creator| messages(creator, 4));
    for (of_ada, of_ben) in ada.iter().zip(&ben) {
        enqueue_all(given, &[of_ada.clone(), of_ben.clone()]);
    }
    let sent = given.sending.sent(8).await.into_iter();
    let (of_ada, of_ben): (Vec<_>, Vec<_>) = sent.partition(|event| event.creator_id().as_str() == "ada");
    assert_eq!((of_ada, of_ben), (ada, ben));
}

pub async fn rooms_do_not_wait_for_each_other(given: &OutboxFixture) {
    let (ada, ben) = (messages("ada", 3), messages("ben", 3));
    given.sending.hang(&RoomName::of(ada[0].creator_id()));
    enqueue_all(given, &ada);
    enqueue_all(given, &ben);
    assert_eq!(given.sending.sent(3).await, ben);
}

pub async fn a_full_outbox_drops_new_events_and_keeps_old_ones(given: &OutboxFixture) {
    let events = messages("ada", given.capacity);
    enqueue_all(given, &events);
    enqueue_all(given, &messages("ben", 3));
    assert_eq!(given.sending.sent(given.capacity).await, events);
}

pub async fn a_closed_outbox_drops_new_events_and_keeps_old_ones(given: &OutboxFixture) {
    let events = messages("ada", 3);
    enqueue_all(given, &events);
    given.sending.close().await;
    enqueue_all(given, &messages("ada", 1));
    assert_eq!(given.sending.sent(3).await, events);
}
