//! The metrics.

use onair_http::PageRequest;

use crate::support::{METRICS, TestApp};

#[actix_web::test]
async fn metrics_are_public_plain_text() {
    let app = TestApp::new().await;
    let response = app.get("/metrics").await.succeeded();
    assert_eq!(response.text(), METRICS);
    assert_eq!(response.header("content-type"), Some("text/plain; version=0.0.4"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn disabled_metrics_are_not_found() {
    let app = TestApp::without_metrics().await;
    for method in ["GET", "HEAD", "POST", "OPTIONS"] {
        assert_eq!(app.call(method, "/metrics").await.status, 404, "{method}");
    }
    app.get("/metrics").await.refused(404, "NOT_FOUND");
}

#[actix_web::test]
async fn the_page_does_not_answer_metrics() {
    let page = |_: &actix_web::HttpRequest, _: &PageRequest<'_>| actix_web::HttpResponse::Ok().body("page");
    let app = TestApp::with_page(page).await;
    assert_eq!(app.get("/metrics").await.succeeded().text(), METRICS);
    app.get("/metrics/more").await.refused(404, "NOT_FOUND");
}
