//! What machines that watch over the service are told.

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn the_service_lives() {
    let app = TestApp::new().await;
    let answer = app.get("/health/live").await.succeeded();
    assert_eq!(answer.json(), json!({"status": "ok"}));
}

#[actix_web::test]
async fn it_is_ready_when_all_it_needs_is_there() {
    let app = TestApp::new().await;
    let answer = app.get("/health/ready").await.succeeded();
    let ok = json!({"status": "ok", "store": "ok", "media": "ok"});
    assert_eq!(answer.json(), ok);
}

#[actix_web::test]
async fn without_the_media_server_it_is_degraded_and_ready() {
    let app = TestApp::with_health(true, false).await;
    let answer = app.get("/health/ready").await.succeeded();
    let expected = json!({"status": "degraded", "store": "ok", "media": "unavailable"});
    assert_eq!(answer.json(), expected);
    app.get("/health/live").await.succeeded();
}

#[actix_web::test]
async fn without_the_store_it_is_not_ready() {
    for media in ["ok", "unavailable"] {
        let app = TestApp::with_health(false, media == "ok").await;
        let answer = app.get("/health/ready").await;
        assert_eq!(answer.status, 503);
        assert!(answer.header("retry-after").is_some());
        let expected = json!({"status": "unavailable", "store": "unavailable", "media": media});
        assert_eq!(answer.json(), expected);
        app.get("/health/live").await.succeeded();
    }
}

#[actix_web::test]
async fn about_to_stop_it_is_not_ready_and_still_answers() {
    let app = TestApp::draining().await;
    let answer = app.get("/health/ready").await;
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").is_some());
    let expected = json!({"status": "draining", "store": "ok", "media": "ok"});
    assert_eq!(answer.json(), expected);
    app.get("/health/live").await.succeeded();
    app.get("/api/viewer/live").await.succeeded();
}
