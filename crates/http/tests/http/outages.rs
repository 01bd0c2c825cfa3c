//! Outages: 503 with `Retry-After` and a request id, without internal details.

use serde_json::json;

use crate::support::{Failing, Response, TestApp};
use crate::thumbnails;

#[track_caller]
fn assert_failure(response: Response, status: u16, code: &str) {
    let response = response.refused(status, code);
    assert!(!response.text().contains("secret"), "{}", response.text());
    assert_eq!(response.header("retry-after").is_some(), status == 503);
    assert_eq!(
        response.json()["requestId"],
        response.header("x-request-id").unwrap()
    );
}

#[actix_web::test]
async fn without_the_store_calls_answer_store_unavailable() {
    let app = TestApp::with_failing(Failing::Store).await;
    let reason = json!({"reason": "A test."});
    let (setup, flags, token) = (
        json!({"title": "T"}),
        json!({"isChatEnabled": true}),
        json!({"hostId": "x"}),
    );
    for call in [
        app.post("/api/stream/setup").by("ada").json(&setup),
        app.post("/api/stream/go-live").by("ada"),
        app.post("/api/stream/end-stream").by("ada"),
        app.post("/api/stream/connection-check").by("ada"),
        thumbnails::put(&app, "ada"),
        app.delete("/api/stream/thumbnail").by("ada"),
        app.get("/api/viewer/stream/x/thumbnail"),
        app.get("/api/stream/info").by("ada"),
        app.put("/api/stream/info").by("ada").json(&setup),
        app.put("/api/stream/chat-settings").by("ada").json(&flags),
        app.get("/api/stream/status").by("ada"),
        app.get("/api/stream/events").by("ada"),
        app.get("/api/stream/past").by("ada"),
        app.get("/api/stream/sessions/x/summary"),
        app.get("/api/stream/sessions/x/viewer-counts"),
        app.get("/api/stream/viewers").by("ada"),
        app.delete("/api/stream/viewers/x").by("ada"),
        app.post("/api/admin/streams/x/stop").by("admin").json(&reason),
        app.post("/api/admin/creator-applications/x/revoke")
            .by("admin")
            .json(&reason),
        app.get("/api/admin/audit").by("admin"),
        app.get("/api/admin/creator-applications").by("admin"),
        app.post("/api/admin/creator-applications/x/approve").by("admin"),
        app.post("/api/admin/creator-applications/x/reject")
            .by("admin")
            .json(&reason),
        app.get("/api/creator/application").by("ada"),
        app.post("/api/creator/application")
            .by("ada")
            .json(&json!({"about": "Me"})),
        app.post("/api/social/follow/x").by("ada"),
        app.delete("/api/social/follow/x").by("ada"),
        app.get("/api/social/follow/x").by("ada"),
        app.post("/api/social/block/x").by("ada"),
        app.delete("/api/social/block/x").by("ada"),
        app.get("/api/social/blocked").by("ada"),
        app.get("/api/social/followers/x"),
        app.get("/api/social/following/x"),
        app.post("/api/chat/x/messages")
            .by("ada")
            .json(&json!({"text": "Hello"})),
        app.get("/api/chat/x/messages"),
        app.delete("/api/chat/x/messages/y").by("ada"),
        app.get("/api/viewer/stream/ada"),
        app.get("/api/viewer/stream/ada/events"),
        app.get("/api/viewer/stream/ada/past"),
        app.post("/api/viewer/token").json(&token),
        app.get("/api/viewer/live"),
        app.get("/api/viewer/following").by("ada"),
        app.get("/api/viewer/search?q=a"),
        app.get("/api/viewer/me").by("ada"),
        app.post("/api/dev/login").json(&json!({"username": "ada"})),
    ] {
        assert_failure(call.await, 503, "STORE_UNAVAILABLE");
    }
    app.get("/api/config").await.succeeded();
    app.get("/health/live").await.succeeded();
    app.get("/metrics").await.succeeded();
}

#[actix_web::test]
async fn without_the_identity_provider_callers_are_not_identified() {
    let app = TestApp::new().await;
    app.memory.authenticator.start_outage();
    for call in [
        app.get("/api/viewer/me").by("ada"),
        app.get("/api/viewer/live").by("ada"),
        app.post("/api/stream/go-live").by("ada"),
    ] {
        assert_failure(call.await, 503, "IDENTITY_UNAVAILABLE");
    }
    app.get("/api/viewer/live").await.succeeded();
    let ready = app.get("/health/ready").await;
    assert_eq!((ready.status, &ready.json()["store"]), (200, &json!("ok")));
}

#[actix_web::test]
async fn a_deleted_user_is_unknown_and_not_an_outage() {
    let app = TestApp::with_failing(Failing::Creator)
        .await
        .with_creator("ada")
        .await;
    let set_up = app.post("/api/stream/setup").by("ada");
    set_up
        .json(&json!({"title": "T"}))
        .await
        .refused(404, "USER_NOT_FOUND");
    let app = TestApp::with_failing(Failing::Applicant).await;
    let apply = app.post("/api/creator/application").by("vera");
    apply
        .json(&json!({"about": "Me"}))
        .await
        .refused(404, "USER_NOT_FOUND");
}

#[actix_web::test]
async fn contention_answers_busy() {
    let app = TestApp::with_failing(Failing::ConcurrentReviews).await;
    let apply = app.post("/api/creator/application").by("ada");
    let response = apply.json(&json!({"about": "Me"})).await;
    assert_eq!(response.header("retry-after").unwrap(), "2");
    assert_failure(response, 503, "BUSY");
}

#[actix_web::test]
async fn an_invalid_error_of_an_adapter_is_internal() {
    let app = TestApp::with_failing(Failing::Adapter).await;
    assert_failure(app.get("/api/viewer/live").await, 500, "INTERNAL");
}

#[actix_web::test]
async fn without_the_media_server_going_live_fails_and_stores_nothing() {
    let app = TestApp::with_failing(Failing::Media)
        .await
        .with_stream("ada")
        .await;
    assert_failure(
        app.post("/api/stream/go-live").by("ada").await,
        503,
        "MEDIA_UNAVAILABLE",
    );
    let status = app.get("/api/stream/status").by("ada").await.succeeded().data();
    assert_eq!(status["isLive"], false);
    app.post("/api/stream/end-stream").by("ada").await.succeeded();
}

#[actix_web::test]
async fn without_the_media_server_other_calls_work() {
    let app = TestApp::new().await.with_live("ada").await;
    app.memory.media.start_outage();
    assert_failure(
        app.get("/api/stream/viewers").by("ada").await,
        503,
        "MEDIA_UNAVAILABLE",
    );
    assert_failure(
        app.delete("/api/stream/viewers/x").by("ada").await,
        503,
        "MEDIA_UNAVAILABLE",
    );
    app.put("/api/stream/info")
        .by("ada")
        .json(&json!({"title": "U"}))
        .await
        .succeeded();
    app.post("/api/viewer/token")
        .json(&json!({"hostId": "user-ada"}))
        .await
        .succeeded();
    app.post("/api/stream/end-stream").by("ada").await.succeeded();
    let info = app.get("/api/stream/info").by("ada").await.data();
    assert_eq!(info["isLive"], false);
}

#[actix_web::test]
async fn internal_errors_contain_no_details() {
    let app = TestApp::with_failing(Failing::Signer)
        .await
        .with_live("ada")
        .await;
    assert_failure(app.post("/api/stream/go-live").by("ada").await, 500, "INTERNAL");
    let body = json!({"hostId": "user-ada"});
    assert_failure(app.post("/api/viewer/token").json(&body).await, 500, "INTERNAL");
    let app = TestApp::with_failing(Failing::Login).await;
    let body = json!({"username": "ada"});
    assert_failure(app.post("/api/dev/login").json(&body).await, 500, "INTERNAL");
}

#[actix_web::test]
async fn an_overloaded_search_answers_busy_and_is_not_an_outage() {
    let app = TestApp::with_failing(Failing::Search).await;
    let response = app.get("/api/viewer/search?q=a").await;
    assert_eq!(response.header("retry-after").unwrap(), "2");
    assert_failure(response, 503, "BUSY");
    app.get("/api/viewer/live").await.succeeded();
    let ready = app.get("/health/ready").await;
    assert_eq!((ready.status, &ready.json()["store"]), (200, &json!("ok")));
}
