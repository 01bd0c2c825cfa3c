//! The server is killed between any two writes of going live and of ending, and starts again.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::Method;
use serde_json::Value;

use crate::support::{Person, Server, command, knock, start_with_fail_point, started};

/// Starts a server that stops after a call of a port, makes a call that gets so far, and kills it.
async fn killed_after(database: &TestDatabase, point: &str, path: &str, who: &Person) {
    let mut server = start_with_fail_point(database, point).await;
    let call = server
        .client
        .post(format!("{}{path}", server.url))
        .bearer_auth(&who.bearer);
    let calling = tokio::spawn(call.send());
    server.reaches_fail_point().await;
    server.kill().await;
    assert!(calling.await.unwrap().is_err(), "the call was answered after all");
}

/// What the store says, and whether there is a room.
async fn state(server: &Server, who: &Person, token: &Value) -> (bool, u16) {
    let status = server
        .ok(Method::GET, "/api/stream/status", Some(who), Value::Null)
        .await;
    (status["isLive"].as_bool().unwrap(), knock(token).await)
}

/// A room token of an earlier session: LiveKit lets it in wherever there is a room.
async fn an_old_token(server: &Server, who: &Person) -> Value {
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(who), Value::Null)
        .await;
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(who), Value::Null)
        .await;
    live["token"].clone()
}

#[tokio::test]
async fn killed_anywhere_in_going_live_all_is_consistent_after_one_round() {
    // Each write in its order: what an earlier session left, the room, the session, the room's words.
    for (point, is_live) in [
        ("media.delete_room", false),
        ("media.create_room", false),
        ("sessions.open", true),
        ("media.update_metadata", true),
    ] {
        let (server, database) = started().await;
        let ada = server.creator_with_stream(&database, "ada").await;
        let token = an_old_token(&server, &ada).await;
        drop(server);
        killed_after(&database, point, "/api/stream/go-live", &ada).await;

        let server = Server::start(command(database.url(), "serve")).await;
        server.reconciles().await;
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
async fn killed_anywhere_in_ending_all_is_consistent_after_one_round() {
    for point in ["sessions.save", "media.delete_room"] {
        let database = fresh_database().await;
        let server = Server::start(command(database.url(), "serve")).await;
        let ada = server.live_creator(&database, "ada").await;
        let live = server
            .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await;
        drop(server);
        killed_after(&database, point, "/api/stream/end-stream", &ada).await;

        let server = Server::start(command(database.url(), "serve")).await;
        server.reconciles().await;
        assert_eq!(
            state(&server, &ada, &live["token"]).await,
            (false, 404),
            "after {point}"
        );
        let ended = "SELECT end_reason FROM sessions";
        assert_eq!(database.texts(ended).await, ["ENDED_BY_CREATOR"], "after {point}");
    }
}
