//! Webhooks of the media server: verified and enqueued.

use actix_web::http::header;
use onair_domain::session::{MediaEvent, MediaNotification};
use onair_port_contracts::fixtures;
use serde_json::json;

use crate::support::{Call, TestApp};

pub(crate) const PATH: &str = "/api/webhook/livekit";
const KIND: &str = "application/webhook+json";

/// A notification that Ada's room opened, with a new room id each time.
pub(crate) fn notification() -> MediaNotification {
    fixtures::a_notification("user-ada", MediaEvent::RoomOpened)
}

/// A webhook with this authorization and body.
pub(crate) fn call(app: &TestApp, (authorization, body): &(String, Vec<u8>)) -> Call {
    app.post(PATH)
        .with_bytes_of_type(KIND, body)
        .header("authorization", authorization)
}

/// A signed webhook.
pub(crate) fn notify(app: &TestApp, notification: &MediaNotification) -> Call {
    call(app, &app.memory.webhooks.signed(notification))
}

/// The notifications that were enqueued since the last call.
fn enqueued(app: &TestApp) -> Vec<MediaNotification> {
    app.memory.webhook_queue.take()
}

#[actix_web::test]
async fn repeated_notifications_are_all_enqueued() {
    let app = TestApp::new().await;
    let notification = notification();
    for _ in 0..3 {
        let response = notify(&app, &notification).await.succeeded();
        assert_eq!(response.json(), json!({"success": true}));
        assert_eq!(enqueued(&app), std::slice::from_ref(&notification));
    }
}

#[actix_web::test]
async fn notifications_are_enqueued_in_order() {
    let app = TestApp::new().await;
    let notifications = [(); 3].map(|()| notification());
    for notification in &notifications {
        notify(&app, notification).await.succeeded();
    }
    assert_eq!(enqueued(&app), notifications);
}

#[actix_web::test]
async fn unused_notifications_succeed_and_are_not_enqueued() {
    let app = TestApp::new().await;
    let unused_event = app.memory.webhooks.signed_unused_event();
    call(&app, &unused_event).await.succeeded();
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn the_content_type_is_ignored() {
    let app = TestApp::new().await;
    for kind in [KIND, "application/json", "text/plain", ""] {
        let (authorization, body) = app.memory.webhooks.signed(&notification());
        let call = app.post(PATH).with_bytes_of_type(kind, &body);
        call.header("authorization", &authorization).await.succeeded();
    }
    assert_eq!(enqueued(&app).len(), 4);
}

#[actix_web::test]
async fn unsigned_and_wrongly_signed_webhooks_are_refused() {
    let app = TestApp::new().await;
    let (authorization, body) = app.memory.webhooks.signed(&notification());
    let (another, _) = app.memory.webhooks.signed(&notification());
    let bare = || app.post(PATH).with_bytes_of_type(KIND, &body);
    let with = |value: &str| bare().header("authorization", value);
    for call in [
        bare(),
        bare().by("admin"),
        with(""),
        with(&another),
        with(&format!("Bearer {authorization}")),
        with(&authorization).header(header::AUTHORIZATION.as_str(), &authorization),
        bare().header_bytes("authorization", b"\xff"),
        with(&authorization).with_body_of_type(KIND, "another body"),
        with(&authorization).with_body_of_type(KIND, ""),
    ] {
        let call = call.await;
        assert_eq!(call.refused(401, "INVALID_TOKEN").header("retry-after"), None);
    }
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn signed_invalid_bodies_are_malformed() {
    let app = TestApp::new().await;
    let undecodable_event = app.memory.webhooks.signed_undecodable_event();
    call(&app, &undecodable_event)
        .await
        .refused(400, "MALFORMED_BODY");
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn notifications_are_accepted_during_an_outage_of_the_store() {
    let app = TestApp::new().await;
    let notification = notification();
    app.memory.store.start_outage();
    notify(&app, &notification).await.succeeded();
    assert_eq!(enqueued(&app), [notification]);
}

#[actix_web::test]
async fn a_webhook_has_up_to_1_mib() {
    let app = TestApp::new().await;
    let mebibyte = 1024 * 1024;
    for (length, status, code) in [
        (mebibyte, 400, "MALFORMED_BODY"),
        (mebibyte + 1, 413, "PAYLOAD_TOO_LARGE"),
    ] {
        let body = vec![b'x'; length];
        let signed = (app.memory.webhooks.signature_of(&body), body);
        call(&app, &signed).await.refused(status, code);
        call(&app, &signed).with_length().await.refused(status, code);
    }
}

#[actix_web::test]
async fn the_signature_is_checked_before_the_body() {
    let app = TestApp::new().await;
    let large = vec![b'x'; 1024 * 1024 + 1];
    let call = || {
        app.post(PATH)
            .header("authorization", "x")
            .with_bytes_of_type(KIND, &large)
    };
    call().await.refused(401, "INVALID_TOKEN");
    call().with_length().await.refused(401, "INVALID_TOKEN");
}

#[actix_web::test]
async fn a_full_queue_answers_503() {
    let app = TestApp::with_small_queue().await;
    let (first, second) = (notification(), notification());
    notify(&app, &first).await.succeeded();
    let response = notify(&app, &second).await.refused(503, "STORE_UNAVAILABLE");
    assert!(response.header("retry-after").is_some());
    assert_eq!(enqueued(&app), [first]);
    notify(&app, &second).await.succeeded();
    assert_eq!(enqueued(&app), [second]);
}
