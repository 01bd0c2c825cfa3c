//! Tests of the leader's election and polls, on locks in memory with a simulated clock.

use std::sync::atomic::{AtomicU32, Ordering};

use onair_adapters_memory::{MemoryLocks, MemoryStore};
use tokio::sync::watch::{Sender, channel};
use tokio::task::JoinHandle;

use super::*;

/// A server, the number of its polls, and handles to stop and to kill it.
struct Server {
    polls: Arc<AtomicU32>,
    stop: Sender<bool>,
    task: JoinHandle<()>,
}

/// What the polls of a server find.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    Available,
    /// Some rooms cannot be polled.
    PartlyAvailable,
    Unavailable,
}

impl Server {
    fn start(store: &MemoryStore, media: Media) -> Self {
        let polls = Arc::new(AtomicU32::new(0));
        let (stop, stopped) = channel(false);
        let counter = polls.clone();
        let poll = move || {
            counter.fetch_add(1, Ordering::SeqCst);
            let outage = (media != Media::Available).then(|| Outage::Media("unavailable".into()));
            std::future::ready(ReconcileReport {
                has_listed: media != Media::Unavailable,
                outage,
                ..ReconcileReport::default()
            })
        };
        let locks = Arc::new(MemoryLocks::new(store.clone()));
        let task = tokio::spawn(run_with(poll, locks, channel(false).0, stopped));
        Self { polls, stop, task }
    }

    fn polls(&self) -> u32 {
        self.polls.load(Ordering::SeqCst)
    }
}

/// Advances the clock in steps of 10 ms, so that each task runs when it is due.
async fn advance_time(time: Duration) {
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
    let first = Server::start(&store, Media::Available);
    advance_time(Duration::from_millis(10)).await;
    let second = Server::start(&store, Media::Available);
    advance_time(Duration::from_secs(20)).await;
    assert!((10..=11).contains(&first.polls()), "{}", first.polls());
    assert_eq!(second.polls(), 0);
}

#[tokio::test(start_paused = true)]
async fn another_server_takes_over_from_a_crashed_leader() {
    let store = MemoryStore::new();
    let leader = Server::start(&store, Media::Available);
    advance_time(Duration::from_secs(5)).await;
    let second = Server::start(&store, Media::Available);
    advance_time(Duration::from_secs(5)).await;
    assert_eq!(second.polls(), 0);
    leader.task.abort();
    advance_time(Duration::from_secs(2)).await;
    assert!(second.polls() >= 1);
}

#[tokio::test(start_paused = true)]
async fn another_server_takes_over_from_a_leader_that_stops() {
    let store = MemoryStore::new();
    let leader = Server::start(&store, Media::Available);
    advance_time(Duration::from_secs(5)).await;
    let second = Server::start(&store, Media::Available);
    leader.stop.send_replace(true);
    leader.task.await.unwrap();
    advance_time(Duration::from_secs(2)).await;
    assert!(second.polls() >= 1);
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_cannot_poll_rooms_hands_over() {
    let store = MemoryStore::new();
    let without_media = Server::start(&store, Media::Unavailable);
    advance_time(Duration::from_secs(1)).await;
    let with_media = Server::start(&store, Media::Available);
    advance_time(Duration::from_secs(8)).await;
    assert_eq!(without_media.polls(), MAX_FAILED_POLLS);
    assert!(with_media.polls() >= 1);
    advance_time(Duration::from_mins(1)).await;
    assert_eq!(
        without_media.polls(),
        MAX_FAILED_POLLS,
        "the second server is the leader"
    );
}

#[tokio::test(start_paused = true)]
async fn a_single_server_keeps_trying_to_poll_rooms() {
    let store = MemoryStore::new();
    let without_media = Server::start(&store, Media::Unavailable);
    advance_time(Duration::from_mins(1)).await;
    assert!(without_media.polls() > 2 * MAX_FAILED_POLLS);
}

/// Another server would have the same difficulty with these rooms.
#[tokio::test(start_paused = true)]
async fn a_leader_that_cannot_poll_some_rooms_remains_the_leader() {
    let store = MemoryStore::new();
    let leader = Server::start(&store, Media::PartlyAvailable);
    advance_time(Duration::from_secs(1)).await;
    let second = Server::start(&store, Media::Available);
    advance_time(Duration::from_mins(1)).await;
    assert!(leader.polls() > 2 * MAX_FAILED_POLLS);
    assert_eq!(second.polls(), 0);
}
