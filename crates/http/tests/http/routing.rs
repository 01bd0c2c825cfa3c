//! What there is and what there isn't, methods, other origins, and what every answer carries.

use actix_web::HttpResponse;
use serde_json::json;

use crate::support::{DOCUMENT, TestApp};

#[actix_web::test]
async fn what_is_unknown_is_not_found_in_the_envelope() {
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
async fn the_old_ways_in_are_gone() {
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
async fn a_wrong_method_is_told_the_right_ones() {
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
            let answer = app.call(method, path).with_token("bad").await;
            let answer = answer.refused(405, "METHOD_NOT_ALLOWED");
            assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        }
        let options = app.call("OPTIONS", path).await;
        assert_eq!((options.status, options.header("allow")), (204, Some(allow)));
    }
}

#[actix_web::test]
async fn no_documented_call_takes_a_method_it_does_not_name() {
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
async fn a_head_is_answered_as_a_get() {
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
async fn every_answer_has_an_id() {
    let app = TestApp::new().await;
    let id = |value: &'static str| app.get("/api/config").header("x-request-id", value);
    assert_eq!(id("abc-1.2_3").await.header("x-request-id"), Some("abc-1.2_3"));
    let (first, second) = (app.get("/api/nothing").await, app.get("/api/nothing").await);
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for bad in ["", "a b", "{}", "é"] {
        let answer = id(bad).await;
        let given = answer.header("x-request-id").unwrap();
        assert_eq!(given.len(), 16, "{given}");
    }
}

#[actix_web::test]
async fn answers_are_kept_by_nobody_and_are_what_they_say() {
    let app = TestApp::new().await;
    for path in ["/api/config", "/api/nothing", "/api/viewer/me", "/health/live"] {
        let answer = app.get(path).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[actix_web::test]
async fn other_sites_are_let_in_by_name() {
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
    let friend = origin("https://friend.test").await.succeeded();
    assert_eq!(
        friend.header("access-control-allow-origin"),
        Some("https://friend.test")
    );
    assert!(
        friend
            .header("access-control-expose-headers")
            .unwrap()
            .contains("x-request-id")
    );
    let foe = origin("https://foe.test").await;
    assert_eq!(foe.header("access-control-allow-origin"), None);
}

#[actix_web::test]
async fn refusals_can_be_read_by_other_sites_too() {
    let app = TestApp::with_origins(&["https://friend.test"]).await;
    for path in ["/api/viewer/me", "/api/nothing"] {
        let answer = app.get(path).header("origin", "https://friend.test").await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("https://friend.test"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn without_other_sites_nobody_is_let_in() {
    let app = TestApp::new().await;
    let answer = app.get("/api/config").header("origin", "https://foe.test").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[actix_web::test]
async fn the_page_has_every_path_but_the_apis() {
    let app = TestApp::with_page(|_, path| HttpResponse::Ok().body(format!("page {path}"))).await;
    for path in ["/", "/watch/ada", "/apiary", "/assets/x.js"] {
        let answer = app.get(path).await.succeeded();
        assert_eq!(answer.text(), format!("page {path}"));
        assert_eq!(answer.header("cache-control"), None);
        assert_eq!(app.call("HEAD", path).await.status, 200);
        let post = app.post(path).json(&json!({})).await;
        let post = post.refused(405, "METHOD_NOT_ALLOWED");
        assert_eq!(post.header("allow"), Some("GET, HEAD, OPTIONS"));
    }
    app.get("/api/nothing").await.refused(404, "NOT_FOUND");
    app.get("/health/nothing").await.refused(404, "NOT_FOUND");
    let odd = app.get("//watch/%61da/./").await.succeeded();
    assert_eq!(odd.text(), "page /watch/ada", "the page is told the plain path");
}

#[actix_web::test]
async fn what_means_a_call_is_never_answered_with_the_page() {
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
        let answer = app.get(path).await.refused(404, "NOT_FOUND");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        app.post(path).await.refused(404, "NOT_FOUND");
    }
}

#[actix_web::test]
async fn an_encoded_path_has_the_same_rules_as_the_plain_one() {
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
