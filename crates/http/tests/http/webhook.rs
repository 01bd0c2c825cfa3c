//! What the media server tells: taken from nobody else, kept once, and handed on.

use actix_web::http::header;
use onair_domain::Timestamp;
use onair_domain::session::{EventId, MediaEvent, MediaReport, RoomName, RoomSid};
use serde_json::json;

use crate::support::{Call, TestApp, id};

pub(crate) const PATH: &str = "/api/webhook/livekit";
const KIND: &str = "application/webhook+json";

/// A report of that id: Ada's room is open.
pub(crate) fn report(event: &str) -> MediaReport {
    MediaReport {
        id: EventId::from_trusted(event.to_owned()),
        room: RoomName::of(&id("ada")),
        sid: RoomSid::from_trusted("RM_1".to_owned()),
        at: None,
        event: MediaEvent::RoomOpened,
    }
}

/// A call with an authorization and a body.
pub(crate) fn call(app: &TestApp, (authorization, body): &(String, Vec<u8>)) -> Call {
    app.post(PATH)
        .typed_bytes(KIND, body)
        .header("authorization", authorization)
}

/// The media server's own call.
pub(crate) fn told(app: &TestApp, report: &MediaReport) -> Call {
    call(app, &app.memory.webhooks.signed(report))
}

/// What is kept.
async fn kept(app: &TestApp) -> Vec<MediaReport> {
    let end = Timestamp::from_timestamp_millis(32_503_680_000_000).unwrap();
    app.ports.inbox.unsettled(end, 100).await.unwrap()
}

#[actix_web::test]
async fn a_report_is_kept_and_handed_on_once_however_often_it_is_told() {
    let app = TestApp::new().await;
    let report = report("EV_1");
    for _ in 0..3 {
        let answer = told(&app, &report).await.succeeded();
        assert_eq!(answer.json(), json!({"success": true}));
        assert_eq!(kept(&app).await, std::slice::from_ref(&report));
        assert_eq!(app.told(), std::slice::from_ref(&report));
    }
}

#[actix_web::test]
async fn reports_are_handed_on_in_the_order_in_which_they_come() {
    let app = TestApp::new().await;
    let reports = ["EV_2", "EV_1", "EV_3"].map(report);
    for report in &reports {
        told(&app, report).await.succeeded();
    }
    assert_eq!(app.told(), reports);
}

#[actix_web::test]
async fn what_is_of_no_use_is_fine_and_not_kept() {
    let app = TestApp::new().await;
    let noise = app.memory.webhooks.signed_noise();
    call(&app, &noise).await.succeeded();
    assert_eq!((kept(&app).await, app.told()), (vec![], vec![]));
}

#[actix_web::test]
async fn its_type_does_not_matter() {
    let app = TestApp::new().await;
    for kind in [KIND, "application/json", "text/plain", ""] {
        let (authorization, body) = app.memory.webhooks.signed(&report(kind));
        let call = app.post(PATH).typed_bytes(kind, &body);
        call.header("authorization", &authorization).await.succeeded();
    }
    assert_eq!(app.told().len(), 4);
}

#[actix_web::test]
async fn nobody_else_is_believed() {
    let app = TestApp::new().await;
    let (authorization, body) = app.memory.webhooks.signed(&report("EV_1"));
    let (another, _) = app.memory.webhooks.signed(&report("EV_2"));
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
    assert_eq!((kept(&app).await, app.told()), (vec![], vec![]));
}

#[actix_web::test]
async fn what_is_signed_and_unreadable_is_not_worth_sending_again() {
    let app = TestApp::new().await;
    let garbage = app.memory.webhooks.signed_garbage();
    call(&app, &garbage).await.refused(400, "MALFORMED_BODY");
    assert_eq!((kept(&app).await, app.told()), (vec![], vec![]));
}

#[actix_web::test]
async fn what_cannot_be_kept_is_to_be_sent_again() {
    let app = TestApp::new().await;
    let report = report("EV_1");
    app.memory.store.go_away();
    let answer = told(&app, &report).await.refused(503, "STORE_UNAVAILABLE");
    assert!(answer.header("retry-after").is_some());
    assert_eq!(app.told(), []);
    app.memory.store.come_back();
    told(&app, &report).await.succeeded();
    assert_eq!(app.told(), [report]);
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
    let app = TestApp::with_full_queue().await;
    let answer = told(&app, &report("EV_1"))
        .await
        .refused(503, "STORE_UNAVAILABLE");
    assert!(answer.header("retry-after").is_some());
    assert_eq!(
        kept(&app).await,
        [],
        "or it would not be new when it is sent again"
    );
}
