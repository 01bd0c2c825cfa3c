//! The server is killed while LiveKit reports thousands of viewers who join.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use onair_adapters_postgres::testing::TestDatabase;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::support::{
    Joiner, Person, Server, TEST_TIMEOUT, command, livekit, participant_joined, participants, started,
    with_webhook,
};

const ROOMS: usize = 20;
const WEBHOOKS: usize = 3_000;
/// The first room has all other webhooks.
const WEBHOOKS_OF_SMALL_ROOM: usize = 100;
const KILL_AFTER: usize = WEBHOOKS / 2;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn viewer_counts_are_right_one_poll_after_a_crash_in_a_webhook_storm() {
    let (server, database) = started().await;
    let mut rooms = Vec::new();
    for number in 0..ROOMS {
        rooms.push(Room::open(&server, &database, number % 4).await);
    }
    let (target, _) = watch::channel(None);
    let (accepted, _) = watch::channel(0);
    let storm = join_all(rooms.iter().enumerate().map(|(number, room)| {
        let count = match number {
            0 => WEBHOOKS - (ROOMS - 1) * WEBHOOKS_OF_SMALL_ROOM,
            _ => WEBHOOKS_OF_SMALL_ROOM,
        };
        room.report_joins(count, server.client.clone(), target.subscribe(), &accepted)
    }));
    let crash = async {
        target.send_replace(Some(server.url.clone()));
        assert_available_until(&server, &accepted, KILL_AFTER).await;
        target.send_replace(None);
        server.kill().await;
        let before = *accepted.borrow();
        assert!(before < WEBHOOKS, "the storm was over before the crash");

        let server = Server::start(command(database.url(), "serve")).await;
        target.send_replace(Some(server.url.clone()));
        assert_available_until(&server, &accepted, WEBHOOKS).await;
        (server, WEBHOOKS - before)
    };
    let both = async { tokio::join!(storm, crash) };
    let (_, (server, accepted_after)) = tokio::time::timeout(TEST_TIMEOUT, both)
        .await
        .expect("the storm never ended");

    server.wait_for_webhooks(accepted_after).await;
    let mut expected = livekit_counts(&rooms).await;
    loop {
        server.wait_for_reconciliation().await;
        let (listed, counts) = (live_list(&server).await, status_counts(&server, &rooms).await);
        let expected_before = std::mem::replace(&mut expected, livekit_counts(&rooms).await);
        // LiveKit disconnects the viewers of this test after a minute, because they receive no media.
        if expected == expected_before {
            assert_eq!(listed, expected);
            assert_eq!(counts, expected);
            break;
        }
    }
    let total = "SELECT sum(total_viewers)::text FROM sessions";
    let total: usize = database.texts(total).await[0].parse().unwrap();
    assert!(
        total >= accepted_after,
        "{total} viewers in total, {accepted_after} webhooks after the crash"
    );
}

/// Asserts that the server responds to other calls until it has accepted this many webhooks.
async fn assert_available_until(server: &Server, accepted: &watch::Sender<usize>, count: usize) {
    loop {
        let is_last = *accepted.borrow() >= count;
        for path in ["/health/live", "/health/ready"] {
            let (status, health) = server.call(Method::GET, path, None, Value::Null).await;
            assert_eq!(
                (status.as_u16(), &health["status"]),
                (200, &json!("ok")),
                "{health}"
            );
        }
        assert_eq!(live_list(server).await.len(), ROOMS);
        if is_last {
            return;
        }
    }
}

/// The viewer counts by host, in the live list.
async fn live_list(server: &Server) -> BTreeMap<String, u64> {
    let list = server
        .ok(Method::GET, "/api/viewer/live?limit=50", None, Value::Null)
        .await;
    let streams = list.as_array().unwrap().iter();
    let counts = streams.map(|stream| {
        let host = stream["user"]["id"].as_str().unwrap().to_owned();
        (host, stream["viewerCount"].as_u64().unwrap())
    });
    counts.collect()
}

/// The viewer counts by host, as the hosts read them.
async fn status_counts(server: &Server, rooms: &[Room]) -> BTreeMap<String, u64> {
    let counts = rooms.iter().map(async |room| {
        let status = server.ok(Method::GET, "/api/stream/status", Some(&room.host), Value::Null);
        let count = status.await["viewerCount"].as_u64().unwrap();
        (room.host.id.clone(), count)
    });
    join_all(counts).await.into_iter().collect()
}

/// The numbers of viewers by host that LiveKit has.
async fn livekit_counts(rooms: &[Room]) -> BTreeMap<String, u64> {
    let counts = rooms.iter().map(async |room| {
        let count = room.viewers().await.len();
        (room.host.id.clone(), u64::try_from(count).unwrap())
    });
    join_all(counts).await.into_iter().collect()
}

struct Room {
    host: Person,
    sid: String,
    _joiners: Vec<Joiner>,
}

impl Room {
    /// A live room with this many viewers.
    async fn open(server: &Server, database: &TestDatabase, viewers: usize) -> Self {
        let host = server.live_creator(database, "ada").await;
        let mut joiners = Vec::new();
        for _ in 0..viewers {
            let token = server.room_token(&host, None).await;
            joiners.push(Joiner::join(&livekit("URL"), &token).await.ok().unwrap());
        }
        assert_eq!(participants(&host.id).await.len(), viewers);
        let sid = format!("SELECT room_sid FROM sessions WHERE creator_id = '{}'", host.id);
        let sid = database.texts(&sid).await.remove(0);
        Self {
            host,
            sid,
            _joiners: joiners,
        }
    }

    async fn viewers(&self) -> Vec<Value> {
        participants(&self.host.id).await
    }

    /// Reports that the viewers joined, and that others joined who have left in the meantime. Like LiveKit, it sends
    /// the webhooks of a room one after another, and repeats those without a response.
    async fn report_joins(
        &self,
        count: usize,
        client: reqwest::Client,
        mut target: watch::Receiver<Option<String>>,
        accepted: &watch::Sender<usize>,
    ) {
        let left = (0..).map(|number| {
            json!({ "sid": format!("PA_{number}"), "identity": format!("guest-{number}"), "state": "ACTIVE" })
        });
        for participant in self.viewers().await.into_iter().chain(left).take(count) {
            loop {
                let url = target.wait_for(Option::is_some).await.unwrap().clone().unwrap();
                let request = client.post(format!("{url}/api/webhook/livekit"));
                let body = participant_joined(&self.host.id, &self.sid, &participant);
                match with_webhook(request, body).send().await {
                    Ok(answer) => {
                        assert_eq!(answer.status(), 200);
                        break;
                    }
                    Err(error) => assert!(target.has_changed().unwrap(), "before the crash: {error}"),
                }
            }
            accepted.send_modify(|count| *count += 1);
        }
    }
}
