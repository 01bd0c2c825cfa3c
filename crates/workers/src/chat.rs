//! [`ChatDispatcher`]: sends chat events to their rooms, after they were stored and their author was answered.
//!
//! Messages of a delayed chat wait here until they are visible. If the server crashes, waiting messages are still
//! pending in the log, and the reconciler sends them.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatDelivery, ChatEvent, DeliveryReport, MODERATION_DELAY};
use onair_domain::ports::{ChatOutbox, Clock};
use onair_domain::room::RoomName;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep_until};
use tracing::{Instrument as _, debug_span};

use crate::Stop;
use crate::failure_log::FailureLog;
use crate::queue::{QueueDepth, QueueReceiver, QueueSender, Queued, queue};
use crate::reporting;
use crate::room_tasks::{Limits, RoomTasks};

/// Batches follow each other at once, because people wait for messages.
const LIMITS: Limits = Limits {
    max_rooms: 64,
    max_batch: 64,
    rest: Duration::ZERO,
};

/// A [`ChatOutbox`] with a [`ChatDispatcher`] behind it.
#[derive(Debug)]
pub struct BoundedChatOutbox(QueueSender<ChatEvent>);

impl BoundedChatOutbox {
    /// How full the outbox is.
    #[must_use]
    pub fn depth(&self) -> QueueDepth {
        self.0.depth()
    }
}

impl ChatOutbox for BoundedChatOutbox {
    fn enqueue(&self, event: ChatEvent) {
        if let Err(reason) = self.0.try_send(event) {
            tracing::debug!(?reason, "a chat event was not enqueued; the reconciler sends it");
        }
    }
}

/// Sends the events of an outbox: to one room in order, to different rooms concurrently.
#[derive(Debug)]
pub struct ChatDispatcher(QueueReceiver<ChatEvent>);

impl ChatDispatcher {
    /// The capacity of the outbox of a server, including events that are being sent or held.
    pub const CAPACITY: usize = 10_000;

    /// Creates a dispatcher and its outbox, which has room for `capacity` events. The outbox accepts events
    /// immediately.
    #[must_use]
    pub fn new(capacity: usize) -> (BoundedChatOutbox, Self) {
        let (sender, receiver) = queue(capacity);
        (BoundedChatOutbox(sender), Self(receiver))
    }

    /// Sends events until it is stopped. Then it closes the outbox and sends what is in it, except held messages:
    /// the reconciler of another server sends these, or of this server after its next start.
    pub async fn run(self, delivery: ChatDelivery, clock: Arc<dyn Clock>, stop: Stop) {
        let deliver = |events: Vec<ChatEvent>| {
            let delivery = delivery.clone();
            async move { delivery.deliver(&events).await }
        };
        self.run_with(deliver, clock, stop).await;
    }

    async fn run_with<F>(
        mut self,
        deliver: impl Fn(Vec<ChatEvent>) -> F,
        clock: Arc<dyn Clock>,
        mut stop: Stop,
    ) where
        F: Future<Output = DeliveryReport> + Send + 'static,
    {
        let mut rooms = RoomTasks::new(LIMITS);
        let mut held = HeldMessages::default();
        let mut failures = FailureLog::new(
            "cannot send chat to all rooms; the messages are stored and sent later",
            "chat can be sent to all rooms again",
        );
        let mut received = Vec::with_capacity(LIMITS.max_batch);
        let (mut is_stopping, mut is_open) = (false, true);
        loop {
            rooms.start(|batch: Vec<Queued<ChatEvent>>| {
                let (events, spaces): (Vec<_>, Vec<_>) = batch
                    .into_iter()
                    .map(|queued| (queued.item, queued.space))
                    .unzip();
                let span = debug_span!("chat", count = events.len());
                let delivering = deliver(events).instrument(span);
                async move { (delivering.await, spaces) }
            });
            let due = held.next_due(&*clock);
            tokio::select! {
                count = self.0.recv_many(&mut received, LIMITS.max_batch), if is_open => {
                    is_open = count > 0;
                    for queued in received.drain(..) {
                        rooms.push(RoomName::of(queued.item.creator_id()), queued);
                    }
                }
                Some(ended) = rooms.next() => {
                    let Some((report, spaces)) = ended else {
                        continue;
                    };
                    reporting::chat_sent(&report);
                    failures.record(report.outage.as_ref());
                    held.keep(report.delayed, spaces);
                }
                () = sleep_until(due.unwrap_or_else(Instant::now)), if is_open && due.is_some() => {
                    for queued in held.take_due(clock.now()) {
                        rooms.push(RoomName::of(queued.item.creator_id()), queued);
                    }
                }
                _ = stop.wait_for(|stop| *stop), if is_open && !is_stopping => {
                    is_stopping = true;
                    self.0.close();
                }
                else => break,
            }
        }
    }
}

/// Messages of delayed chats, ordered by when they become visible, then by number. They keep their space in the outbox.
#[derive(Default)]
struct HeldMessages(BTreeMap<(Timestamp, Option<u32>), Vec<Queued<ChatEvent>>>);

impl HeldMessages {
    /// Adds held events, and as many of the spaces of their batch.
    fn keep(&mut self, held: Vec<(Timestamp, ChatEvent)>, spaces: Vec<OwnedSemaphorePermit>) {
        for ((at, item), space) in held.into_iter().zip(spaces) {
            let number = match &item {
                ChatEvent::Posted(message) => Some(message.seq),
                ChatEvent::Removed { .. } => None,
            };
            self.0
                .entry((at, number))
                .or_default()
                .push(Queued { item, space });
        }
    }

    /// Returns when to check again whether a message is due.
    fn next_due(&self, clock: &dyn Clock) -> Option<Instant> {
        let ((at, _), _) = self.0.first_key_value()?;
        // The clock may be set back or forward, so this check is repeated after the delay at the latest.
        let wait = (*at - clock.now()).to_std().unwrap_or_default();
        Some(Instant::now() + wait.min(MODERATION_DELAY))
    }

    fn take_due(&mut self, now: Timestamp) -> Vec<Queued<ChatEvent>> {
        let mut due = Vec::new();
        while let Some(first) = self.0.first_entry()
            && first.key().0 <= now
        {
            due.extend(first.remove());
        }
        due
    }
}
