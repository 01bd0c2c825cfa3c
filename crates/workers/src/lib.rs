//! Background tasks on tokio: what a request doesn't wait for.
//!
//! A [`WebhookWorker`] processes the notifications of the media server. It knows the domain alone, so it runs over
//! any adapters. Each task runs until a watched value turns true, and then finishes what it has.

mod failure_log;
mod queue;
mod reporting;
mod room_tasks;
mod webhooks;

pub use reporting::describe_metrics;
pub use webhooks::{BoundedWebhookQueue, WebhookWorker};

use tokio::sync::watch::Receiver;

/// Whether the tasks have to stop: they do once it is true. Its sender being dropped says the same.
pub type Stop = Receiver<bool>;
