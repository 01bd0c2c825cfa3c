//! LiveKit is killed and restarted.

use onair_adapters_postgres::testing::fresh_database;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{LiveKit, LiveKitOptions, Server, command, eventually, room_status_at};

#[tokio::test]
async fn after_a_restart_of_livekit_the_session_continues_in_a_new_room() {
    let mut livekit = LiveKit::start(&LiveKitOptions::default()).await;
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("LIVEKIT_URL", livekit.url());
    let server = Server::start(serve).await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let token = live["token"].as_str().unwrap();
    assert_eq!(room_status_at(&livekit.url(), token).await, 200);

    livekit.kill().await;
    let (status, response) = server
        .call(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (status.as_u16(), &response["code"]),
        (503, &json!("MEDIA_UNAVAILABLE"))
    );
    let status = server
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (&status["isLive"], &status["startedAt"]),
        (&json!(true), &live["session"]["startedAt"])
    );

    livekit.start_process().await;
    eventually("the room exists again", async || {
        (room_status_at(&livekit.url(), token).await == 200).then_some(())
    })
    .await;
    let again = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(again["session"]["id"], live["session"]["id"]);
    assert_eq!(again["session"]["resumed"], true);
    assert!(server.metric("onair_repairs_total{kind=\"room_created\"}").await >= 1.0);
}

#[tokio::test]
async fn an_unresponsive_livekit_blocks_only_going_live() {
    for is_frozen in [false, true] {
        let mut livekit = LiveKit::start(&LiveKitOptions::default()).await;
        let database = fresh_database().await;
        let mut serve = command(database.url(), "serve");
        serve.env("LIVEKIT_URL", livekit.url());
        let server = Server::start(serve).await;
        let ada = server.live_creator(&database, "ada").await;
        if is_frozen {
            livekit.freeze();
        } else {
            livekit.kill().await;
        }
        server
            .ok(
                Method::PUT,
                "/api/stream/info",
                Some(&ada),
                json!({ "title": "New" }),
            )
            .await;
        server
            .ok(Method::GET, "/api/viewer/live", None, Value::Null)
            .await;
        server.room_token(&ada, None).await;
        let refused = server
            .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
            .await;
        assert_eq!(refused, (503, "MEDIA_UNAVAILABLE".into()));
        server
            .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
            .await;
        let status = server
            .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
            .await;
        assert_eq!(status["isLive"], false);
    }
}
