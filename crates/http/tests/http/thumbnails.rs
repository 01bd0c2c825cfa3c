//! Thumbnails of broadcasts: stored by the creator, cached by browsers, shown in lists and link previews.

use serde_json::{Value, json};

use crate::support::{Call, Response, TestApp};

const OWN: &str = "/api/stream/thumbnail";
const ADAS: &str = "/api/viewer/stream/ada/thumbnail";

/// The smallest file that has the structure of a JPEG picture. `byte` is part of the compressed data.
pub(crate) fn picture(byte: u8) -> Vec<u8> {
    let frame = [0xff, 0xc0, 0, 11, 8, 0, 90, 0, 160, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, byte];
    [&[0xff, 0xd8][..], &frame, &scan, &[0xff, 0xd9]].concat()
}

pub(crate) fn put(app: &TestApp, who: &'static str) -> Call {
    app.put(OWN).by(who).with_bytes_of_type("image/jpeg", &picture(1))
}

async fn live_thumbnail(app: &TestApp) -> Value {
    let watched = app.get("/api/viewer/stream/ada").await.succeeded().data();
    let listed = app.get("/api/viewer/live").await.succeeded().data();
    let found = app.get("/api/viewer/search?q=ada").await.succeeded().data();
    let path = watched["liveThumbnail"].clone();
    assert_eq!(listed[0]["liveThumbnail"], path);
    assert_eq!(found[0]["liveThumbnail"], path);
    path
}

fn assert_picture(response: &Response, byte: u8) {
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("image/jpeg"));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(response.body, picture(byte));
}

#[actix_web::test]
async fn a_stored_picture_is_shown_and_changes_its_address() {
    let app = TestApp::new().await.with_live("ada").await;
    assert_eq!(live_thumbnail(&app).await, Value::Null);
    app.get(ADAS).await.refused(404, "NOT_FOUND");
    let stored = put(&app, "ada").await.succeeded();
    assert_eq!(stored.json(), json!({"success": true}));
    let first = live_thumbnail(&app).await;
    assert_picture(&app.get(first.as_str().unwrap()).await, 1);
    app.pass(60);
    let second = app.put(OWN).by("ada");
    let second = second.with_bytes_of_type("Image/JPEG", &picture(2));
    second.await.succeeded();
    let path = live_thumbnail(&app).await;
    assert_ne!(path, first);
    assert_picture(&app.get(path.as_str().unwrap()).await, 2);
}

#[actix_web::test]
async fn a_picture_is_cached_by_its_version_and_its_tag() {
    let app = TestApp::new().await.with_live("ada").await;
    put(&app, "ada").await.succeeded();
    let path = live_thumbnail(&app).await;
    let current = app.get(path.as_str().unwrap()).await;
    assert_eq!(current.header("cache-control"), Some("public, max-age=600"));
    let tag = current.header("etag").unwrap().to_owned();
    for other in [ADAS, &format!("{ADAS}?v=1")] {
        let response = app.get(other).await;
        assert_picture(&response, 1);
        assert_eq!(response.header("cache-control"), Some("no-cache"));
        assert_eq!(response.header("etag"), Some(tag.as_str()));
    }
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let response = app.get(ADAS).header("if-none-match", &known).await;
        assert_eq!((response.status, response.body.len()), (304, 0), "{known}");
        assert_eq!(response.header("etag"), Some(tag.as_str()));
    }
    let changed = app.get(ADAS).header("if-none-match", "\"1\"").await;
    assert_picture(&changed, 1);
}

#[actix_web::test]
async fn a_picture_disappears_with_its_removal_and_with_the_broadcast() {
    let app = TestApp::new().await.with_live("ada").await;
    for _ in 0..2 {
        put(&app, "ada").await.succeeded();
        app.delete(OWN).by("ada").await.succeeded();
        app.delete(OWN).by("ada").await.succeeded();
        app.get(ADAS).await.refused(404, "NOT_FOUND");
        assert_eq!(live_thumbnail(&app).await, Value::Null);
    }
    put(&app, "ada").await.succeeded();
    app.post("/api/stream/end-stream").by("ada").await.succeeded();
    app.get(ADAS).await.refused(404, "NOT_FOUND");
    put(&app, "ada").await.refused(409, "STREAM_OFFLINE");
    app.delete(OWN).by("ada").await.succeeded();
    app.post("/api/stream/go-live").by("ada").await.succeeded();
    assert_eq!(live_thumbnail(&app).await, Value::Null);
}

#[actix_web::test]
async fn a_picture_is_hidden_while_guests_may_not_watch() {
    let app = TestApp::new().await.with_live("ada").await;
    put(&app, "ada").await.succeeded();
    let allow = |allowed: bool| {
        let info = app.put("/api/stream/info").by("ada");
        info.json(&json!({"isGuestsAllowed": allowed}))
    };
    allow(false).await.succeeded();
    assert_eq!(live_thumbnail(&app).await, Value::Null);
    for caller in [app.get(ADAS), app.get(ADAS).by("vera"), app.get(ADAS).by("ada")] {
        caller.await.refused(404, "NOT_FOUND");
    }
    allow(true).await.succeeded();
    assert_picture(&app.get(ADAS).await, 1);
}

#[actix_web::test]
async fn only_pictures_within_the_bounds_are_stored() {
    let app = TestApp::new().await.with_live("ada").await;
    let send = |media_type: &str, body: &[u8]| app.put(OWN).by("ada").with_bytes_of_type(media_type, body);
    for other in [
        "image/png",
        "application/json",
        "text/html",
        "image/jpeg, image/png",
    ] {
        send(other, &picture(1))
            .await
            .refused(415, "UNSUPPORTED_MEDIA_TYPE");
    }
    send("", &picture(1)).await.refused(415, "UNSUPPORTED_MEDIA_TYPE");
    send("image/jpeg", &vec![0; 64 * 1024 + 1])
        .await
        .refused(413, "PAYLOAD_TOO_LARGE");
    let mut huge = picture(1);
    huge[7] = 0xff;
    for bad in [&b""[..], b"<html>", &picture(1)[..20], &huge] {
        send("image/jpeg", bad).await.invalid_fields(&["thumbnail"]);
    }
    send("", b"").await.invalid_fields(&["thumbnail"]);
    app.get(ADAS).await.refused(404, "NOT_FOUND");
}

#[actix_web::test]
async fn unknown_users_and_streams_have_no_picture() {
    let app = TestApp::new().await.with_user("vera").await;
    app.get("/api/viewer/stream/nobody/thumbnail")
        .await
        .refused(404, "USER_NOT_FOUND");
    app.get("/api/viewer/stream/vera/thumbnail")
        .await
        .refused(404, "STREAM_NOT_FOUND");
}
