//! The port to the chat events that wait to be sent to their rooms.

use crate::chat::ChatEvent;

/// A bounded outbox in memory. Nothing is lost in it for good: what it doesn't send stays
/// [pending](crate::ports::ChatLog::list_pending) in the log, and the reconciler sends it.
#[cfg_attr(feature = "mocks", mockall::automock)]
pub trait ChatOutbox: Send + Sync {
    /// Takes an event that the log has, to be sent to its room. MUST NOT wait, neither for its sending nor for
    /// space. Events of one room MUST be sent in the order in which they were enqueued; a room MUST NOT wait
    /// for another one. An outbox that is full or closed drops the event, and MUST keep those that it has.
    fn enqueue(&self, event: ChatEvent);
}
