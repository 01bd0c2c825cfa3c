//! Leader election among several servers.

use reqwest::Method;
use serde_json::Value;

use crate::support::{Server, command, eventually, started};

const LEADER: &str = "onair_reconciler_leader";

async fn leader_and_follower(servers: [Server; 2]) -> (Server, Server) {
    let [first_server, second_server] = servers;
    let leader_is_first = async || {
        let (first_server, second_server) = (
            first_server.metric(LEADER).await,
            second_server.metric(LEADER).await,
        );
        assert!(first_server + second_server < 1.5, "both servers are the leader");
        (first_server + second_server > 0.5).then_some(first_server > 0.5)
    };
    if eventually("a leader is elected", leader_is_first).await {
        (first_server, second_server)
    } else {
        (second_server, first_server)
    }
}

#[tokio::test]
async fn another_server_takes_over_when_the_leader_is_killed() {
    let (first_server, database) = started().await;
    let second_server = Server::start(command(database.url(), "serve")).await;
    let (leader, follower) = leader_and_follower([first_server, second_server]).await;
    follower.metric(LEADER).await;
    let ada = follower.live_creator(&database, "ada").await;
    let mut page = follower
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    leader.kill().await;
    eventually("the other server is the leader", async || {
        (follower.metric(LEADER).await > 0.5).then_some(())
    })
    .await;

    // Make the session old enough for the connect timeout.
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
async fn a_leader_that_stops_releases_the_leadership_immediately() {
    let (first_server, database) = started().await;
    let second_server = Server::start(command(database.url(), "serve")).await;
    let (mut leader, follower) = leader_and_follower([first_server, second_server]).await;
    leader.signal("TERM");
    assert!(leader.child.wait().await.unwrap().success());
    eventually("the other server is the leader", async || {
        (follower.metric(LEADER).await > 0.5).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_leader_without_media_server_releases_the_leadership() {
    let (healthy, database) = started().await;
    let ada = healthy.live_creator(&database, "ada").await;
    healthy.kill().await;
    let mut without_media = command(database.url(), "serve");
    without_media.env("LIVEKIT_URL", "ws://127.0.0.1:9");
    let without_media = Server::start(without_media).await;
    eventually("the server without a media server is the leader", async || {
        (without_media.metric(LEADER).await > 0.5).then_some(())
    })
    .await;
    let healthy = Server::start(command(database.url(), "serve")).await;
    healthy.wait_for_reconciliation().await;
    let status = healthy
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(status["isLive"], true);
}
