//! While the development login is enabled, the API accepts only loopback hosts.

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
