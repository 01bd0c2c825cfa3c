//! Request bodies: content type, size and invalid JSON.

use crate::support::TestApp;

const PATH: &str = "/api/stream/setup";
const MAX_BYTES: usize = 64 * 1024;

/// A valid body for setting up a stream with exactly `length` bytes.
fn padded(length: usize) -> String {
    let start = r#"{"title":"T","padding":""#;
    let end = r#""}"#;
    format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
}

#[actix_web::test]
async fn the_content_type_must_be_json() {
    let app = TestApp::new().await.with_creator("ada").await;
    let body = r#"{"title":"T"}"#;
    for valid in [
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON;charset=\"UTF-8\"",
    ] {
        let response = app.post(PATH).by("ada").with_body_of_type(valid, body).await;
        assert!(response.status < 300, "{valid}");
    }
    for bad in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/webhook+json",
        "application/json; charset=utf-16",
        "application/json, application/json",
        "json",
    ] {
        let call = app.post(PATH).by("ada").with_body_of_type(bad, body);
        call.await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    let zipped = app
        .post(PATH)
        .by("ada")
        .with_body_of_type("application/json", body)
        .header("content-encoding", "gzip");
    zipped.await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
}

#[actix_web::test]
async fn without_a_body_no_content_type_is_required() {
    let app = TestApp::new().await.with_creator("ada").await;
    app.post(PATH).by("ada").await.refused(400, "MALFORMED_BODY");
    app.post(PATH)
        .by("ada")
        .with_body_of_type("application/json", "")
        .await
        .refused(400, "MALFORMED_BODY");
    app.post(PATH)
        .by("ada")
        .with_body_of_type("text/plain", "")
        .await
        .refused(415, "UNSUPPORTED_MEDIA_TYPE");
}

#[actix_web::test]
async fn a_body_has_up_to_64_kib() {
    let app = TestApp::new().await.with_creator("ada").await;
    for with_length in [true, false] {
        let set_up = |length| {
            let call = app
                .post(PATH)
                .by("ada")
                .with_body_of_type("application/json", &padded(length));
            if with_length { call.with_length() } else { call }
        };
        assert!(set_up(MAX_BYTES).await.status < 300);
        set_up(MAX_BYTES + 1).await.refused(413, "PAYLOAD_TOO_LARGE");
        set_up(3 * MAX_BYTES).await.refused(413, "PAYLOAD_TOO_LARGE");
    }
}

#[actix_web::test]
async fn a_body_that_is_not_a_json_object_is_malformed() {
    let app = TestApp::new().await.with_creator("ada").await;
    let deep = format!("{{\"title\":{}", "[".repeat(60_000));
    let bad: [&[u8]; 15] = [
        b" ",
        b"null",
        b"[]",
        b"\"{}\"",
        b"17",
        b"{",
        b"{} {}",
        b"{\"title\":}",
        b"{title:\"T\"}",
        b"{\"title\":\"T\",}",
        b"\xef\xbb\xbf{\"title\":\"T\"}",
        b"{\"title\":\"\xff\"}",
        br#"{"title":"\ud800"}"#,
        br#"{"title":"T","title":"U"}"#,
        deep.as_bytes(),
    ];
    for body in bad {
        let call = app
            .post(PATH)
            .by("ada")
            .with_bytes_of_type("application/json", body);
        call.await.refused(400, "MALFORMED_BODY");
    }
    app.get("/api/stream/info")
        .by("ada")
        .await
        .refused(404, "STREAM_NOT_FOUND");
}

#[actix_web::test]
async fn error_messages_repeat_little_of_the_body() {
    let app = TestApp::new().await.with_creator("ada").await;
    let long_name = format!("{{\"{0}\":1,\"{0}\":2}}", "n".repeat(10_000));
    for body in [long_name, format!("\"{}\"", "s".repeat(10_000))] {
        let response = app
            .post(PATH)
            .by("ada")
            .with_body_of_type("application/json", &body)
            .await
            .refused(400, "MALFORMED_BODY");
        assert!(response.body.len() < 300, "{}", response.text());
    }
}
