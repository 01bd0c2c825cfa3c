//! The `Authorization` header: which calls need it, and invalid values.

use serde_json::json;

use crate::support::{TestApp, profile};

#[actix_web::test]
async fn calls_that_need_a_bearer_token_answer_401() {
    let app = TestApp::new().await;
    for call in [
        app.post("/api/stream/setup"),
        app.post("/api/stream/go-live"),
        app.post("/api/stream/end-stream"),
        app.get("/api/stream/info"),
        app.put("/api/stream/info"),
        app.put("/api/stream/chat-settings"),
        app.get("/api/stream/status"),
        app.get("/api/stream/past"),
        app.get("/api/stream/viewers"),
        app.delete("/api/stream/viewers/x"),
        app.post("/api/admin/streams/x/stop"),
        app.post("/api/admin/creator-applications/x/revoke"),
        app.get("/api/admin/users"),
        app.post("/api/admin/users/x/suspend"),
        app.post("/api/admin/users/x/reinstate"),
        app.get("/api/admin/audit"),
        app.get("/api/admin/creator-applications"),
        app.post("/api/admin/creator-applications/x/approve"),
        app.post("/api/admin/creator-applications/x/reject"),
        app.get("/api/creator/application"),
        app.post("/api/creator/application"),
        app.post("/api/social/follow/x"),
        app.delete("/api/social/follow/x"),
        app.get("/api/social/follow/x"),
        app.post("/api/social/block/x"),
        app.delete("/api/social/block/x"),
        app.get("/api/social/blocked"),
        app.post("/api/chat/x/messages"),
        app.delete("/api/chat/x/messages/y"),
        app.get("/api/viewer/following"),
        app.get("/api/viewer/me"),
    ] {
        let response = call.await.refused(401, "UNAUTHENTICATED");
        assert_eq!(response.header("www-authenticate"), Some("Bearer"));
    }
}

#[actix_web::test]
async fn an_invalid_token_is_refused_even_where_it_is_optional() {
    let app = TestApp::new().await.with_stream("ada").await;
    let bad = [
        "",
        "Bearer",
        "Bearer ",
        "Bearer bad",
        "Bearer a b",
        "Basic YTpi",
        "Token ada",
        "ada",
        "Bearer,ada",
    ];
    for path in [
        "/api/viewer/me",
        "/api/viewer/stream/ada",
        "/api/viewer/stream/nobody",
        "/api/viewer/stream/nobody/past",
        "/api/viewer/live",
        "/api/viewer/live?limit=0",
        "/api/viewer/search?q=a",
        "/api/stream/sessions/nothing/summary",
        "/api/stream/sessions/nothing/viewer-counts",
        "/api/social/followers/nobody",
        "/api/social/following/nobody",
        "/api/chat/nobody/messages",
    ] {
        for header in bad {
            let call = app.get(path).header("authorization", header);
            call.await.refused(401, "INVALID_TOKEN");
        }
    }
    let token = app
        .post("/api/viewer/token")
        .with_token("bad")
        .json(&json!({"hostId": "nobody"}));
    token.await.refused(401, "INVALID_TOKEN");
}

#[actix_web::test]
async fn the_scheme_is_case_insensitive() {
    let app = TestApp::new().await;
    let token = app.memory.authenticator.sign_in(&profile("ada"));
    for scheme in ["Bearer", "bearer", "BEARER", "Bearer "] {
        let header = format!("{scheme} {}", token.expose_secret());
        let call = app.get("/api/viewer/me").header("authorization", &header);
        call.await.succeeded();
    }
}

#[actix_web::test]
async fn calls_without_authentication_ignore_the_header() {
    let app = TestApp::new().await;
    for path in [
        "/health/live",
        "/health/ready",
        "/api/openapi.json",
        "/api/config",
        "/metrics",
    ] {
        app.get(path).with_token("bad").await.succeeded();
    }
    let login = app
        .post("/api/dev/login")
        .with_token("bad")
        .json(&json!({"username": "ada"}));
    login.await.succeeded();
}

#[actix_web::test]
async fn the_first_request_stores_the_user() {
    let app = TestApp::new().await;
    app.get("/api/viewer/me").by("vera").await.succeeded();
    app.get("/api/viewer/stream/vera")
        .await
        .refused(404, "STREAM_NOT_FOUND");
}

#[actix_web::test]
async fn an_expired_token_is_refused() {
    let app = TestApp::new().await;
    let token = app.memory.authenticator.sign_in(&profile("ada"));
    let me = || app.get("/api/viewer/me").with_token(token.expose_secret());
    me().await.succeeded();
    app.pass(24 * 60 * 60);
    me().await.refused(401, "INVALID_TOKEN");
}
