//! [`MemoryWebhookQueue`]: keeps notifications until a test takes them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use onair_domain::ports::{WebhookQueue, WebhookQueueError};
use onair_domain::session::MediaNotification;

/// A queue that nobody processes by itself: whoever has it takes notifications out.
#[derive(Debug)]
pub struct MemoryWebhookQueue {
    capacity: usize,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    is_closed: bool,
    waiting: VecDeque<MediaNotification>,
}

impl MemoryWebhookQueue {
    /// A queue for so many notifications.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            inside: Mutex::default(),
        }
    }

    /// Takes out everything that waits, in the order in which it was enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<MediaNotification> {
        self.lock().waiting.drain(..).collect()
    }

    /// Refuses all that comes from now on.
    pub fn close(&self) {
        self.lock().is_closed = true;
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A queue for 10,000 notifications.
impl Default for MemoryWebhookQueue {
    fn default() -> Self {
        Self::new(10_000)
    }
}

impl WebhookQueue for MemoryWebhookQueue {
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError> {
        let mut inside = self.lock();
        if inside.is_closed {
            return Err(WebhookQueueError::Closed);
        }
        if inside.waiting.len() >= self.capacity {
            return Err(WebhookQueueError::Full);
        }
        inside.waiting.push_back(notification);
        Ok(())
    }
}
