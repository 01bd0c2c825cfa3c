//! The worker over a processing that a test holds, and over services in memory.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use onair_adapters_memory::MemoryPorts;
use onair_domain::session::{MediaEvent, RoomName, Timing};
use onair_port_contracts::given;
use onair_port_contracts::webhook_queue::{ProcessedQueue, Processing};
use tokio::sync::watch::{Sender, channel};

use super::*;

/// Processes nothing before it is let, and nothing of rooms that hang.
struct Held {
    is_let: Sender<bool>,
    stop: Sender<bool>,
    hanging: Mutex<Vec<RoomName>>,
    processed: Sender<Vec<MediaNotification>>,
    queue: Arc<BoundedWebhookQueue>,
}

impl Held {
    fn start(capacity: usize) -> Arc<Self> {
        let (queue, worker) = WebhookWorker::new(capacity);
        let held = Arc::new(Self {
            is_let: channel(false).0,
            stop: channel(false).0,
            hanging: Mutex::default(),
            processed: channel(Vec::new()).0,
            queue: Arc::new(queue),
        });
        let process = {
            let held = held.clone();
            move |batch: Vec<MediaNotification>| {
                let held = held.clone();
                async move { held.process(batch).await }
            }
        };
        tokio::spawn(worker.run_with(process, held.stop.subscribe()));
        held
    }

    async fn process(&self, batch: Vec<MediaNotification>) -> ProcessReport {
        self.is_let.subscribe().wait_for(|is_let| *is_let).await.unwrap();
        let is_hanging = self.hanging.lock().unwrap().contains(&batch[0].room);
        if is_hanging {
            std::future::pending::<()>().await;
        }
        self.processed.send_modify(|processed| processed.extend(batch));
        ProcessReport::default()
    }
}

#[async_trait]
impl Processing for Held {
    async fn processed(&self, count: usize) -> Vec<MediaNotification> {
        self.is_let.send_replace(true);
        let mut processed = self.processed.subscribe();
        processed
            .wait_for(|all| all.len() >= count)
            .await
            .unwrap()
            .clone()
    }

    fn hang(&self, room: &RoomName) {
        self.hanging.lock().unwrap().push(room.clone());
    }

    async fn close(&self) {
        self.stop.send_replace(true);
        self.queue.0.closed().await;
    }
}

fn processed_queue() -> ProcessedQueue {
    let held = Held::start(8);
    ProcessedQueue {
        queue: held.queue.clone(),
        capacity: 8,
        processing: held,
    }
}

mod contract {
    use super::*;

    onair_port_contracts::webhook_queue!(async || processed_queue());
}

#[tokio::test]
async fn what_piles_up_of_one_room_is_processed_in_batches() {
    let (queue, worker) = WebhookWorker::new(1_000);
    for _ in 0..1_000 {
        queue
            .enqueue(given::a_notification("ada", MediaEvent::RoomOpened))
            .unwrap();
    }
    let batches = Arc::new(Mutex::new(Vec::new()));
    let seen = batches.clone();
    let (_, stop) = channel(true);
    let process = move |batch: Vec<MediaNotification>| {
        seen.lock().unwrap().push(batch.len());
        std::future::ready(ProcessReport::default())
    };
    worker.run_with(process, stop).await;
    let batches = batches.lock().unwrap();
    assert_eq!(batches.iter().sum::<usize>(), 1_000);
    assert!(batches.len() <= 8, "{batches:?}");
}

#[tokio::test]
async fn a_room_whose_processing_panics_goes_on_with_what_comes_later() {
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
    tokio::spawn(worker.run_with(process, stop));
    for event in [MediaEvent::RoomClosed, MediaEvent::RoomOpened] {
        queue.enqueue(given::a_notification("ada", event)).unwrap();
        tokio::task::yield_now().await;
    }
    done.subscribe().wait_for(|count| *count == 1).await.unwrap();
}

#[tokio::test]
async fn a_worker_that_stops_first_processes_what_its_queue_has() {
    let memory = MemoryPorts::new();
    let broadcasts = BroadcastService::new(&memory.ports(), Timing::default());
    let (queue, worker) = WebhookWorker::new(9);
    let notification = given::a_notification("ada", MediaEvent::RoomOpened);
    queue.enqueue(notification.clone()).unwrap();
    let (_, stop) = channel(true);
    worker.run(broadcasts, stop).await;
    assert_eq!(queue.enqueue(notification), Err(WebhookQueueError::Closed));
}
