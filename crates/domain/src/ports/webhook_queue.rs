//! The port to the notifications of the media server that wait to be processed.

use crate::session::MediaNotification;

/// Why a notification was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookQueueError {
    /// As many notifications wait as the queue has room for. The media server has to send it again.
    #[error("the queue of notifications is full")]
    Full,
    /// Nothing processes notifications any more.
    #[error("the queue of notifications is closed")]
    Closed,
}

/// A bounded queue in memory. Nothing durable is needed: what a crash loses is corrected by the next poll of
/// the room, and a notification that is processed twice changes nothing.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait WebhookQueue: Send + Sync {
    /// Takes a notification, to be processed once. MUST NOT wait, neither for its processing nor for space. Of a
    /// room, notifications MUST be processed in the order in which they were enqueued; a room MUST NOT wait
    /// for another one. A queue that is full or closed MUST refuse the notification and keep those that it has;
    /// a full one MUST take notifications again once it has processed some.
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError>;
}
