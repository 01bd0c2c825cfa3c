//! The server accepts only its own address, if that is known. While the development login is enabled, the API
//! accepts only loopback hosts.

use std::sync::Arc;

use actix_web::HttpResponse;

use crate::support::TestApp;

#[actix_web::test]
async fn other_hosts_are_refused() {
    let app = TestApp::loopback_only().await;
    for host in [
        "evil.example",
        "evil.example:8080",
        "10.0.0.1",
        "127.0.0.1.nip.io",
        "",
    ] {
        for (method, path) in [
            ("GET", "/api/config"),
            ("POST", "/api/dev/login"),
            ("GET", "/api/viewer/stream/ada/events"),
            ("GET", "/%61pi/config"),
            ("GET", "//api/config"),
            ("GET", "/api/nothing"),
        ] {
            let call = app.call(method, path).header("host", host).unchecked();
            call.await.refused(403, "FORBIDDEN");
        }
    }
    app.get("/api/config").unchecked().await.refused(403, "FORBIDDEN");
    let twice = app
        .get("/api/config")
        .header("host", "localhost")
        .header("host", "evil.example");
    twice.unchecked().await.refused(403, "FORBIDDEN");
}

#[actix_web::test]
async fn loopback_hosts_are_accepted() {
    let app = TestApp::loopback_only().await;
    for host in [
        "localhost",
        "LOCALHOST:8080",
        "foo.localhost",
        "localhost.",
        "127.0.0.1:8080",
        "[::1]:8080",
    ] {
        app.get("/api/config").header("host", host).await.succeeded();
    }
}

#[actix_web::test]
async fn health_and_metrics_accept_any_host() {
    let app = TestApp::loopback_only().await;
    for path in ["/health/live", "/health/ready", "/metrics"] {
        app.get(path).header("host", "onair.internal").await.succeeded();
    }
}

async fn app_at(url: &str) -> TestApp {
    TestApp::with(|api| {
        Arc::make_mut(&mut api.config).public_url = Some(url.parse().unwrap());
        api.page = Some(Arc::new(|_, _| HttpResponse::Ok().body("the page")));
    })
    .await
}

#[actix_web::test]
async fn only_the_public_address_is_answered() {
    let app = app_at("https://onair.example").await;
    for host in [
        "onair.example",
        "Onair.Example",
        "onair.example:443",
        "onair.example.",
    ] {
        app.get("/api/config").header("host", host).await.succeeded();
        app.get("/watch/ada").header("host", host).await.succeeded();
    }
    for host in [
        "evil.example",
        "127.0.0.1:8080",
        "localhost",
        "onair.example:80",
        "www.onair.example",
        "",
    ] {
        for path in ["/api/config", "/api/nothing", "/%61pi/viewer/me", "/api/docs"] {
            let refused = app.get(path).header("host", host).unchecked().await;
            let refused = refused.refused(403, "FORBIDDEN");
            assert!(
                refused.text().contains("https://onair.example"),
                "{}",
                refused.text()
            );
        }
        for path in ["/", "/watch/ada", "/assets/x.js"] {
            let refused = app.get(path).header("host", host).unchecked().await;
            assert_eq!(refused.status, 403);
            assert!(
                refused
                    .text()
                    .starts_with("This service answers only at https://onair.example.")
            );
            assert_eq!(refused.header("cache-control"), Some("no-store"));
        }
    }
    app.get("/api/config").unchecked().await.refused(403, "FORBIDDEN");
    let twice = app
        .get("/api/config")
        .header("host", "onair.example")
        .header("host", "onair.example");
    twice.unchecked().await.refused(403, "FORBIDDEN");
    let absolute = app
        .get("http://evil.example/api/config")
        .header("host", "onair.example");
    absolute.unchecked().await.refused(403, "FORBIDDEN");
}

#[actix_web::test]
async fn probes_and_webhooks_use_other_hosts() {
    let app = app_at("https://onair.example").await;
    for path in ["/health/live", "/health/ready", "/metrics"] {
        app.get(path).header("host", "10.0.0.7:8080").await.succeeded();
    }
    let webhook = crate::webhook::notify(&app, &crate::webhook::notification());
    webhook.header("host", "10.0.0.7:8080").await.succeeded();
}
