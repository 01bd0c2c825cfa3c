//! [`MemoryWebhookQueue`]: keeps notifications until a test takes them.

use onair_domain::ports::{WebhookQueue, WebhookQueueError};
use onair_domain::session::MediaNotification;

use crate::bounded_queue::{BoundedQueue, DEFAULT_CAPACITY, NotTaken};

/// A queue that nobody processes by itself: whoever has it takes notifications out.
#[derive(Debug)]
pub struct MemoryWebhookQueue(BoundedQueue<MediaNotification>);

impl MemoryWebhookQueue {
    /// Has room for so many notifications.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(BoundedQueue::new(capacity))
    }

    /// Takes out everything that waits, in the order in which it was enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<MediaNotification> {
        self.0.take()
    }

    /// Refuses all that comes from now on.
    pub fn close(&self) {
        self.0.close();
    }
}

/// Has room for 10,000 notifications.
impl Default for MemoryWebhookQueue {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY)
    }
}

impl WebhookQueue for MemoryWebhookQueue {
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError> {
        self.0.push(notification).map_err(|reason| match reason {
            NotTaken::Full => WebhookQueueError::Full,
            NotTaken::Closed => WebhookQueueError::Closed,
        })
    }
}
