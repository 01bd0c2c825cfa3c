//! Which responses are compressed.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::support::{Response, TestApp};

const LONG: &str = "/api/openapi.json";

fn unzipped(response: &Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(&response.body[..])
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

async fn zipped(app: &TestApp, path: &str) -> Response {
    app.get(path)
        .header("accept-encoding", "gzip, deflate, br")
        .unchecked()
        .await
}

#[actix_web::test]
async fn large_responses_are_compressed_if_the_client_accepts_gzip() {
    let app = TestApp::new().await;
    let response = zipped(&app, LONG).await;
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(response.header("vary"), Some("accept-encoding"));
    let plain = app.get(LONG).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(
        plain.header("vary"),
        Some("accept-encoding"),
        "caches must distinguish both forms"
    );
    assert_eq!(unzipped(&response), plain.body);
    assert!(response.body.len() * 3 < plain.body.len());
}

#[actix_web::test]
async fn clients_that_do_not_accept_gzip_get_no_compression() {
    let app = TestApp::new().await;
    for refusal in ["", "identity", "gzip;q=0", "br", "*;q=0", "gzip;q=0.1, identity"] {
        let response = app.get(LONG).header("accept-encoding", refusal).await;
        assert_eq!(response.header("content-encoding"), None, "{refusal}");
        response.json();
    }
}

#[actix_web::test]
async fn short_responses_and_errors_are_not_compressed() {
    let app = TestApp::new().await;
    for path in [
        "/api/config",
        "/api/nothing",
        "/api/viewer/me",
        "/health/ready",
        "/metrics",
    ] {
        let response = zipped(&app, path).await;
        assert_eq!(response.header("content-encoding"), None, "{path}");
        assert_eq!(response.header("vary"), None, "{path}");
    }
}

#[actix_web::test]
async fn a_long_error_response_can_be_decompressed() {
    let app = TestApp::new().await.with_creator("ada").await;
    // All fields are invalid, so the response is long.
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
    let response = call.header("accept-encoding", "gzip").unchecked().await;
    let text = match response.header("content-encoding") {
        Some(_) => unzipped(&response),
        None => response.body.to_vec(),
    };
    let refusal: Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(refusal["code"], "VALIDATION_FAILED");
}

#[actix_web::test]
async fn head_has_the_headers_of_get() {
    let app = TestApp::new().await;
    let request = |method| {
        app.call(method, LONG)
            .header("accept-encoding", "gzip")
            .unchecked()
    };
    let (get, head) = (request("GET").await, request("HEAD").await);
    for name in ["content-encoding", "vary", "content-type"] {
        assert_eq!(get.header(name), head.header(name), "{name}");
    }
    assert_eq!(get.body.len(), head.body.len(), "the content length");
}

#[actix_web::test]
async fn event_streams_are_not_compressed() {
    let app = TestApp::new().await.with_stream("ada").await;
    let call = app
        .get("/api/viewer/stream/ada/events")
        .header("accept-encoding", "gzip");
    let events = call.await;
    assert_eq!(events.header("content-encoding"), None);
    assert!(events.text().starts_with("event: snapshot"));
}
