//! Going live, the status of a broadcast, and its end.

use serde_json::{Value, json};

use crate::support::{NOW, TestApp, later};

#[actix_web::test]
async fn going_live_returns_a_token_and_makes_the_stream_live() {
    let app = TestApp::new().await.with_stream("ada").await;
    let live = app.post("/api/stream/go-live").by("ada").await.succeeded().data();
    let expected = json!({
        "token": live["token"],
        "wsUrl": "wss://media.test",
        "roomId": "user-ada",
        "expiresAt": later(600),
        "stream": {"id": live["stream"]["id"], "title": "ada's stream", "isLive": true},
        "session": {
            "id": live["session"]["id"],
            "state": "STARTING",
            "startedAt": NOW,
            "resumed": false,
        },
    });
    assert_eq!(live, expected);
    let claims = app.claims(&live["token"]);
    assert_eq!(claims.identity.as_str(), "user-ada");
    assert!(claims.grants.can_publish);
    let status = app.get("/api/stream/status").by("ada").await.succeeded().data();
    let info = app.get("/api/stream/info").by("ada").await.data();
    let expected = json!({
        "isLive": true,
        "state": "STARTING",
        "viewerCount": 0,
        "startedAt": NOW,
        "stream": info,
    });
    assert_eq!(status, expected);
    assert_eq!(info["isLive"], true);
    assert_eq!(info["startedAt"], NOW);
}

#[actix_web::test]
async fn a_connection_check_has_a_room_of_its_own() {
    let app = TestApp::new().await.with_stream("ada").await;
    let check = || app.post("/api/stream/connection-check").by("ada");
    let access = check().await.succeeded().data();
    let expected = json!({
        "token": access["token"],
        "wsUrl": "wss://media.test",
        "roomId": " user-ada",
        "expiresAt": later(120),
    });
    assert_eq!(access, expected);
    let claims = app.claims(&access["token"]);
    assert_eq!(claims.room.as_str(), " user-ada");
    assert_eq!(claims.identity.as_str(), "user-ada");
    assert!(claims.grants.can_publish && claims.grants.can_subscribe);
    assert_eq!(check().await.succeeded().data()["roomId"], " user-ada");
    let status = app.get("/api/stream/status").by("ada").await.data();
    assert_eq!(status["isLive"], false);
}

#[actix_web::test]
async fn going_live_twice_resumes() {
    let app = TestApp::new().await.with_stream("ada").await;
    let first = app.post("/api/stream/go-live").by("ada").await.data();
    app.pass(5);
    let second = app.post("/api/stream/go-live").by("ada").await.succeeded().data();
    assert_eq!(second["session"]["id"], first["session"]["id"]);
    assert_eq!(second["session"]["startedAt"], NOW);
    assert_eq!(second["session"]["resumed"], true);
    assert_eq!(second["expiresAt"], later(605));
}

#[actix_web::test]
async fn ending_is_idempotent() {
    let app = TestApp::new().await.with_stream("ada").await;
    let ended = json!({"success": true, "message": "Stream ended"});
    let end = || app.post("/api/stream/end-stream").by("ada");
    assert_eq!(end().await.succeeded().json(), ended);
    app.post("/api/stream/go-live").by("ada").await.succeeded();
    assert_eq!(end().await.succeeded().json(), ended);
    assert_eq!(end().await.succeeded().json(), ended);
    let status = app.get("/api/stream/status").by("ada").await.data();
    assert_eq!(status["isLive"], false);
    assert_eq!(status["state"], "OFFLINE");
    assert_eq!(status["startedAt"], Value::Null);
    assert_eq!(status["stream"]["isLive"], false);
}

#[actix_web::test]
async fn unexpected_bodies_are_ignored() {
    let app = TestApp::new().await.with_stream("ada").await;
    for path in ["/api/stream/go-live", "/api/stream/end-stream"] {
        for (kind, body) in [
            ("application/json", "{\"a\":"),
            ("text/plain", "x"),
            ("", "\u{0}"),
        ] {
            let call = app.post(path).by("ada").with_body_of_type(kind, body);
            call.await.succeeded();
        }
        let large = "x".repeat(64 * 1024 + 1);
        let call = app.post(path).by("ada").with_body_of_type("text/plain", &large);
        call.await.refused(413, "PAYLOAD_TOO_LARGE");
        app.post(path)
            .by("ada")
            .with_body_of_type("text/plain", &large[1..])
            .await
            .succeeded();
    }
}

#[actix_web::test]
async fn without_a_stream_broadcast_calls_are_not_found() {
    let app = TestApp::new().await.with_creator("ada").await;
    for call in [
        app.post("/api/stream/go-live"),
        app.post("/api/stream/end-stream"),
        app.get("/api/stream/status"),
        app.get("/api/stream/events"),
        app.get("/api/stream/info"),
    ] {
        call.by("ada").await.refused(404, "STREAM_NOT_FOUND");
    }
}

#[actix_web::test]
async fn every_creators_call_needs_an_approved_creator() {
    let app = TestApp::new().await.with_user("vera").await;
    for call in [
        app.post("/api/stream/go-live"),
        app.post("/api/stream/end-stream"),
        app.get("/api/stream/status"),
        app.get("/api/stream/events"),
        app.get("/api/stream/info"),
        app.get("/api/stream/viewers"),
        app.delete("/api/stream/viewers/user-ben"),
        app.post("/api/stream/setup").json(&json!({"title": "T"})),
        app.put("/api/stream/info").json(&json!({"title": "T"})),
        app.put("/api/stream/chat-settings")
            .json(&json!({"isChatEnabled": true})),
    ] {
        let response = call.by("vera").await.refused(403, "CREATOR_NOT_APPROVED");
        assert_eq!(response.json()["applicationStatus"], "NONE");
    }
}
