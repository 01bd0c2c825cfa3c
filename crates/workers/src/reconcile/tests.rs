//! The leader's election and its polls, over locks in memory and a clock that stands still.

use std::sync::atomic::{AtomicU32, Ordering};

use onair_adapters_memory::{MemoryLocks, MemoryStore};
use tokio::sync::watch::{Sender, channel};
use tokio::task::JoinHandle;

use super::*;

/// A server: how often it polled, and what stops or kills it.
struct Server {
    polls: Arc<AtomicU32>,
    stop: Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    fn start(store: &MemoryStore, sees_rooms: bool) -> Self {
        let polls = Arc::new(AtomicU32::new(0));
        let (stop, stopped) = channel(false);
        let counted = polls.clone();
        let poll = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            let outage = (!sees_rooms).then(|| Outage::Media("away".into()));
            std::future::ready(ReconcileReport {
                outage,
                ..ReconcileReport::default()
            })
        };
        let locks = Arc::new(MemoryLocks::new(store.clone()));
        let task = tokio::spawn(run_with(poll, locks, stopped));
        Self { polls, stop, task }
    }

    fn polls(&self) -> u32 {
        self.polls.load(Ordering::SeqCst)
    }
}

/// Moves the clock on by a hundredth of a second at a time, so that each task runs when it is due.
async fn pass(time: Duration) {
    const STEP: Duration = Duration::from_millis(10);
    let end = Instant::now() + time;
    while Instant::now() < end {
        tokio::time::advance(STEP).await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn one_server_polls_every_two_seconds() {
    let store = MemoryStore::new();
    let one = Server::start(&store, true);
    pass(Duration::from_millis(10)).await;
    let other = Server::start(&store, true);
    pass(Duration::from_secs(20)).await;
    assert!((10..=11).contains(&one.polls()), "{}", one.polls());
    assert_eq!(other.polls(), 0);
}

#[tokio::test(start_paused = true)]
async fn another_server_takes_over_from_a_crashed_leader() {
    let store = MemoryStore::new();
    let leader = Server::start(&store, true);
    pass(Duration::from_secs(5)).await;
    let other = Server::start(&store, true);
    pass(Duration::from_secs(5)).await;
    assert_eq!(other.polls(), 0);
    leader.task.abort();
    pass(Duration::from_secs(2)).await;
    assert!(other.polls() >= 1);
}

#[tokio::test(start_paused = true)]
async fn another_server_takes_over_from_a_leader_that_stops() {
    let store = MemoryStore::new();
    let leader = Server::start(&store, true);
    pass(Duration::from_secs(5)).await;
    let other = Server::start(&store, true);
    leader.stop.send_replace(true);
    leader.task.await.unwrap();
    pass(Duration::from_secs(2)).await;
    assert!(other.polls() >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_cannot_poll_rooms_hands_over() {
    let store = MemoryStore::new();
    let blind = Server::start(&store, false);
    pass(Duration::from_secs(1)).await;
    let seeing = Server::start(&store, true);
    pass(Duration::from_secs(8)).await;
    assert_eq!(blind.polls(), MAX_FAILED_POLLS);
    assert!(seeing.polls() >= 1);
    pass(Duration::from_mins(1)).await;
    assert_eq!(blind.polls(), MAX_FAILED_POLLS, "the other is the leader");
}

#[tokio::test(start_paused = true)]
async fn a_single_server_keeps_trying_to_poll_rooms() {
    let store = MemoryStore::new();
    let blind = Server::start(&store, false);
    pass(Duration::from_mins(1)).await;
    assert!(blind.polls() > 2 * MAX_FAILED_POLLS);
}
