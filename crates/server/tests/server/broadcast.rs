//! Setting up, going live and ending, with PostgreSQL and LiveKit.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{claims, room_status, started};

#[tokio::test]
async fn set_up_creates_the_stream_and_then_updates_it() {
    let (server, database) = started().await;
    let ada = server.creator(&database, "ada").await;
    assert_eq!(
        server
            .refused(Method::GET, "/api/stream/info", Some(&ada), Value::Null)
            .await,
        (404, "STREAM_NOT_FOUND".into())
    );
    let first = json!({ "title": "  First  ", "description": "About\nit", "isChatDelayed": true });
    let (status, created) = server
        .call(Method::POST, "/api/stream/setup", Some(&ada), first)
        .await;
    assert_eq!(status, 201);
    let second = json!({ "title": "Second", "description": null });
    let (status, updated) = server
        .call(Method::POST, "/api/stream/setup", Some(&ada), second)
        .await;
    assert_eq!(status, 200);
    assert_eq!(updated["data"]["id"], created["data"]["id"]);
    assert_eq!(
        database
            .texts("SELECT concat_ws('|', title, description, is_chat_delayed, is_live) FROM streams")
            .await,
        ["Second|t|f"]
    );
}

#[tokio::test]
async fn go_live_makes_the_stream_live_and_opens_the_room() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(live["session"]["resumed"], false);
    assert_eq!(live["roomId"], ada.id);
    assert_eq!(
        database.texts("SELECT is_live::text FROM streams").await,
        ["true"]
    );
    assert_eq!(room_status(&live["token"]).await, 200);
    let video = &claims(&live["token"])["video"];
    assert_eq!(
        *video,
        json!({ "roomJoin": true, "room": ada.id, "canPublish": true, "canSubscribe": true, "canPublishData": true })
    );
}

#[tokio::test]
async fn going_live_twice_resumes_one_session() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let first = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let again = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(again["session"]["id"], first["session"]["id"]);
    assert_eq!(again["session"]["startedAt"], first["session"]["startedAt"]);
    assert_eq!(again["session"]["resumed"], true);
    assert_eq!(database.texts("SELECT count(*)::text FROM sessions").await, ["1"]);
}

#[tokio::test]
async fn ending_makes_the_stream_offline_and_closes_the_room() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    let live = server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    for _ in 0..2 {
        let (status, answer) = server
            .call(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
            .await;
        assert_eq!(
            (status.as_u16(), answer),
            (200, json!({ "success": true, "message": "Stream ended" }))
        );
    }
    assert_eq!(
        database.texts("SELECT is_live::text FROM streams").await,
        ["false"]
    );
    assert_eq!(
        room_status(&live["token"]).await,
        404,
        "the old token opens no room"
    );
    let status = server
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (&status["isLive"], &status["state"], &status["startedAt"]),
        (&json!(false), &json!("OFFLINE"), &Value::Null)
    );
}

#[tokio::test]
async fn a_title_update_does_not_affect_a_broadcast() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let before = server
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    let info = server
        .ok(
            Method::PUT,
            "/api/stream/info",
            Some(&ada),
            json!({ "title": "New" }),
        )
        .await;
    assert_eq!(
        (&info["title"], &info["isLive"], &info["startedAt"]),
        (&json!("New"), &json!(true), &before["startedAt"])
    );
}

#[tokio::test]
async fn each_chat_setting_is_stored() {
    let (server, database) = started().await;
    let ada = server.creator_with_stream(&database, "ada").await;
    for bits in 0..8 {
        let [enabled, delayed, followers] = [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0];
        let body =
            json!({ "isChatEnabled": enabled, "isChatDelayed": delayed, "isChatFollowersOnly": followers });
        server
            .ok(Method::PUT, "/api/stream/chat-settings", Some(&ada), body)
            .await;
        let settings = "SELECT concat_ws(' ', is_chat_enabled::text, is_chat_delayed::text, is_chat_followers_only::text) FROM streams";
        assert_eq!(
            database.texts(settings).await,
            [format!("{enabled} {delayed} {followers}")]
        );
    }
}

#[tokio::test]
async fn users_who_are_not_approved_get_the_status_of_their_application() {
    let (server, _database) = started().await;
    let vera = server.person("vera").await;
    for path in ["/api/stream/go-live", "/api/stream/end-stream"] {
        let (status, answer) = server.call(Method::POST, path, Some(&vera), Value::Null).await;
        assert_eq!(
            (status.as_u16(), &answer["code"]),
            (403, &json!("CREATOR_NOT_APPROVED"))
        );
        assert_eq!(answer["applicationStatus"], "NONE");
    }
}
