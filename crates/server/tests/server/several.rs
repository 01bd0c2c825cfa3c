//! Several servers over one store: one reconciles, and another takes over when it dies.

use reqwest::Method;
use serde_json::Value;

use crate::support::{Server, command, eventually, started};

const LEADER: &str = "onair_reconciler_leader";

async fn who_reconciles(servers: [Server; 2]) -> (Server, Server) {
    let [one, other] = servers;
    let first = async || {
        let (one, other) = (one.metric(LEADER).await, other.metric(LEADER).await);
        assert!(one + other < 1.5, "both reconcile");
        (one + other > 0.5).then_some(one > 0.5)
    };
    if eventually("one of them reconciles", first).await {
        (one, other)
    } else {
        (other, one)
    }
}

#[tokio::test]
async fn when_the_reconciling_server_is_killed_the_other_takes_over() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let (reconciling, waiting) = who_reconciles([one, other]).await;
    waiting.metric(LEADER).await;
    let ada = waiting.live_creator(&database, "ada").await;
    let mut page = waiting
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    reconciling.kill().await;
    eventually("the other reconciles", async || {
        (waiting.metric(LEADER).await > 0.5).then_some(())
    })
    .await;

    // A session whose creator never comes, made as old as it must be.
    let age = "UPDATE sessions SET state_since = state_since - interval '2 minutes'";
    database.execute(age).await.unwrap();
    let ended = page.next("ended").await.unwrap();
    assert_eq!(
        database
            .texts("SELECT id FROM sessions WHERE end_reason = 'NEVER_CONNECTED'")
            .await,
        [ended["sessionId"].as_str().unwrap()]
    );
}

#[tokio::test]
async fn a_server_that_stops_hands_over_at_once() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let (mut reconciling, waiting) = who_reconciles([one, other]).await;
    reconciling.signal("TERM");
    assert!(reconciling.child.wait().await.unwrap().success());
    eventually("the other reconciles", async || {
        (waiting.metric(LEADER).await > 0.5).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_server_that_cannot_see_the_rooms_leaves_reconciling_to_one_that_can() {
    let (seeing, database) = started().await;
    let ada = seeing.live_creator(&database, "ada").await;
    seeing.kill().await;
    let mut blind = command(database.url(), "serve");
    blind.env("LIVEKIT_URL", "ws://127.0.0.1:9");
    let blind = Server::start(blind).await;
    eventually("the blind one reconciles", async || {
        (blind.metric(LEADER).await > 0.5).then_some(())
    })
    .await;
    let seeing = Server::start(command(database.url(), "serve")).await;
    seeing.reconciles().await;
    let status = seeing
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(status["isLive"], true);
}
