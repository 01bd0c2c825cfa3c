//! [`MemoryChatOutbox`]: keeps chat events until a test takes them.

use onair_domain::chat::ChatEvent;
use onair_domain::ports::ChatOutbox;

use crate::bounded_queue::{BoundedQueue, DEFAULT_CAPACITY};

/// An outbox without a dispatcher. A test takes the events.
#[derive(Debug)]
pub struct MemoryChatOutbox(BoundedQueue<ChatEvent>);

impl MemoryChatOutbox {
    /// Creates an outbox with this capacity.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(BoundedQueue::new(capacity))
    }

    /// Takes all waiting events in the order in which they were enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<ChatEvent> {
        self.0.take()
    }

    /// Drops all later events.
    pub fn close(&self) {
        self.0.close();
    }
}

/// The capacity is 10,000 events.
impl Default for MemoryChatOutbox {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY)
    }
}

impl ChatOutbox for MemoryChatOutbox {
    fn enqueue(&self, event: ChatEvent) {
        // Events that are not taken are pending in the chat log.
        let _is_taken = self.0.push(event).is_ok();
    }
}
