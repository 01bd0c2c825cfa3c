//! What Prometheus is told.

use crate::support::{METRICS, TestApp};

#[actix_web::test]
async fn metrics_are_plain_text_for_whoever_asks() {
    let app = TestApp::new().await;
    let answer = app.get("/metrics").await.succeeded();
    assert_eq!(answer.text(), METRICS);
    assert_eq!(answer.header("content-type"), Some("text/plain; version=0.0.4"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn where_nothing_is_measured_there_is_nothing_at_that_address() {
    let app = TestApp::without_metrics().await;
    for method in ["GET", "HEAD", "POST", "OPTIONS"] {
        assert_eq!(app.call(method, "/metrics").await.status, 404, "{method}");
    }
    app.get("/metrics").await.refused(404, "NOT_FOUND");
}

#[actix_web::test]
async fn the_page_never_stands_in_for_metrics() {
    let page = |_: &actix_web::HttpRequest, _: &str| actix_web::HttpResponse::Ok().body("page");
    let app = TestApp::with_page(page).await;
    assert_eq!(app.get("/metrics").await.succeeded().text(), METRICS);
    app.get("/metrics/more").await.refused(404, "NOT_FOUND");
}
