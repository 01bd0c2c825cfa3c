//! Tests of the worker, with gated processing and with services in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use onair_adapters_memory::{FixedClock, MemoryPorts};
use onair_domain::room::RoomName;
use onair_domain::session::{MediaEvent, Timing};
use onair_port_contracts::fixtures;
use onair_port_contracts::webhook_queue::{QueueFixture, QueueWorker};
use tokio::sync::watch::{Sender, channel};
use tokio::time::Instant;

use super::*;
use crate::gate::Gate;

struct GatedWorker {
    gate: Arc<Gate<MediaNotification>>,
    stop: Sender<bool>,
    queue: Arc<BoundedWebhookQueue>,
}

#[async_trait]
impl QueueWorker for GatedWorker {
    async fn processed(&self, count: usize) -> Vec<MediaNotification> {
        self.gate.processed(count).await
    }

    fn hang(&self, room: &RoomName) {
        self.gate.hang(room);
    }

    async fn close(&self) {
        self.stop.send_replace(true);
        self.queue.0.closed().await;
    }
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock::default())
}

fn queue_fixture() -> QueueFixture {
    let (queue, worker) = WebhookWorker::new(8);
    let (queue, gate, stop) = (Arc::new(queue), Gate::new(), channel(false).0);
    let processing = gate.clone();
    let process = move |batch: Vec<MediaNotification>| {
        let gate = processing.clone();
        async move {
            gate.process(batch[0].room.clone(), batch).await;
            ProcessReport::default()
        }
    };
    tokio::spawn(worker.run_with(process, clock(), stop.subscribe()));
    QueueFixture {
        queue: queue.clone(),
        capacity: 8,
        worker: Arc::new(GatedWorker { gate, stop, queue }),
    }
}

mod contract {
    use super::*;

    onair_port_contracts::webhook_queue!(async || queue_fixture());
}

#[tokio::test]
async fn waiting_notifications_of_one_room_are_processed_in_batches() {
    let (queue, worker) = WebhookWorker::new(1_000);
    for _ in 0..1_000 {
        queue
            .enqueue(fixtures::a_notification("ada", MediaEvent::RoomOpened))
            .unwrap();
    }
    let batches = Arc::new(Mutex::new(Vec::new()));
    let batch_sizes = batches.clone();
    let (_, stop) = channel(true);
    let process = move |batch: Vec<MediaNotification>| {
        batch_sizes.lock().unwrap().push(batch.len());
        std::future::ready(ProcessReport::default())
    };
    worker.run_with(process, clock(), stop).await;
    let batches = batches.lock().unwrap();
    assert_eq!(batches.iter().sum::<usize>(), 1_000);
    assert!(batches.len() <= 8, "{batches:?}");
}

#[tokio::test]
async fn a_panic_does_not_stop_the_processing_of_a_room() {
    let (queue, worker) = WebhookWorker::new(9);
    let done = channel(0).0;
    let counts = done.clone();
    let process = move |batch: Vec<MediaNotification>| {
        let counts = counts.clone();
        async move {
            assert_ne!(batch[0].event, MediaEvent::RoomClosed, "the test panics here");
            counts.send_modify(|count| *count += batch.len());
            ProcessReport::default()
        }
    };
    let (_running, stop) = channel(false);
    tokio::spawn(worker.run_with(process, clock(), stop));
    for event in [MediaEvent::RoomClosed, MediaEvent::RoomOpened] {
        queue.enqueue(fixtures::a_notification("ada", event)).unwrap();
        tokio::task::yield_now().await;
    }
    done.subscribe().wait_for(|count| *count == 1).await.unwrap();
}

#[tokio::test]
async fn a_stopping_worker_processes_its_queue() {
    let memory = MemoryPorts::new();
    let broadcasts = memory.ports().broadcasts(Timing::default());
    let (queue, worker) = WebhookWorker::new(9);
    let notification = fixtures::a_notification("ada", MediaEvent::RoomOpened);
    queue.enqueue(notification.clone()).unwrap();
    let (_, stop) = channel(true);
    worker.run(broadcasts, clock(), stop).await;
    assert_eq!(queue.enqueue(notification), Err(WebhookQueueError::Closed));
}

#[tokio::test(start_paused = true)]
async fn notifications_gather_while_a_room_rests_and_other_rooms_do_not_wait() {
    let (queue, worker) = WebhookWorker::new(1_000);
    let batches = channel(Vec::new()).0;
    let seen = batches.clone();
    let started_at = Instant::now();
    let process = move |batch: Vec<MediaNotification>| {
        let room = batch[0].room.to_string();
        seen.send_modify(|batches| batches.push((room, batch.len(), started_at.elapsed())));
        std::future::ready(ProcessReport::default())
    };
    let (_running, stop) = channel(false);
    tokio::spawn(worker.run_with(process, clock(), stop));
    let processed = async |count: usize| {
        let mut batches = batches.subscribe();
        batches
            .wait_for(|batches| batches.len() >= count)
            .await
            .unwrap()
            .clone()
    };
    let enqueue = |room: &str| {
        let notification = fixtures::a_notification(room, MediaEvent::RoomOpened);
        queue.enqueue(notification).unwrap();
    };
    enqueue("ada");
    processed(1).await;
    for _ in 0..10 {
        enqueue("ada");
    }
    enqueue("ben");
    let rest = LIMITS.rest;
    let expected = [
        ("ada".to_owned(), 1, Duration::ZERO),
        ("ben".to_owned(), 1, Duration::ZERO),
        ("ada".to_owned(), 10, rest),
    ];
    let batches = processed(3).await;
    for ((room, count, at), (expected_room, expected_count, earliest)) in batches.into_iter().zip(expected) {
        assert_eq!((room, count), (expected_room, expected_count));
        assert!(
            earliest <= at && at <= earliest + Duration::from_millis(2),
            "{at:?}"
        );
    }
}
