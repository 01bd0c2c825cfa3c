//! The server is killed between any two writes of going live or ending, and restarted.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::Method;
use serde_json::Value;

use crate::support::{Person, Server, command, room_status, start_with_fail_point, started};

/// Starts a server that stops after a call of a port, sends a request that reaches the call, and kills the
/// server.
async fn kill_after(database: &TestDatabase, point: &str, path: &str, who: &Person) {
    let mut server = start_with_fail_point(database, point).await;
    let call = server
        .client
        .post(format!("{}{path}", server.url))
        .bearer_auth(&who.bearer);
    let calling = tokio::spawn(call.send());
    server.wait_for_fail_point().await;
    server.kill().await;
    assert!(calling.await.unwrap().is_err(), "the request was answered");
}

/// Whether the stream is live, and the status of the room.
async fn state(server: &Server, who: &Person, token: &Value) -> (bool, u16) {
    let status = server
        .ok(Method::GET, "/api/stream/status", Some(who), Value::Null)
        .await;
    (status["isLive"].as_bool().unwrap(), room_status(token).await)
}

/// A room token of an earlier session. LiveKit accepts it while a room with that name exists.
async fn old_token(server: &Server, who: &Person) -> Value {
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(who), Value::Null)
        .await;
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(who), Value::Null)
        .await;
    live["token"].clone()
}

#[tokio::test]
async fn after_a_crash_in_going_live_one_cycle_restores_consistency() {
    // The writes in order: create the room, open the session.
    for (point, is_live) in [("media.create_room", false), ("sessions.open", true)] {
        let (server, database) = started().await;
        let ada = server.creator_with_stream(&database, "ada").await;
        let token = old_token(&server, &ada).await;
        drop(server);
        kill_after(&database, point, "/api/stream/go-live", &ada).await;

        let server = Server::start(command(database.url(), "serve")).await;
        server.wait_for_reconciliation().await;
        let room = if is_live { 200 } else { 404 };
        assert_eq!(
            state(&server, &ada, &token).await,
            (is_live, room),
            "after {point}"
        );
        let live = server
            .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await;
        assert_eq!(live["session"]["resumed"], is_live, "after {point}");
        assert_eq!(state(&server, &ada, &token).await, (true, 200), "after {point}");
        let open = "SELECT count(*)::text FROM sessions WHERE ended_at IS NULL";
        assert_eq!(database.texts(open).await, ["1"]);
    }
}

#[tokio::test]
async fn after_a_crash_in_ending_one_cycle_restores_consistency() {
    for point in ["sessions.save", "media.delete_room"] {
        let database = fresh_database().await;
        let server = Server::start(command(database.url(), "serve")).await;
        let ada = server.live_creator(&database, "ada").await;
        let live = server
            .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await;
        drop(server);
        kill_after(&database, point, "/api/stream/end-stream", &ada).await;

        let server = Server::start(command(database.url(), "serve")).await;
        server.wait_for_reconciliation().await;
        assert_eq!(
            state(&server, &ada, &live["token"]).await,
            (false, 404),
            "after {point}"
        );
        let ended = "SELECT end_reason FROM sessions";
        assert_eq!(database.texts(ended).await, ["ENDED_BY_CREATOR"], "after {point}");
    }
}
