//! Paths, methods, CORS, and the headers of all responses.

use actix_web::HttpResponse;
use serde_json::json;

use crate::support::{DOCUMENT, TestApp};

#[actix_web::test]
async fn unknown_paths_are_not_found() {
    let app = TestApp::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/stream",
        "/api/stream/info/",
        "/api//stream/info",
        "/api/stream/info/x",
        "/api/viewer/stream/",
        "/api/viewer/stream/a/b",
        "/API/config",
        "/health",
        "/health/x",
        "/",
        "/anything",
        "/api/%00",
        "/api/%FF%FE",
    ] {
        for method in [
            "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW",
        ] {
            app.call(method, path).await.refused(404, "NOT_FOUND");
        }
    }
}

#[actix_web::test]
async fn removed_routes_are_not_found() {
    let app = TestApp::new().await.with_creator("ada").await;
    for (method, path) in [
        ("POST", "/api/stream/ingress"),
        ("DELETE", "/api/stream/ingress"),
        ("GET", "/api/stream/credentials"),
        ("POST", "/api/stream/creator-token"),
    ] {
        app.call(method, path).by("ada").await.refused(404, "NOT_FOUND");
        app.call(method, path).await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn a_wrong_method_gets_the_allowed_methods() {
    let app = TestApp::new().await;
    for (path, allow) in [
        ("/api/stream/setup", "POST, OPTIONS"),
        ("/api/stream/info", "GET, HEAD, PUT, OPTIONS"),
        ("/api/stream/viewers", "GET, HEAD, OPTIONS"),
        ("/api/stream/viewers/x", "DELETE, OPTIONS"),
        ("/api/viewer/stream/ada", "GET, HEAD, OPTIONS"),
        ("/health/live", "GET, HEAD, OPTIONS"),
        ("/metrics", "GET, HEAD, OPTIONS"),
        ("/api/webhook/livekit", "POST, OPTIONS"),
        ("/api/docs", "GET, HEAD, OPTIONS"),
        ("/api/dev/login", "POST, OPTIONS"),
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "BREW"] {
            if allow.split(", ").any(|allowed| allowed == method) {
                continue;
            }
            let response = app.call(method, path).with_token("bad").await;
            let response = response.refused(405, "METHOD_NOT_ALLOWED");
            assert_eq!(response.header("allow"), Some(allow), "{method} {path}");
        }
        let options = app.call("OPTIONS", path).await;
        assert_eq!((options.status, options.header("allow")), (204, Some(allow)));
    }
}

#[actix_web::test]
async fn undocumented_methods_are_refused() {
    let app = TestApp::new().await;
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        let path = template.replace(['{', '}'], "");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let status = app.call(method, &path).await.status;
            let is_documented = item.get(method.to_lowercase()).is_some();
            assert_eq!(status != 405, is_documented, "{method} {path}: {status}");
        }
    }
}

#[actix_web::test]
async fn head_has_the_status_of_get() {
    let app = TestApp::new().await.with_stream("ada").await;
    for path in [
        "/api/config",
        "/api/viewer/live",
        "/api/viewer/stream/ada",
        "/api/viewer/stream/ada/events",
        "/api/viewer/stream/nobody",
        "/api/stream/info",
        "/health/live",
        "/metrics",
        "/api/docs",
    ] {
        let (get, head) = (app.get(path).await, app.call("HEAD", path).await);
        assert_eq!(get.status, head.status, "{path}");
        assert_eq!(get.header("content-type"), head.header("content-type"));
    }
    app.call("HEAD", "/api/stream/setup")
        .await
        .refused(405, "METHOD_NOT_ALLOWED");
}

#[actix_web::test]
async fn every_response_has_a_request_id() {
    let app = TestApp::new().await;
    let id = |value: &'static str| app.get("/api/config").header("x-request-id", value);
    assert_eq!(id("abc-1.2_3").await.header("x-request-id"), Some("abc-1.2_3"));
    let (first, second) = (app.get("/api/nothing").await, app.get("/api/nothing").await);
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for bad in ["", "a b", "{}", "é"] {
        let response = id(bad).await;
        let id = response.header("x-request-id").unwrap();
        assert_eq!(id.len(), 16, "{id}");
    }
}

#[actix_web::test]
async fn responses_are_not_cached_or_sniffed() {
    let app = TestApp::new().await;
    for path in ["/api/config", "/api/nothing", "/api/viewer/me", "/health/live"] {
        let response = app.get(path).await;
        assert_eq!(response.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    }
}

#[actix_web::test]
async fn configured_origins_are_allowed() {
    let app = TestApp::with_origins(&["https://friend.test"]).await;
    let preflight = |origin: &'static str| {
        app.call("OPTIONS", "/api/stream/setup")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "authorization,content-type,x-viewer-token",
            )
    };
    let allowed = preflight("https://friend.test").await;
    assert_eq!(allowed.status, 200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        Some("https://friend.test")
    );
    assert!(
        allowed
            .header("access-control-allow-methods")
            .unwrap()
            .contains("POST")
    );
    let refused = preflight("https://foe.test").await;
    let refused = refused.refused(403, "FORBIDDEN");
    assert_eq!(refused.header("access-control-allow-origin"), None);
    let origin = |origin| app.get("/api/config").header("origin", origin);
    let allowed_origin = origin("https://friend.test").await.succeeded();
    assert_eq!(
        allowed_origin.header("access-control-allow-origin"),
        Some("https://friend.test")
    );
    assert!(
        allowed_origin
            .header("access-control-expose-headers")
            .unwrap()
            .contains("x-request-id")
    );
    let other_origin = origin("https://foe.test").await;
    assert_eq!(other_origin.header("access-control-allow-origin"), None);
}

#[actix_web::test]
async fn allowed_origins_can_read_errors() {
    let app = TestApp::with_origins(&["https://friend.test"]).await;
    for path in ["/api/viewer/me", "/api/nothing"] {
        let response = app.get(path).header("origin", "https://friend.test").await;
        assert_eq!(
            response.header("access-control-allow-origin"),
            Some("https://friend.test"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn by_default_no_other_origin_is_allowed() {
    let app = TestApp::new().await;
    let response = app.get("/api/config").header("origin", "https://foe.test").await;
    assert_eq!(response.header("access-control-allow-origin"), None);
}

#[actix_web::test]
async fn the_page_is_served_outside_the_api() {
    let app =
        TestApp::with_page(|_, request| HttpResponse::Ok().body(format!("page {}", request.path))).await;
    for path in ["/", "/watch/ada", "/apiary", "/assets/x.js"] {
        let response = app.get(path).await.succeeded();
        assert_eq!(response.text(), format!("page {path}"));
        assert_eq!(response.header("cache-control"), None);
        assert_eq!(app.call("HEAD", path).await.status, 200);
        let post = app.post(path).json(&json!({})).await;
        let post = post.refused(405, "METHOD_NOT_ALLOWED");
        assert_eq!(post.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
    app.get("/api/nothing").await.refused(404, "NOT_FOUND");
    app.get("/health/nothing").await.refused(404, "NOT_FOUND");
    let odd = app.get("//watch/%61da/./").await.succeeded();
    assert_eq!(odd.text(), "page /watch/ada", "the page gets the normalised path");
}

#[actix_web::test]
async fn the_page_is_not_served_for_paths_of_the_api() {
    let app = TestApp::with_page(|_, _| HttpResponse::Ok().body("the page")).await;
    for path in [
        "//api/viewer/live",
        "/api//viewer/live",
        "/api/viewer/live/",
        "///api",
        "/./api/viewer/live",
        "/x/../api/viewer/live",
        "/%2e/api/viewer/live",
        "/api%2Fviewer%2Flive",
        "/%2Fapi",
        "/API/viewer/live",
        "/%41PI",
        "//health/live",
        "/health//live",
        "//metrics",
        "/Metrics",
    ] {
        let response = app.get(path).await.refused(404, "NOT_FOUND");
        assert_eq!(response.header("cache-control"), Some("no-store"), "{path}");
        app.post(path).await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn encoded_paths_are_handled_like_plain_ones() {
    let app = TestApp::new().await;
    for (encoded, plain) in [
        ("/%6detrics", "/metrics"),
        ("/%61pi/viewer/live", "/api/viewer/live"),
        ("/%68ealth/ready", "/health/ready"),
        ("/api/%76iewer/live", "/api/viewer/live"),
    ] {
        let (encoded, plain) = (app.get(encoded).unchecked().await, app.get(plain).await);
        assert_eq!(encoded.status, 200);
        assert_eq!(encoded.header("cache-control"), Some("no-store"));
        assert_eq!(encoded.body, plain.body);
    }
    let me = app.get("/%61pi/viewer/me").unchecked();
    me.await.refused(401, "UNAUTHENTICATED");
    let wrong = app.post("/%61pi/config").await.refused(405, "METHOD_NOT_ALLOWED");
    assert_eq!(wrong.header("allow"), Some("GET, HEAD, OPTIONS"));
}
