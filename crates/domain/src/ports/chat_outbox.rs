//! The port to the queue of chat events that wait to be sent to their rooms.

use crate::chat::ChatEvent;

/// A bounded queue in memory. Events that it drops stay [pending](crate::ports::ChatLog::list_pending) in the
/// log, and the reconciler sends them.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait ChatOutbox: Send + Sync {
    /// Enqueues a stored event, to be sent to its room. MUST NOT wait, neither until it is sent nor for
    /// space. Events of one room MUST be sent in the order in which they were enqueued. Events of one room
    /// MUST NOT wait for those of another. A full or closed queue drops the event and MUST keep those that it
    /// holds.
    fn enqueue(&self, event: ChatEvent);
}
