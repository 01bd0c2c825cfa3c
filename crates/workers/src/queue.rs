//! A bounded queue. Its bound includes items that are being processed: an item uses its space until it is dropped.

use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Why an item was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TrySendError {
    Full,
    Closed,
}

/// An item and its space in the queue.
#[derive(Debug)]
pub(crate) struct Queued<T> {
    pub(crate) item: T,
    pub(crate) space: OwnedSemaphorePermit,
}

/// The sending end. Clones share the queue.
#[derive(Debug)]
pub(crate) struct QueueSender<T> {
    capacity: usize,
    space: Arc<Semaphore>,
    items: UnboundedSender<Queued<T>>,
}

/// How full a queue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueDepth {
    /// The items that wait or are being processed.
    pub items: usize,
    /// The most items that the queue accepts.
    pub capacity: usize,
}

/// The receiving end, in the order of sending. The queue rejects items once this end is closed or
/// dropped.
pub(crate) type QueueReceiver<T> = UnboundedReceiver<Queued<T>>;

/// Creates a queue with this capacity.
pub(crate) fn queue<T>(capacity: usize) -> (QueueSender<T>, QueueReceiver<T>) {
    let (items, receiver) = unbounded_channel();
    let space = Arc::new(Semaphore::new(capacity));
    let sender = QueueSender {
        capacity,
        space,
        items,
    };
    (sender, receiver)
}

impl<T> QueueSender<T> {
    /// Enqueues an item without waiting.
    pub(crate) fn try_send(&self, item: T) -> Result<(), TrySendError> {
        let space = self.space.clone().try_acquire_owned();
        let space = space.map_err(|_| {
            if self.items.is_closed() {
                TrySendError::Closed
            } else {
                TrySendError::Full
            }
        })?;
        let sent = self.items.send(Queued { item, space });
        sent.map_err(|_| TrySendError::Closed)
    }

    pub(crate) fn depth(&self) -> QueueDepth {
        QueueDepth {
            items: self.capacity - self.space.available_permits(),
            capacity: self.capacity,
        }
    }

    /// Waits until the queue is closed.
    #[cfg(test)]
    pub(crate) async fn closed(&self) {
        self.items.closed().await;
    }
}
