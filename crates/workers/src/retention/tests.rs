//! Tests of the deletion of expired data, on a store in memory with simulated clocks.

use onair_adapters_memory::MemoryPorts;
use onair_domain::ports::Clock as _;
use onair_domain::retention::{RetentionDays, RetentionPolicy};
use onair_domain::session::EndReason;
use onair_domain::stream::StreamPatch;
use onair_port_contracts::fixtures;
use tokio::sync::watch::{Sender, channel};
use tokio::task::JoinHandle;

use super::*;

const DAY: Duration = Duration::from_hours(24);

struct Server {
    memory: MemoryPorts,
    is_leader: Sender<bool>,
    stop: Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    fn start() -> Self {
        let memory = MemoryPorts::new();
        let policy = RetentionPolicy {
            sessions: RetentionDays::new(1),
            ..RetentionPolicy::default()
        };
        let (is_leader, leadership) = channel(false);
        let (stop, stopped) = channel(false);
        let retention = memory.ports().retention(policy);
        let task = tokio::spawn(run_retention(retention, leadership, stopped));
        Self {
            memory,
            is_leader,
            stop,
            task,
        }
    }

    /// Stores a session that has just ended.
    async fn end_session(&self) {
        let (ports, now) = (self.memory.ports(), self.memory.clock.now());
        let profile = fixtures::a_profile("ada");
        ports.users.upsert_from_claims(&profile, now).await.unwrap();
        let stream = fixtures::a_stream(&profile.id);
        let (stream, _) = ports
            .streams
            .upsert(&stream, &StreamPatch::default())
            .await
            .unwrap();
        let open = fixtures::starting_at(&fixtures::a_session(&stream), now);
        assert!(ports.sessions.open(&open).await.unwrap().is_some());
        let ended = fixtures::ended(&open, now, EndReason::EndedByCreator);
        assert!(
            ports
                .sessions
                .save(&fixtures::a_change(&open, ended))
                .await
                .unwrap()
        );
    }

    /// Lets the task run until it waits for the clock or for a change. A store in memory answers at once.
    async fn sessions(&self) -> usize {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        self.memory.store.sessions().len()
    }
}

#[tokio::test(start_paused = true)]
async fn the_leader_deletes_at_once_and_every_hour() {
    let server = Server::start();
    server.end_session().await;
    server.memory.clock.advance(2 * DAY);
    assert_eq!(server.sessions().await, 1, "no server is the leader");
    server.is_leader.send_replace(true);
    assert_eq!(server.sessions().await, 0);

    server.end_session().await;
    server.memory.clock.advance(2 * DAY);
    tokio::time::advance(Duration::from_mins(59)).await;
    assert_eq!(server.sessions().await, 1);
    tokio::time::advance(Duration::from_mins(2)).await;
    assert_eq!(server.sessions().await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_no_longer_the_leader_deletes_nothing() {
    let server = Server::start();
    server.is_leader.send_replace(true);
    assert_eq!(server.sessions().await, 0);
    server.is_leader.send_replace(false);
    server.end_session().await;
    server.memory.clock.advance(2 * DAY);
    tokio::time::advance(2 * INTERVAL).await;
    assert_eq!(server.sessions().await, 1);
    server.is_leader.send_replace(true);
    assert_eq!(server.sessions().await, 0);
}

#[tokio::test(start_paused = true)]
async fn deletion_continues_after_an_outage() {
    let server = Server::start();
    server.end_session().await;
    server.memory.clock.advance(2 * DAY);
    server.memory.store.start_outage();
    server.is_leader.send_replace(true);
    assert_eq!(server.sessions().await, 1);
    server.memory.store.end_outage();
    tokio::time::advance(INTERVAL + Duration::from_secs(1)).await;
    assert_eq!(server.sessions().await, 0);
}

#[tokio::test(start_paused = true)]
async fn it_stops_as_leader_and_as_follower() {
    for is_leader in [false, true] {
        let server = Server::start();
        server.is_leader.send_replace(is_leader);
        server.sessions().await;
        server.stop.send_replace(true);
        server.task.await.unwrap();
    }
}
