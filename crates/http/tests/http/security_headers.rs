//! The headers by which browsers restrict responses: of every route, page and error.

use std::sync::Arc;

use actix_web::HttpResponse;
use onair_http::{Network, PageRequest};

use crate::coverage::calls;
use crate::support::{Call, Response, TestApp};

const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
];

#[track_caller]
fn check(what: &str, response: &Response) {
    let header = |name: &str| {
        response
            .header(name)
            .unwrap_or_else(|| panic!("{what}: no {name}"))
    };
    for (name, value) in ALWAYS {
        assert_eq!(header(name), value, "{what}");
    }
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    let permissions = header("permissions-policy");
    for part in [
        "camera=(self)",
        "microphone=(self)",
        "geolocation=()",
        "display-capture=(self)",
    ] {
        assert!(permissions.contains(part), "{what}: {permissions}");
    }
    assert!(!permissions.contains('*'));
    assert_eq!(response.header("strict-transport-security"), None, "{what}");
    assert_eq!(response.header("access-control-allow-origin"), None, "{what}");
}

#[track_caller]
fn check_call(what: &str, response: &Response) {
    check(what, response);
    assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{what}");
    let is_public = ["/api/openapi.json", "/api/docs", "/thumbnail"];
    let is_public = what.starts_with("GET ") && is_public.iter().any(|path| what.contains(path));
    let expected = if is_public && response.status == 200 {
        "no-cache"
    } else {
        "no-store"
    };
    assert_eq!(
        response.header("cache-control"),
        Some(expected),
        "{what} {}",
        response.status
    );
}

fn named(call: Call) -> (String, Call) {
    let (method, path) = call.target();
    (format!("{method} {path}"), call)
}

#[actix_web::test]
async fn every_call_and_error_has_the_headers() {
    let live = TestApp::new().await.with_live("ada").await;
    let app = live.with_user("vera").await;
    let mut statuses = std::collections::BTreeSet::new();
    let callers: [fn(Call) -> Call; 6] = [
        |call| call,
        |call| call.by("vera"),
        |call| call.by("ada"),
        |call| call.with_token("bad"),
        |call| call.by("ada").with_body_of_type("text/plain", "x"),
        |call| call.by("ada").with_body_of_type("application/json", "{"),
    ];
    for caller in callers {
        for (what, call) in calls(&app).into_iter().map(named) {
            let response = caller(call).await;
            statuses.insert(response.status);
            check_call(&what, &response);
        }
    }
    let large = "x".repeat(64 * 1024 + 1);
    for (what, call) in [
        app.get("/api/nothing"),
        app.get("//api/viewer/me"),
        app.get("/health/nothing"),
        app.delete("/api/config"),
        app.call("OPTIONS", "/api/config"),
        app.call("HEAD", "/api/viewer/live"),
        app.get("/api/docs"),
        app.get("/api/docs/"),
        app.get("/api/docs/swagger-ui-bundle.js"),
        app.get("/api/docs/nothing.js"),
        app.post("/api/docs"),
        app.post("/api/stream/setup")
            .by("ada")
            .with_body_of_type("application/json", &large),
    ]
    .into_iter()
    .map(named)
    {
        let response = call.await;
        statuses.insert(response.status);
        check_call(&what, &response);
    }
    let exhausted = TestApp::exhausted().await.with_user("ada").await;
    for (what, call) in calls(&exhausted).into_iter().map(named) {
        let response = call.by("ada").await;
        statuses.insert(response.status);
        check_call(&what, &response);
    }
    app.memory.store.start_outage();
    for (what, call) in calls(&app).into_iter().map(named) {
        let response = call.by("ada").await;
        statuses.insert(response.status);
        check_call(&what, &response);
    }
    for expected in [200, 201, 204, 400, 401, 403, 404, 405, 409, 413, 415, 429, 503] {
        assert!(
            statuses.contains(&expected),
            "{expected} never occurs: {statuses:?}"
        );
    }
}

#[actix_web::test]
async fn pages_and_their_errors_have_the_headers() {
    let page = |_: &_, request: &PageRequest<'_>| match request.path {
        "/assets/none.js" => HttpResponse::NotFound().body("No such file."),
        _ => HttpResponse::Ok().body("the page"),
    };
    let app = TestApp::with_page(page).await;
    for call in [
        app.get("/"),
        app.get("/watch/ada"),
        app.get("/assets/none.js").unchecked(),
        app.post("/"),
        app.call("OPTIONS", "/"),
    ] {
        let (what, call) = named(call);
        let response = call.await;
        check(&what, &response);
        assert_eq!(response.header("referrer-policy"), Some("same-origin"), "{what}");
    }
    let without_page = TestApp::new().await.get("/").await;
    check("GET /", &without_page);
}

#[actix_web::test]
async fn a_page_keeps_its_own_policy() {
    let page = |_: &_, _: &PageRequest<'_>| {
        HttpResponse::Ok()
            .insert_header(("content-security-policy", "default-src 'self'"))
            .body("the page")
    };
    let response = TestApp::with_page(page).await.get("/").await;
    assert_eq!(
        response.header("content-security-policy"),
        Some("default-src 'self'")
    );
    assert_eq!(response.header("x-frame-options"), Some("DENY"));
}

#[actix_web::test]
async fn the_page_of_the_document_may_only_load_its_own_files() {
    let app = TestApp::new().await;
    let policy = |response: &Response| response.header("content-security-policy").unwrap().to_owned();
    let page = policy(&app.get("/api/docs").await);
    assert!(
        page.contains("script-src 'self';") && page.contains("connect-src 'self';"),
        "{page}"
    );
    assert!(
        !page.contains("http:") && !page.contains("https:") && !page.contains("unsafe-eval"),
        "{page}"
    );
    let config = policy(&app.get("/api/config").await);
    assert!(
        !config.contains("script-src") && !config.contains("'self'"),
        "{config}"
    );
}

#[actix_web::test]
async fn hsts_is_sent_over_tls_only() {
    const HSTS: &str = "strict-transport-security";
    let behind_proxy = TestApp::with(|api| {
        let proxy: Network = "10.0.0.1".parse().unwrap();
        Arc::make_mut(&mut api.config).trusted_proxies = vec![proxy].into();
    })
    .await;
    let via = |peer: &str, scheme: &str| {
        let call = behind_proxy.get("/api/config").from(peer);
        call.header("x-forwarded-proto", scheme)
    };
    let expected = Some("max-age=31536000");
    assert_eq!(via("10.0.0.1", "https").await.header(HSTS), expected);
    assert_eq!(via("10.0.0.1", "http").await.header(HSTS), None);
    assert_eq!(via("192.0.2.1", "https").await.header(HSTS), None);
    for (url, expected) in [
        ("https://onair.example", expected),
        ("http://onair.example", None),
    ] {
        let app = TestApp::with(|api| {
            Arc::make_mut(&mut api.config).public_url = Some(url.parse().unwrap());
        })
        .await;
        for path in ["/api/config", "/api/nothing", "/health/live", "/nothing"] {
            let response = app.get(path).header("host", "onair.example").await;
            assert_eq!(response.header(HSTS), expected, "{url} {path}");
        }
        let refused = app.get("/api/config").header("host", "evil.example").unchecked();
        assert_eq!(refused.await.header(HSTS), expected);
    }
}
