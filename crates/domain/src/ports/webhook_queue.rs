//! The port to the queue of notifications that wait to be processed.

use crate::session::MediaNotification;

/// Why a notification was not enqueued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookQueueError {
    /// The queue is full. The media server has to send the notification again.
    #[error("the queue of notifications is full")]
    Full,
    /// The worker has stopped.
    #[error("the queue of notifications is closed")]
    Closed,
}

/// A bounded queue in memory. It need not be durable: what a crash loses is corrected by the next poll of the
/// room, and processing a notification twice changes nothing.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait WebhookQueue: Send + Sync {
    /// Enqueues a notification, to be processed once. MUST NOT wait, neither until it is processed nor for
    /// space. Notifications of one room MUST be processed in the order in which they were enqueued.
    /// Notifications of one room MUST NOT wait for those of another. A full or closed queue MUST refuse the
    /// notification and keep those that it holds; a full one MUST accept notifications again after it has
    /// processed some.
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError>;
}
