//! Which answers are compressed.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::support::{Answer, TestApp};

const LONG: &str = "/api/openapi.json";

fn unzipped(answer: &Answer) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(&answer.body[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

async fn zipped(app: &TestApp, path: &str) -> Answer {
    app.get(path)
        .header("accept-encoding", "gzip, deflate, br")
        .unchecked()
        .await
}

#[actix_web::test]
async fn an_answer_of_more_than_a_kilobyte_is_compressed_for_whom_takes_that() {
    let app = TestApp::new().await;
    let answer = zipped(&app, LONG).await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("vary"), Some("accept-encoding"));
    let plain = app.get(LONG).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(
        plain.header("vary"),
        Some("accept-encoding"),
        "or a cache would mix them"
    );
    assert_eq!(unzipped(&answer), plain.body);
    assert!(answer.body.len() * 3 < plain.body.len());
}

#[actix_web::test]
async fn whoever_refuses_compression_is_not_given_it() {
    let app = TestApp::new().await;
    for refusal in ["", "identity", "gzip;q=0", "br", "*;q=0", "gzip;q=0.1, identity"] {
        let answer = app.get(LONG).header("accept-encoding", refusal).await;
        assert_eq!(answer.header("content-encoding"), None, "{refusal}");
        answer.json();
    }
}

#[actix_web::test]
async fn a_short_answer_and_a_refusal_are_as_they_are() {
    let app = TestApp::new().await;
    for path in [
        "/api/config",
        "/api/nothing",
        "/api/viewer/me",
        "/health/ready",
        "/metrics",
    ] {
        let answer = zipped(&app, path).await;
        assert_eq!(answer.header("content-encoding"), None, "{path}");
        assert_eq!(answer.header("vary"), None, "{path}");
    }
}

#[actix_web::test]
async fn a_long_refusal_can_be_read_once_it_is_unpacked() {
    let app = TestApp::new().await.with_creator("ada").await;
    // As many fields as there are, each refused with a sentence.
    let fields = [
        "title",
        "description",
        "thumbnail",
        "isChatEnabled",
        "isChatDelayed",
        "isChatFollowersOnly",
        "isGuestsAllowed",
    ];
    let body: serde_json::Map<_, _> = fields
        .into_iter()
        .map(|name| (name.to_owned(), Value::from(7)))
        .collect();
    let call = app.post("/api/stream/setup").by("ada").json(&Value::Object(body));
    let answer = call.header("accept-encoding", "gzip").unchecked().await;
    let text = match answer.header("content-encoding") {
        Some(_) => unzipped(&answer),
        None => answer.body.to_vec(),
    };
    let refusal: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(refusal["code"], "VALIDATION_FAILED");
}

#[actix_web::test]
async fn a_head_says_what_a_get_would() {
    let app = TestApp::new().await;
    let ask = |method| {
        app.call(method, LONG)
            .header("accept-encoding", "gzip")
            .unchecked()
    };
    let (get, head) = (ask("GET").await, ask("HEAD").await);
    for name in ["content-encoding", "vary", "content-type"] {
        assert_eq!(get.header(name), head.header(name), "{name}");
    }
    assert_eq!(
        get.body.len(),
        head.body.len(),
        "its length, which is all that is sent"
    );
}

#[actix_web::test]
async fn a_stream_of_events_is_never_compressed() {
    let app = TestApp::new().await.with_stream("ada").await;
    let call = app
        .get("/api/viewer/stream/ada/events")
        .header("accept-encoding", "gzip");
    let events = call.await;
    assert_eq!(events.header("content-encoding"), None);
    assert!(events.text().starts_with("event: snapshot"));
}
