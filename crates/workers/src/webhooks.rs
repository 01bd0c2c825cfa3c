//! [`WebhookWorker`]: processes the notifications of the media server after the webhook was answered.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use onair_domain::ports::{Clock, WebhookQueue, WebhookQueueError};
use onair_domain::session::{BroadcastService, MediaNotification, ProcessReport};
use tracing::{Instrument as _, debug_span};

use crate::Stop;
use crate::failure_log::FailureLog;
use crate::queue::{QueueDepth, QueueReceiver, QueueSender, Queued, TrySendError, queue};
use crate::reporting;
use crate::room_tasks::{Limits, RoomTasks};

/// The notifications of a batch are one change of the room's session. The rest limits a room to 40 changes a second,
/// however many people join it; the first one is processed at once.
const LIMITS: Limits = Limits {
    max_rooms: 8,
    max_batch: 256,
    rest: Duration::from_millis(25),
};

/// A [`WebhookQueue`] with a [`WebhookWorker`]. Its notifications are lost if the process crashes; the next poll
/// compensates for them.
#[derive(Debug)]
pub struct BoundedWebhookQueue(QueueSender<MediaNotification>);

impl BoundedWebhookQueue {
    /// How full the queue is.
    #[must_use]
    pub fn depth(&self) -> QueueDepth {
        self.0.depth()
    }
}

impl WebhookQueue for BoundedWebhookQueue {
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError> {
        self.0.try_send(notification).map_err(|refused| match refused {
            TrySendError::Full => WebhookQueueError::Full,
            TrySendError::Closed => WebhookQueueError::Closed,
        })
    }
}

/// Processes the notifications of a queue: those of one room in order and in batches, different rooms concurrently.
#[derive(Debug)]
pub struct WebhookWorker(QueueReceiver<MediaNotification>);

impl WebhookWorker {
    /// The capacity of the queue of a server, including notifications that are being processed: what LiveKit sends
    /// in a few seconds when many thousand viewers join.
    pub const CAPACITY: usize = 20_000;

    /// Creates a worker and its queue, which has room for `capacity` notifications. The queue accepts them
    /// immediately.
    #[must_use]
    pub fn new(capacity: usize) -> (BoundedWebhookQueue, Self) {
        let (sender, receiver) = queue(capacity);
        (BoundedWebhookQueue(sender), Self(receiver))
    }

    /// Processes notifications until it is stopped. Then it closes the queue and processes what is in it.
    pub async fn run(self, broadcasts: BroadcastService, clock: Arc<dyn Clock>, stop: Stop) {
        let process = |notifications: Vec<MediaNotification>| {
            let broadcasts = broadcasts.clone();
            async move { broadcasts.process(&notifications).await }
        };
        self.run_with(process, clock, stop).await;
    }

    async fn run_with<F>(
        mut self,
        process: impl Fn(Vec<MediaNotification>) -> F,
        clock: Arc<dyn Clock>,
        mut stop: Stop,
    ) where
        F: Future<Output = ProcessReport> + Send + 'static,
    {
        let mut rooms = RoomTasks::new(LIMITS);
        let mut failures = FailureLog::new(
            "cannot process notifications of the media server; the next poll compensates for them",
            "notifications of the media server can be processed again",
        );
        let mut received = Vec::with_capacity(LIMITS.max_batch);
        let (mut is_stopping, mut is_open) = (false, true);
        loop {
            rooms.start(|batch: Vec<Queued<MediaNotification>>| {
                let (notifications, spaces): (Vec<_>, Vec<_>) = batch
                    .into_iter()
                    .map(|queued| (queued.item, queued.space))
                    .unzip();
                let count = notifications.len();
                let oldest = notifications
                    .iter()
                    .filter_map(|notification| notification.at)
                    .min();
                let span = debug_span!("webhooks", count);
                let processing = process(notifications).instrument(span);
                async move {
                    let report = processing.await;
                    drop(spaces);
                    (count, oldest, report)
                }
            });
            tokio::select! {
                count = self.0.recv_many(&mut received, LIMITS.max_batch), if is_open => {
                    is_open = count > 0;
                    for queued in received.drain(..) {
                        rooms.push(queued.item.room.clone(), queued);
                    }
                }
                Some(ended) = rooms.next() => {
                    let Some((count, oldest, report)) = ended else {
                        continue;
                    };
                    let age = oldest.map(|at| (clock.now() - at).to_std().unwrap_or_default());
                    reporting::webhooks_processed(count, age, &report);
                    failures.record(report.outage.as_ref());
                }
                _ = stop.wait_for(|stop| *stop), if is_open && !is_stopping => {
                    is_stopping = true;
                    self.0.close();
                }
                else => break,
            }
        }
    }
}
