//! [`WebhookWorker`]: processes the notifications of the media server, after their sender was answered.

#[cfg(test)]
mod tests;

use onair_domain::ports::{WebhookQueue, WebhookQueueError};
use onair_domain::session::{BroadcastService, MediaNotification, ProcessReport};

use crate::Stop;
use crate::failure_log::FailureLog;
use crate::queue::{NotTaken, QueueReceiver, QueueSender, Queued, queue};
use crate::reporting;
use crate::room_tasks::RoomTasks;

/// Notifications of one room that are processed at once; they are one change of its session.
const MAX_BATCH: usize = 256;

/// Rooms that are processed at once.
const MAX_ROOMS: usize = 8;

/// A [`WebhookQueue`] with a [`WebhookWorker`] behind it. What it holds when the process dies is lost, and
/// made up for by the next poll.
#[derive(Debug)]
pub struct BoundedWebhookQueue(QueueSender<MediaNotification>);

impl WebhookQueue for BoundedWebhookQueue {
    fn enqueue(&self, notification: MediaNotification) -> Result<(), WebhookQueueError> {
        self.0.try_send(notification).map_err(|refused| match refused {
            NotTaken::Full => WebhookQueueError::Full,
            NotTaken::Closed => WebhookQueueError::Closed,
        })
    }
}

/// Processes what is in a queue: of one room in its order and in batches, of different rooms concurrently.
#[derive(Debug)]
pub struct WebhookWorker(QueueReceiver<MediaNotification>);

impl WebhookWorker {
    /// How many notifications a server's queue has room for, those that are being processed included: what
    /// LiveKit sends in some seconds when many thousand people come.
    pub const CAPACITY: usize = 20_000;

    /// Makes a worker and its queue, which has room for `capacity` notifications. The queue takes them as soon as
    /// it is made.
    #[must_use]
    pub fn new(capacity: usize) -> (BoundedWebhookQueue, Self) {
        let (sender, receiver) = queue(capacity);
        (BoundedWebhookQueue(sender), Self(receiver))
    }

    /// Processes notifications until it has to stop. Then the queue is closed, and what is in it is processed.
    pub async fn run(self, broadcasts: BroadcastService, stop: Stop) {
        let process = |notifications: Vec<MediaNotification>| {
            let broadcasts = broadcasts.clone();
            async move { broadcasts.process(&notifications).await }
        };
        self.run_with(process, stop).await;
    }

    async fn run_with<F>(mut self, process: impl Fn(Vec<MediaNotification>) -> F, mut stop: Stop)
    where
        F: Future<Output = ProcessReport> + Send + 'static,
    {
        let mut rooms = RoomTasks::new(MAX_ROOMS, MAX_BATCH);
        let mut failures = FailureLog::new(
            "can't process notifications of the media server; polls make up for them",
            "processing notifications of the media server again",
        );
        let mut received = Vec::with_capacity(MAX_BATCH);
        let (mut is_stopping, mut is_open) = (false, true);
        loop {
            rooms.start(|batch: Vec<Queued<MediaNotification>>| {
                let (notifications, spaces): (Vec<_>, Vec<_>) = batch
                    .into_iter()
                    .map(|queued| (queued.item, queued.space))
                    .unzip();
                let count = notifications.len();
                let processing = process(notifications);
                async move {
                    let report = processing.await;
                    drop(spaces);
                    (count, report)
                }
            });
            tokio::select! {
                count = self.0.recv_many(&mut received, MAX_BATCH), if is_open => {
                    is_open = count > 0;
                    for queued in received.drain(..) {
                        rooms.push(queued.item.room.clone(), queued);
                    }
                }
                Some((count, report)) = rooms.next() => {
                    reporting::webhooks_processed(count, &report);
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
