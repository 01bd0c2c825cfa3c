//! The order of the checks of a request: route, caller, content type, size, contents, rules.

use crate::support::{Call, TestApp};

/// A call that fails every check.
fn invalid_call(app: &TestApp, method: &str, path: &str) -> Call {
    app.call(method, path)
        .header("authorization", "Bearer bad")
        .with_body_of_type("text/plain", &"x".repeat(64 * 1024 + 1))
}

#[actix_web::test]
async fn the_checks_of_a_creators_call_are_ordered() {
    let app = TestApp::new().await.with_user("vera").await;
    let large = "x".repeat(64 * 1024 + 1);
    invalid_call(&app, "POST", "/api/stream/nothing")
        .await
        .refused(404, "NOT_FOUND");
    invalid_call(&app, "DELETE", "/api/stream/setup")
        .await
        .refused(405, "METHOD_NOT_ALLOWED");
    for (method, path) in [
        ("POST", "/api/stream/setup"),
        ("PUT", "/api/stream/info"),
        ("PUT", "/api/stream/chat-settings"),
    ] {
        invalid_call(&app, method, path)
            .await
            .refused(401, "INVALID_TOKEN");
        let call = || app.call(method, path);
        call()
            .with_body_of_type("text/plain", &large)
            .await
            .refused(401, "UNAUTHENTICATED");
        let call = || app.call(method, path).by("vera");
        call()
            .with_body_of_type("text/plain", &large)
            .await
            .refused(415, "UNSUPPORTED_MEDIA_TYPE");
        call()
            .with_body_of_type("", &large)
            .await
            .refused(415, "UNSUPPORTED_MEDIA_TYPE");
        call()
            .with_body_of_type("application/json", &large)
            .await
            .refused(413, "PAYLOAD_TOO_LARGE");
        call()
            .with_body_of_type("application/json", "{")
            .await
            .refused(400, "MALFORMED_BODY");
        call()
            .with_body_of_type("application/json", "{}")
            .await
            .refused(400, "VALIDATION_FAILED");
        let valid = r#"{"title": "T", "isChatEnabled": true}"#;
        call()
            .with_body_of_type("application/json", valid)
            .await
            .refused(403, "CREATOR_NOT_APPROVED");
        app.apply("vera").await;
        app.approve("vera").await;
        if path != "/api/stream/setup" {
            call()
                .with_body_of_type("application/json", valid)
                .await
                .refused(404, "STREAM_NOT_FOUND");
        }
        app.revoke("vera").await;
    }
}

#[actix_web::test]
async fn the_checks_of_a_viewers_call_are_ordered() {
    let app = TestApp::new().await;
    let path = "/api/viewer/token";
    let large = "x".repeat(64 * 1024 + 1);
    invalid_call(&app, "POST", path)
        .await
        .refused(401, "INVALID_TOKEN");
    let call = |kind: &str, body: &str| app.post(path).with_body_of_type(kind, body);
    call("text/plain", &large)
        .await
        .refused(415, "UNSUPPORTED_MEDIA_TYPE");
    call("application/json", &large)
        .await
        .refused(413, "PAYLOAD_TOO_LARGE");
    call("application/json", "[]")
        .await
        .refused(400, "MALFORMED_BODY");
    call("application/json", "{}").await.invalid_fields(&["hostId"]);
    call("application/json", r#"{"hostId": "x"}"#)
        .await
        .refused(404, "USER_NOT_FOUND");
}

#[actix_web::test]
async fn the_checks_of_a_chat_message_are_ordered() {
    let app = TestApp::new().await.with_stream("ada").await;
    let (path, unknown_path) = ("/api/chat/user-ada/messages", "/api/chat/nobody/messages");
    let (large, json) = ("x".repeat(64 * 1024 + 1), "application/json");
    invalid_call(&app, "POST", path)
        .await
        .refused(401, "INVALID_TOKEN");
    for path in [path, unknown_path, "/api/chat/%00/messages"] {
        let call = |kind: &str, body: &str| app.post(path).with_body_of_type(kind, body);
        call("text/plain", &large).await.refused(401, "UNAUTHENTICATED");
        call("text/plain", &large)
            .with_room_token("bad")
            .await
            .refused(401, "INVALID_TOKEN");
        let call = |kind: &str, body: &str| call(kind, body).by("vera");
        call("text/plain", &large)
            .await
            .refused(415, "UNSUPPORTED_MEDIA_TYPE");
        call(json, &large).await.refused(413, "PAYLOAD_TOO_LARGE");
        call(json, "{").await.refused(400, "MALFORMED_BODY");
        call(json, "{}").await.invalid_fields(&["text"]);
    }
    let hello = |path: &str| {
        app.post(path)
            .by("vera")
            .with_body_of_type(json, r#"{"text": "Hello"}"#)
    };
    hello(unknown_path).await.refused(404, "USER_NOT_FOUND");
    hello("/api/chat/%00/messages")
        .await
        .refused(404, "USER_NOT_FOUND");
    hello("/api/chat/user-vera/messages")
        .await
        .refused(404, "STREAM_NOT_FOUND");
    app.block("ada", "vera").await;
    hello(path).await.refused(409, "STREAM_OFFLINE");
    app.go_live("ada").await;
    let off = r#"{"isChatEnabled": false, "isChatFollowersOnly": true}"#;
    let settings = app
        .put("/api/stream/chat-settings")
        .by("ada")
        .with_body_of_type(json, off);
    settings.await.succeeded();
    hello(path).await.refused(403, "BLOCKED");
    app.delete("/api/social/block/user-vera")
        .by("ada")
        .await
        .succeeded();
    hello(path).await.refused(403, "CHAT_DISABLED");
    let on = r#"{"isChatEnabled": true}"#;
    let settings = app
        .put("/api/stream/chat-settings")
        .by("ada")
        .with_body_of_type(json, on);
    settings.await.succeeded();
    hello(path).await.refused(403, "CHAT_FOLLOWERS_ONLY");
    app.follow("vera", "ada").await;
    for _ in 0..5 {
        assert_eq!(hello(path).await.status, 201);
    }
    hello(path).await.refused(429, "RATE_LIMITED");
}

#[actix_web::test]
async fn a_query_is_checked_after_the_caller_and_before_the_rules() {
    let app = TestApp::new().await.with_user("vera").await;
    let path = "/api/stream/viewers?limit=0";
    app.get(path).await.refused(401, "UNAUTHENTICATED");
    app.get(path).by("vera").await.invalid_fields(&["limit"]);
    app.get("/api/stream/viewers")
        .by("vera")
        .await
        .refused(403, "CREATOR_NOT_APPROVED");
}
