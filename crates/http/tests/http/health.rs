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
async fn what_is_away_is_named() {
    for (store, media) in [
        ("ok", "unavailable"),
        ("unavailable", "ok"),
        ("unavailable", "unavailable"),
    ] {
        let app = TestApp::with_health(store == "ok", media == "ok").await;
        let answer = app.get("/health/ready").await;
        assert_eq!(answer.status, 503);
        assert!(answer.header("retry-after").is_some());
        let expected = json!({"status": "unavailable", "store": store, "media": media});
        assert_eq!(answer.json(), expected);
        app.get("/health/live").await.succeeded();
    }
}
