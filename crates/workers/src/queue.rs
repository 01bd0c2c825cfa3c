//! A bounded queue whose bound counts what is being worked on, too: an item takes its space until it is dropped.

use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Why an item was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotTaken {
    Full,
    Closed,
}

/// An item, and its space in the queue.
#[derive(Debug)]
pub(crate) struct Queued<T> {
    pub(crate) item: T,
    pub(crate) space: OwnedSemaphorePermit,
}

/// Where items go in. Clones are the same queue.
#[derive(Debug)]
pub(crate) struct QueueSender<T> {
    space: Arc<Semaphore>,
    items: UnboundedSender<Queued<T>>,
}

/// Where items come out, in the order in which they went in. It takes nothing more once it is dropped or
/// closed.
pub(crate) type QueueReceiver<T> = UnboundedReceiver<Queued<T>>;

/// Makes a queue for so many items.
pub(crate) fn queue<T>(capacity: usize) -> (QueueSender<T>, QueueReceiver<T>) {
    let (items, receiver) = unbounded_channel();
    let space = Arc::new(Semaphore::new(capacity));
    (QueueSender { space, items }, receiver)
}

impl<T> QueueSender<T> {
    /// Puts an item in, without waiting.
    pub(crate) fn try_send(&self, item: T) -> Result<(), NotTaken> {
        let space = self.space.clone().try_acquire_owned();
        let space = space.map_err(|_| {
            if self.items.is_closed() {
                NotTaken::Closed
            } else {
                NotTaken::Full
            }
        })?;
        let sent = self.items.send(Queued { item, space });
        sent.map_err(|_| NotTaken::Closed)
    }

    /// Waits until the queue takes nothing more.
    #[cfg(test)]
    pub(crate) async fn closed(&self) {
        self.items.closed().await;
    }
}
