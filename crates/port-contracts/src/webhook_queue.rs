//! What every `WebhookQueue` must do: accept notifications without waiting, and have them processed in order.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::ports::{WebhookQueue, WebhookQueueError};
use onair_domain::room::RoomName;
use onair_domain::session::{MediaEvent, MediaNotification};

use crate::{fixtures, run_concurrently};

/// The worker of a queue under test. It processes nothing before the first call of
/// [`Self::processed`].
#[async_trait]
pub trait QueueWorker: Send + Sync {
    /// Lets it process until this many notifications were processed since the start, and returns all of
    /// them.
    async fn processed(&self, count: usize) -> Vec<MediaNotification>;

    /// Blocks the processing for this room from now on.
    fn hang(&self, room: &RoomName);

    /// Closes the queue, and returns when it is closed.
    async fn close(&self);
}

/// The port and its worker.
pub struct QueueFixture {
    /// The port.
    pub queue: Arc<dyn WebhookQueue>,
    /// The capacity of the queue.
    pub capacity: usize,
    /// The worker.
    pub worker: Arc<dyn QueueWorker>,
}

impl fmt::Debug for QueueFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueueFixture").finish_non_exhaustive()
    }
}

/// Runs all cases of a `WebhookQueue`; `fresh` returns a
/// [`QueueFixture`](crate::webhook_queue::QueueFixture) with a capacity of at least 8.
#[macro_export]
macro_rules! webhook_queue {
    ($fresh:expr) => {
        $crate::cases!(
            webhook_queue,
            $fresh,
            [
                a_notification_is_processed_unchanged,
                notifications_of_one_room_are_processed_in_order,
                rooms_do_not_wait_for_each_other,
                a_full_queue_refuses_new_notifications_and_keeps_old_ones,
                a_full_queue_accepts_notifications_after_processing_some,
                concurrent_calls_neither_lose_nor_duplicate_anything,
                a_closed_queue_refuses_new_notifications_and_keeps_old_ones,
            ]
        );
    };
}

/// Different notifications of a room.
fn of_room(room: &str, count: usize) -> Vec<MediaNotification> {
    let one = |_| fixtures::a_notification(room, MediaEvent::RoomOpened);
    (0..count).map(one).collect()
}

fn enqueue_all(fixture: &QueueFixture, notifications: &[MediaNotification]) {
    for notification in notifications {
        fixture.queue.enqueue(notification.clone()).unwrap();
    }
}

pub async fn a_notification_is_processed_unchanged(fixture: &QueueFixture) {
    let one = of_room("ada", 1);
    enqueue_all(fixture, &one);
    assert_eq!(fixture.worker.processed(1).await, one);
}

pub async fn notifications_of_one_room_are_processed_in_order(fixture: &QueueFixture) {
    let [ada, ben] = ["ada", "ben"].map(|room| of_room(room, 4));
    for (of_ada, of_ben) in ada.iter().zip(&ben) {
        enqueue_all(fixture, &[of_ada.clone(), of_ben.clone()]);
    }
    let processed = fixture.worker.processed(8).await;
    let (of_ada, of_ben): (Vec<_>, Vec<_>) = processed.into_iter().partition(|one| one.room == ada[0].room);
    assert_eq!((of_ada, of_ben), (ada, ben));
}

pub async fn rooms_do_not_wait_for_each_other(fixture: &QueueFixture) {
    let (ada, ben) = (of_room("ada", 3), of_room("ben", 3));
    fixture.worker.hang(&ada[0].room);
    enqueue_all(fixture, &ada);
    enqueue_all(fixture, &ben);
    assert_eq!(fixture.worker.processed(3).await, ben);
}

pub async fn a_full_queue_refuses_new_notifications_and_keeps_old_ones(fixture: &QueueFixture) {
    let notifications = of_room("ada", fixture.capacity);
    enqueue_all(fixture, &notifications);
    for room in ["ada", "ben"] {
        let refused = fixture.queue.enqueue(of_room(room, 1).remove(0));
        assert_eq!(refused, Err(WebhookQueueError::Full));
    }
    assert_eq!(fixture.worker.processed(fixture.capacity).await, notifications);
}

pub async fn a_full_queue_accepts_notifications_after_processing_some(fixture: &QueueFixture) {
    let mut notifications = of_room("ada", fixture.capacity);
    enqueue_all(fixture, &notifications);
    fixture.worker.processed(fixture.capacity).await;
    let later = of_room("ada", 1).remove(0);
    while let Err(refused) = fixture.queue.enqueue(later.clone()) {
        // A processed notification may still use its space for a moment.
        assert_eq!(refused, WebhookQueueError::Full);
        tokio::task::yield_now().await;
    }
    notifications.push(later);
    let processed = fixture.worker.processed(notifications.len()).await;
    assert_eq!(processed, notifications);
}

pub async fn concurrent_calls_neither_lose_nor_duplicate_anything(fixture: &QueueFixture) {
    let notifications = of_room("ada", fixture.capacity + 1);
    let calls = notifications.iter().cloned().map(|notification| {
        let queue = fixture.queue.clone();
        async move { queue.enqueue(notification.clone()).map(|()| notification) }
    });
    let mut taken: Vec<_> = run_concurrently(calls)
        .await
        .into_iter()
        .filter_map(Result::ok)
        .collect();
    assert_eq!(taken.len(), fixture.capacity);
    let mut processed = fixture.worker.processed(fixture.capacity).await;
    taken.sort_by(|one, other| one.sid.cmp(&other.sid));
    processed.sort_by(|one, other| one.sid.cmp(&other.sid));
    assert_eq!(processed, taken);
}

pub async fn a_closed_queue_refuses_new_notifications_and_keeps_old_ones(fixture: &QueueFixture) {
    let notifications = of_room("ada", 3);
    enqueue_all(fixture, &notifications);
    fixture.worker.close().await;
    let refused = fixture.queue.enqueue(of_room("ada", 1).remove(0));
    assert_eq!(refused, Err(WebhookQueueError::Closed));
    assert_eq!(fixture.worker.processed(3).await, notifications);
}
