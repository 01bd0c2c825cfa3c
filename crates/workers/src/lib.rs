//! Background tasks on tokio: what a request doesn't wait for.
//!
//! A [`WebhookWorker`] processes the notifications of the media server, a [`ChatDispatcher`] sends chat to rooms,
//! and [`run_reconciler`] runs the reconciler on one server at a time. The crate depends on the domain alone, so
//! it runs over any adapters. Each task runs until a watched value turns true, and then finishes what it has.

mod chat;
mod failure_log;
#[cfg(test)]
mod held;
mod queue;
mod reconcile;
mod reporting;
mod room_tasks;
mod webhooks;

pub use chat::{BoundedChatOutbox, ChatDispatcher};
pub use reconcile::run_reconciler;
pub use reporting::describe_metrics;
pub use webhooks::{BoundedWebhookQueue, WebhookWorker};

use tokio::sync::watch::Receiver;

/// Whether the tasks have to stop: they do once it is true. Its sender being dropped says the same.
pub type Stop = Receiver<bool>;
