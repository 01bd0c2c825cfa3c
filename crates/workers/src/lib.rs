//! Background tasks on tokio, for which no request waits.
//!
//! A [`WebhookWorker`] processes the notifications of the media server, a [`ChatDispatcher`] sends chat to rooms,
//! [`run_reconciler`] runs the reconciler on one server at a time, the leader, and [`run_retention`] deletes expired
//! data there. The crate depends on the domain only, so it
//! works with any adapters. Each task runs until a watched value becomes true, and then finishes its pending work.

mod chat;
mod failure_log;
#[cfg(test)]
mod gate;
mod queue;
mod reconcile;
mod reporting;
mod retention;
mod room_tasks;
mod webhooks;

pub use chat::{BoundedChatOutbox, ChatDispatcher};
pub use queue::QueueDepth;
pub use reconcile::run_reconciler;
pub use reporting::describe_metrics;
pub use retention::{delete_expired, run_retention};
pub use webhooks::{BoundedWebhookQueue, WebhookWorker};

use tokio::sync::watch::{Receiver, Sender};

/// Whether the tasks must stop: once the value is true, or its sender is dropped.
pub type Stop = Receiver<bool>;

/// Where the election announces whether this server is the leader.
pub type Leadership = Sender<bool>;
