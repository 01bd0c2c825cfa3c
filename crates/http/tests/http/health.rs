//! The liveness and readiness probes.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn the_server_is_live() {
    let app = TestApp::new().await;
    let response = app.get("/health/live").await.succeeded();
    assert_eq!(response.json(), json!({"status": "ok"}));
}

#[actix_web::test]
async fn the_server_is_ready_if_everything_is_available() {
    let app = TestApp::new().await;
    let response = app.get("/health/ready").await.succeeded();
    let ok = json!({"status": "ok", "store": "ok", "media": "ok"});
    assert_eq!(response.json(), ok);
}

#[actix_web::test]
async fn without_the_media_server_the_server_is_degraded_but_ready() {
    let app = TestApp::with_health(true, false).await;
    let response = app.get("/health/ready").await.succeeded();
    let expected = json!({"status": "degraded", "store": "ok", "media": "unavailable"});
    assert_eq!(response.json(), expected);
    app.get("/health/live").await.succeeded();
}

#[actix_web::test]
async fn without_the_store_the_server_is_not_ready() {
    for media in ["ok", "unavailable"] {
        let app = TestApp::with_health(false, media == "ok").await;
        let response = app.get("/health/ready").await;
        assert_eq!(response.status, 503);
        assert!(response.header("retry-after").is_some());
        let expected = json!({"status": "unavailable", "store": "unavailable", "media": media});
        assert_eq!(response.json(), expected);
        app.get("/health/live").await.succeeded();
    }
}

#[actix_web::test]
async fn a_draining_server_is_not_ready_but_answers() {
    let app = TestApp::draining().await;
    let response = app.get("/health/ready").await;
    assert_eq!(response.status, 503);
    assert!(response.header("retry-after").is_some());
    let expected = json!({"status": "draining", "store": "ok", "media": "ok"});
    assert_eq!(response.json(), expected);
    app.get("/health/live").await.succeeded();
    app.get("/api/viewer/live").await.succeeded();
}
