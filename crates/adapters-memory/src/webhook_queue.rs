//! [`MemoryWebhookQueue`]: keeps notifications until a test takes them.

use onair_domain::ports::{WebhookQueue, WebhookQueueError};
use onair_domain::session::MediaNotification;

use crate::bounded_queue::{BoundedQueue, DEFAULT_CAPACITY, PushError};

/// A queue without a worker. A test takes the notifications.
#[derive(Debug)]
pub struct MemoryWebhookQueue(BoundedQueue<MediaNotification>);

impl MemoryWebhookQueue {
    /// Creates a queue with this capacity.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(BoundedQueue::new(capacity))
    }

    /// Takes all waiting notifications in the order in which they were enqueued.
    #[must_use]
    pub fn take(&self) -> Vec<MediaNotification> {
        self.0.take()
    }

    /// Rejects all later notifications.
    pub fn close(&self) {
        self.0.close();
    }
}

/// The capacity is 10,000 notifications.
impl Default for MemoryWebhookQueue {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY)
    }
}

impl WebhookQueue for MemoryWebhookQueue {
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError> {
        self.0.push(notification).map_err(|reason| match reason {
            PushError::Full => WebhookQueueError::Full,
            PushError::Closed => WebhookQueueError::Closed,
        })
    }
}
