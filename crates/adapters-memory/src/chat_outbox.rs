//! [`MemoryChatOutbox`]: keeps chat events until a test takes them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use onair_domain::chat::ChatEvent;
use onair_domain::ports::ChatOutbox;

/// An outbox that sends nothing by itself: whoever has it takes events out.
#[derive(Debug)]
pub struct MemoryChatOutbox {
    capacity: usize,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    is_closed: bool,
    waiting: VecDeque<ChatEvent>,
}

impl MemoryChatOutbox {
    /// An outbox for so many events.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            inside: Mutex::default(),
        }
    }

    /// Takes out everything that waits, in the order in which it was enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<ChatEvent> {
        self.lock().waiting.drain(..).collect()
    }

    /// Drops all that comes from now on.
    pub fn close(&self) {
        self.lock().is_closed = true;
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An outbox for 10,000 events.
impl Default for MemoryChatOutbox {
    fn default() -> Self {
        Self::new(10_000)
    }
}

impl ChatOutbox for MemoryChatOutbox {
    fn enqueue(&self, event: ChatEvent) {
        let mut inside = self.lock();
        if !inside.is_closed && inside.waiting.len() < self.capacity {
            inside.waiting.push_back(event);
        }
    }
}
