//! Notifications of the media server: accepted from nobody else, and enqueued.

use actix_web::http::header;
use onair_domain::session::{MediaEvent, MediaNotification};
use onair_port_contracts::fixtures;
use serde_json::json;

use crate::support::{Call, TestApp};

pub(crate) const PATH: &str = "/api/webhook/livekit";
const KIND: &str = "application/webhook+json";

/// That Ada's room is open; each time another room.
pub(crate) fn notification() -> MediaNotification {
    fixtures::a_notification("user-ada", MediaEvent::RoomOpened)
}

/// A call with an authorization and a body.
pub(crate) fn call(app: &TestApp, (authorization, body): &(String, Vec<u8>)) -> Call {
    app.post(PATH)
        .typed_bytes(KIND, body)
        .header("authorization", authorization)
}

/// The media server's own call.
pub(crate) fn notify(app: &TestApp, notification: &MediaNotification) -> Call {
    call(app, &app.memory.webhooks.signed(notification))
}

/// What was enqueued since this was called last.
fn enqueued(app: &TestApp) -> Vec<MediaNotification> {
    app.memory.webhook_queue.take()
}

#[actix_web::test]
async fn a_notification_is_enqueued_as_often_as_it_is_sent() {
    let app = TestApp::new().await;
    let notification = notification();
    for _ in 0..3 {
        let answer = notify(&app, &notification).await.succeeded();
        assert_eq!(answer.json(), json!({"success": true}));
        assert_eq!(enqueued(&app), std::slice::from_ref(&notification));
    }
}

#[actix_web::test]
async fn notifications_are_enqueued_in_the_order_in_which_they_come() {
    let app = TestApp::new().await;
    let notifications = [(); 3].map(|()| notification());
    for notification in &notifications {
        notify(&app, notification).await.succeeded();
    }
    assert_eq!(enqueued(&app), notifications);
}

#[actix_web::test]
async fn what_is_of_no_use_is_fine_and_not_enqueued() {
    let app = TestApp::new().await;
    let noise = app.memory.webhooks.signed_noise();
    call(&app, &noise).await.succeeded();
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn its_type_does_not_matter() {
    let app = TestApp::new().await;
    for kind in [KIND, "application/json", "text/plain", ""] {
        let (authorization, body) = app.memory.webhooks.signed(&notification());
        let call = app.post(PATH).typed_bytes(kind, &body);
        call.header("authorization", &authorization).await.succeeded();
    }
    assert_eq!(enqueued(&app).len(), 4);
}

#[actix_web::test]
async fn nobody_else_is_believed() {
    let app = TestApp::new().await;
    let (authorization, body) = app.memory.webhooks.signed(&notification());
    let (another, _) = app.memory.webhooks.signed(&notification());
    let bare = || app.post(PATH).typed_bytes(KIND, &body);
    let with = |value: &str| bare().header("authorization", value);
    for call in [
        bare(),
        bare().by("admin"),
        with(""),
        with(&another),
        with(&format!("Bearer {authorization}")),
        with(&authorization).header(header::AUTHORIZATION.as_str(), &authorization),
        bare().header_bytes("authorization", b"\xff"),
        with(&authorization).typed(KIND, "another body"),
        with(&authorization).typed(KIND, ""),
    ] {
        let call = call.await;
        assert_eq!(call.refused(401, "INVALID_TOKEN").header("retry-after"), None);
    }
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn what_is_signed_and_unreadable_is_not_worth_sending_again() {
    let app = TestApp::new().await;
    let garbage = app.memory.webhooks.signed_garbage();
    call(&app, &garbage).await.refused(400, "MALFORMED_BODY");
    assert_eq!(enqueued(&app), []);
}

#[actix_web::test]
async fn a_store_that_is_away_keeps_nobody_from_accepting_notifications() {
    let app = TestApp::new().await;
    let notification = notification();
    app.memory.store.start_outage();
    notify(&app, &notification).await.succeeded();
    assert_eq!(enqueued(&app), [notification]);
}

#[actix_web::test]
async fn rooms_are_told_of_at_length_but_not_without_end() {
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
async fn who_did_not_sign_is_refused_whatever_the_body() {
    let app = TestApp::new().await;
    let large = vec![b'x'; 1024 * 1024 + 1];
    let call = || {
        app.post(PATH)
            .header("authorization", "x")
            .typed_bytes(KIND, &large)
    };
    call().await.refused(401, "INVALID_TOKEN");
    call().with_length().await.refused(401, "INVALID_TOKEN");
}

#[actix_web::test]
async fn what_there_is_no_room_for_is_to_be_sent_again() {
    let app = TestApp::with_small_queue().await;
    let (first, second) = (notification(), notification());
    notify(&app, &first).await.succeeded();
    let answer = notify(&app, &second).await.refused(503, "STORE_UNAVAILABLE");
    assert!(answer.header("retry-after").is_some());
    assert_eq!(enqueued(&app), [first]);
    notify(&app, &second).await.succeeded();
    assert_eq!(enqueued(&app), [second]);
}
