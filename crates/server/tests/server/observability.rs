//! Metrics, the log, and the export of spans, of a running server.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpResponse, HttpServer, web};
use onair_adapters_postgres::testing::fresh_database;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Server, command, eventually, livekit, participant_joined, started, with_webhook};

async fn metrics(server: &Server, url: &str) -> (StatusCode, String) {
    let response = server.client.get(url).send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    let (server, _database) = started().await;
    server
        .call(Method::GET, "/api/viewer/live", None, Value::Null)
        .await;
    for username in ["first-name", "second-name"] {
        let path = format!("/api/viewer/stream/{username}");
        server.call(Method::GET, &path, None, Value::Null).await;
    }
    for path in ["/api/one", "/api/two"] {
        server
            .client
            .get(format!("{}{path}", server.url))
            .send()
            .await
            .unwrap();
    }
    let odd = Method::from_bytes(b"PROPFIND").unwrap();
    server.call(odd, "/api/viewer/live", None, Value::Null).await;
    let (_, text) = metrics(&server, &format!("{}/metrics", server.url)).await;
    for line in [
        r#"onair_http_requests_total{method="GET",route="/api/viewer/live",status="200"} 1"#,
        r#"onair_http_requests_total{method="GET",route="/api/viewer/stream/{username}",status="404"} 2"#,
        r#"onair_http_request_duration_seconds_count{method="GET",route="/api/viewer/stream/{username}"} 2"#,
        r#"onair_http_requests_total{method="GET",route="none",status="404"} 2"#,
        r#"onair_http_requests_total{method="other",route="/api/viewer/live",status="405"} 1"#,
    ] {
        assert!(
            text.lines().any(|found| found == line),
            "{line} is not in\n{text}"
        );
    }
    assert!(!text.contains("first-name") && !text.contains("/one"), "{text}");
}

#[tokio::test]
async fn each_metric_is_described() {
    let (server, _database) = started().await;
    server.wait_for_reconciliation().await;
    let (_, text) = metrics(&server, &format!("{}/metrics", server.url)).await;
    for name in [
        "onair_build_info",
        "onair_database_connections",
        "onair_queue_items",
        "process_resident_memory_bytes",
        "process_open_fds",
    ] {
        assert!(text.contains(&format!("\n{name}")), "{name} is not in\n{text}");
    }
    for line in text.lines().filter(|line| line.starts_with("# TYPE ")) {
        let name = line.split(' ').nth(2).unwrap();
        assert!(
            text.contains(&format!("# HELP {name} ")),
            "{name} has no description"
        );
    }
    assert!(
        text.contains(r#"onair_database_connections{pool="main",state="idle"}"#),
        "{text}"
    );
}

#[tokio::test]
async fn calls_of_livekit_are_measured_by_their_outcome() {
    let database = fresh_database().await;
    for (url, outcome) in [(livekit("URL"), "ok"), ("ws://127.0.0.1:1".to_owned(), "error")] {
        let mut command = command(database.url(), "serve");
        command.env("LIVEKIT_URL", url);
        let server = Server::start(command).await;
        let line = format!(
            r#"onair_livekit_request_duration_seconds_count{{method="ListRooms",outcome="{outcome}"}} "#
        );
        eventually(&line, async || {
            let (_, text) = metrics(&server, &format!("{}/metrics", server.url)).await;
            text.contains(&line).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn reads_that_are_answered_from_memory_are_counted() {
    let (server, database) = started().await;
    let ada = server.live_creator(&database, "ada").await;
    let path = format!("/api/viewer/stream/{}", ada.username);
    let hits = r#"onair_cache_requests_total{cache="streams",result="hit"} "#;
    eventually("a hit", async || {
        server.ok(Method::GET, &path, None, Value::Null).await;
        let (_, text) = metrics(&server, &format!("{}/metrics", server.url)).await;
        let count = text.lines().find_map(|line| line.strip_prefix(hits)).unwrap();
        (count != "0").then_some(())
    })
    .await;
}

/// The names of the metrics in a text.
fn metric_names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let names = words.filter(|word| word.starts_with("onair_") || word.starts_with("process_"));
    let of_histogram = |name: &str| {
        let base = ["_bucket", "_count", "_sum"]
            .iter()
            .find_map(|end| name.strip_suffix(end));
        base.unwrap_or(name).to_owned()
    };
    names.map(of_histogram).collect()
}

#[tokio::test]
async fn the_metrics_are_those_of_the_documents() {
    let (server, _database) = started().await;
    server.wait_for_reconciliation().await;
    // The age of webhooks is known only after one.
    let participant = json!({ "sid": "PA_1", "identity": "somebody" });
    let body = participant_joined("nobody", "RM_1", &participant);
    let request = server.client.post(format!("{}/api/webhook/livekit", server.url));
    assert_eq!(with_webhook(request, body).send().await.unwrap().status(), 200);
    server.wait_for_webhooks(1).await;
    let (_, text) = metrics(&server, &format!("{}/metrics", server.url)).await;
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let existing: BTreeSet<_> = types
        .map(|line| line.split(' ').next().unwrap().to_owned())
        .collect();
    let documented = metric_names(include_str!("../../../../docs/operations.md"));
    assert_eq!(existing, documented);
    for (document, text) in [
        (
            "alerts.yml",
            include_str!("../../../../docs/monitoring/alerts.yml"),
        ),
        (
            "alerts.test.yml",
            include_str!("../../../../docs/monitoring/alerts.test.yml"),
        ),
        (
            "grafana-dashboard.json",
            include_str!("../../../../docs/monitoring/grafana-dashboard.json"),
        ),
    ] {
        let unknown: Vec<_> = metric_names(text).difference(&existing).cloned().collect();
        assert!(unknown.is_empty(), "{document} names {unknown:?}");
    }
}

#[tokio::test]
async fn metrics_can_have_an_address_of_their_own() {
    let database = fresh_database().await;
    let mut command = command(database.url(), "serve");
    command.env("METRICS_ADDRESS", "127.0.0.1:0");
    let mut server = Server::start(command).await;
    let log = server.startup_log.join("\n");
    let url = log.split("metrics are on ").nth(1).unwrap();
    let url = url.split(' ').next().unwrap();
    let (status, text) = metrics(&server, url).await;
    assert_eq!(status, 200);
    assert!(text.contains("onair_build_info"), "{text}");
    let base = url.trim_end_matches("/metrics");
    for path in ["/", "/api/config", "/health/live"] {
        assert_eq!(metrics(&server, &format!("{base}{path}")).await.0, 404, "{path}");
    }
    // Public addresses do not show them.
    let (status, _) = server.call(Method::GET, "/metrics", None, Value::Null).await;
    assert_eq!(status, 404);
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
}

#[tokio::test]
async fn a_used_address_for_metrics_is_reported() {
    let database = fresh_database().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = command(database.url(), "serve");
    let output = command.env("METRICS_ADDRESS", &address).output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains(&format!("METRICS_ADDRESS {address}")), "{text}");
}

#[tokio::test]
async fn log_lines_of_a_request_have_its_id() {
    let database = fresh_database().await;
    let mut command = command(database.url(), "serve");
    command
        .env("RUST_LOG", "info,tokio_postgres=debug")
        .env("SHUTDOWN_DRAIN_SECONDS", "0");
    let mut server = Server::start(command).await;
    let request = server
        .client
        .get(format!("{}/api/viewer/live", server.url))
        .header("x-request-id", "the-id");
    assert_eq!(request.send().await.unwrap().status(), 200);
    server.signal("TERM");
    let log = server.rest_of_log().await;
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let of_request: Vec<_> = lines
        .filter(|line| line["spans"][0]["request_id"] == "the-id")
        .collect();
    // The driver of PostgreSQL logs the statements that it executes.
    assert!(
        of_request
            .iter()
            .any(|line| line["target"] == "tokio_postgres::prepare"),
        "{log}"
    );
}

/// A collector that keeps what it receives.
fn collector() -> (String, Arc<Mutex<Vec<u8>>>) {
    let received = Arc::new(Mutex::new(Vec::new()));
    let kept = received.clone();
    let server = HttpServer::new(move || {
        let kept = kept.clone();
        let keep = move |body: web::Bytes| {
            kept.lock().unwrap().extend_from_slice(&body);
            async { HttpResponse::Ok().finish() }
        };
        App::new().route("/v1/traces", web::post().to(keep))
    });
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", server.addrs()[0]);
    tokio::spawn(server.run());
    (url, received)
}

#[tokio::test]
async fn spans_of_requests_statements_and_livekit_calls_are_exported() {
    let (url, received) = collector();
    let database = fresh_database().await;
    let mut command = command(database.url(), "serve");
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &url)
        .env("OTEL_BSP_SCHEDULE_DELAY", "100");
    let server = Server::start(command).await;
    let body = json!({ "username": "somebody" });
    let request = server.client.post(format!("{}/api/dev/login", server.url));
    let request = request.header("traceparent", TRACE_CONTEXT).json(&body);
    assert_eq!(request.send().await.unwrap().status(), 200);
    let text = eventually("all kinds of spans", async || {
        tokio::task::yield_now().await;
        let text = String::from_utf8_lossy(&received.lock().unwrap()).into_owned();
        let expected = [
            "POST /api/dev/login",
            "INSERT INTO",
            "postgresql",
            "ListRooms",
            "onair",
        ];
        expected.iter().all(|part| text.contains(part)).then_some(text)
    })
    .await;
    assert!(
        !text.contains("somebody"),
        "parameters of statements are not exported"
    );
    assert!(
        !contains(&received, &TRACE_ID),
        "clients do not decide what is exported"
    );
}

/// A trace that a proxy has begun, and exports.
const TRACE_CONTEXT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE_ID: [u8; 16] = 0x0af7_6519_16cd_43dd_8448_eb21_1c80_319c_u128.to_be_bytes();
const SPAN_ID_OF_PROXY: [u8; 8] = 0xb7ad_6b71_6920_3331_u64.to_be_bytes();

fn contains(received: &Mutex<Vec<u8>>, part: &[u8]) -> bool {
    let received = received.lock().unwrap();
    received.windows(part.len()).any(|bytes| bytes == part)
}

#[tokio::test]
async fn the_span_of_a_request_continues_the_trace_of_a_trusted_proxy() {
    let (url, received) = collector();
    let database = fresh_database().await;
    let mut command = command(database.url(), "serve");
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &url)
        .env("OTEL_BSP_SCHEDULE_DELAY", "100")
        // The context of the proxy decides, not the ratio.
        .env("OTEL_TRACES_SAMPLER_ARG", "0")
        .env("TRUSTED_PROXIES", "127.0.0.1");
    let server = Server::start(command).await;
    let get = |context: &'static str| {
        let request = server.client.get(format!("{}/api/viewer/live", server.url));
        request.header("traceparent", context).send()
    };
    for malformed in ["", "00-0-0-01", "\u{fc}"] {
        assert_eq!(get(malformed).await.unwrap().status(), 200);
    }
    assert_eq!(get(TRACE_CONTEXT).await.unwrap().status(), 200);
    eventually("the span with its trace and its parent", async || {
        tokio::task::yield_now().await;
        let expected: [&[u8]; 3] = [&TRACE_ID, &SPAN_ID_OF_PROXY, b"GET /api/viewer/live"];
        expected
            .iter()
            .all(|part| contains(&received, part))
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_unreachable_collector_does_not_matter() {
    let unused = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", unused.local_addr().unwrap());
    drop(unused);
    let database = fresh_database().await;
    let mut command = command(database.url(), "serve");
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        .env("SHUTDOWN_DRAIN_SECONDS", "0");
    let mut server = Server::start(command).await;
    let (status, _) = server
        .call(Method::GET, "/api/viewer/live", None, Value::Null)
        .await;
    assert_eq!(status, 200);
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
}
