//! [`MemoryChatOutbox`]: keeps chat events until a test takes them.

use onair_domain::chat::ChatEvent;
use onair_domain::ports::ChatOutbox;

use crate::bounded_queue::{BoundedQueue, DEFAULT_CAPACITY};

/// An outbox that sends nothing by itself: whoever has it takes events out.
#[derive(Debug)]
pub struct MemoryChatOutbox(BoundedQueue<ChatEvent>);

impl MemoryChatOutbox {
    /// Has room for so many chat events.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(BoundedQueue::new(capacity))
    }

    /// Takes out everything that waits, in the order in which it was enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<ChatEvent> {
        self.0.take()
    }

    /// Drops all that comes from now on.
    pub fn close(&self) {
        self.0.close();
    }
}

/// Has room for 10,000 chat events.
impl Default for MemoryChatOutbox {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY)
    }
}

impl ChatOutbox for MemoryChatOutbox {
    fn enqueue(&self, event: ChatEvent) {
        // What isn't taken is pending in the chat log.
        let _is_taken = self.0.push(event).is_ok();
    }
}
