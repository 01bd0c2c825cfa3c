//! Limits of connections: unread bodies, slow request heads and keep-alive.

use std::time::Duration;

use futures_util::future::join_all;

use crate::support::{RawConnection, TestServer};

const JSON: &str = "content-type: application/json\r\n";

/// Requests whose body the server does not read, each with its status and headers.
fn unread() -> Vec<(&'static str, u16, String)> {
    let bearer = "authorization: Bearer x\r\n";
    let webhook = "authorization: x\r\n";
    [
        ("GET /metrics", 200, ""),
        ("GET /", 200, ""),
        ("GET /watch/ada", 200, ""),
        ("HEAD /", 200, ""),
        ("GET /health/live", 200, ""),
        ("GET /health/ready", 200, ""),
        ("GET /api/config", 200, ""),
        ("GET /api/openapi.json", 200, ""),
        ("GET /api/docs", 200, ""),
        ("OPTIONS /api/config", 204, ""),
        ("POST /api/nothing", 404, JSON),
        ("DELETE /api/config", 405, ""),
        ("POST /", 405, JSON),
        ("POST /api/stream/setup", 401, JSON),
        ("POST /api/stream/setup", 401, bearer),
        ("POST /api/webhook/livekit", 401, webhook),
        ("POST /api/viewer/token", 415, "content-type: text/plain\r\n"),
    ]
    .into_iter()
    .map(|(target, status, headers)| (target, status, headers.to_owned()))
    .collect()
}

/// The start of each request, chunked and with a content length, and a part of the body.
fn unfinished() -> Vec<(String, u16, &'static [u8])> {
    let mut all = Vec::new();
    for (target, status, headers) in unread() {
        let head = format!("{target} HTTP/1.1\r\nhost: x\r\n{headers}");
        all.push((
            format!("{head}transfer-encoding: chunked\r\n\r\n1\r\nx\r\n"),
            status,
            &b"1\r\nx\r\n"[..],
        ));
        all.push((format!("{head}content-length: 60000\r\n\r\nx"), status, &b"x"[..]));
    }
    all
}

#[actix_web::test]
async fn an_unread_body_closes_the_connection_after_the_response() {
    let server = TestServer::new();
    let each = unfinished().into_iter().map(async |(head, status, piece)| {
        for interval in [None, Some(Duration::from_millis(50))] {
            let mut connection = server.connect().await;
            connection.send(&head).await;
            let response = if head.starts_with("HEAD") || status == 204 {
                String::new()
            } else {
                connection.response().await
            };
            if !response.is_empty() {
                assert!(
                    response.starts_with(&format!("HTTP/1.1 {status}")),
                    "{head}\n{response}"
                );
                assert!(response.contains("connection: close\r\n"), "{head}\n{response}");
            }
            let many = piece.repeat(4096);
            let piece = if interval.is_some() { piece } else { &many };
            connection.send_until_end(piece, interval).await;
        }
        // The connection is closed even if no more of the body arrives.
        let mut connection = server.connect().await;
        connection.send(&head).await;
        connection.read_to_end_of_connection().await;
    });
    join_all(each).await;
}

#[actix_web::test]
async fn a_connection_stays_open_after_a_body_was_read() {
    let server = TestServer::new();
    let mut connection = server.connect().await;
    let login = r#"{"username":"ada"}"#;
    let posts = [
        format!("content-length: {}\r\n\r\n{login}", login.len()),
        format!(
            "transfer-encoding: chunked\r\n\r\n{:x}\r\n{login}\r\n0\r\n\r\n",
            login.len()
        ),
    ];
    for post in &posts {
        for request in [
            format!("POST /api/dev/login HTTP/1.1\r\nhost: x\r\n{JSON}{post}"),
            "GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
            "GET /api/nothing HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
        ] {
            connection.send(request).await;
            let response = connection.response().await;
            assert!(!response.contains("connection: close"), "{response}");
        }
    }
}

#[actix_web::test]
async fn a_slow_head_closes_the_connection_at_any_request() {
    let server = TestServer::new();
    let whole = "GET /api/config HTTP/1.1\r\nhost: x\r\n\r\n";
    let each = [0, 1, 3].map(async |before| {
        let mut connection = server.connect().await;
        for _ in 0..before {
            connection.send(whole).await;
            connection.response().await;
        }
        connection.send("GET /api/config HTTP/1.1\r\nx: ").await;
        connection
            .send_until_end(b"x", Some(Duration::from_millis(50)))
            .await;
    });
    join_all(each).await;
}

#[actix_web::test]
async fn an_idle_connection_is_closed() {
    let server = TestServer::new();
    let mut idle = server.connect().await;
    assert!(idle.read_to_end_of_connection().await.starts_with("HTTP/1.1 408"));
    let mut once = server.connect().await;
    once.send("GET /api/config HTTP/1.1\r\nhost: x\r\n\r\n").await;
    once.response().await;
    assert_eq!(once.read_to_end_of_connection().await, "");
}

#[actix_web::test]
async fn the_size_of_a_head_is_limited() {
    let server = TestServer::new();
    let mut connection = server.connect().await;
    connection.send("GET / HTTP/1.1\r\n").await;
    let accepted = connection.send_until_end(&b"x".repeat(16 * 1024), None).await;
    assert!(accepted < 16 * 1024 * 1024, "{accepted} bytes of one head");
}

#[actix_web::test]
async fn an_oversized_head_gets_431() {
    let server = TestServer::new();
    let get = "GET /api/config HTTP/1.1\r\nhost: x\r\n";
    let whole = format!("{get}\r\n");
    let with_headers = |count: usize| format!("{get}{}\r\n", "x: y\r\n".repeat(count - 1));
    // Up to twice the limit may be read at once, and is then accepted.
    let long = "x".repeat(300 * 1024);
    let oversized = [
        with_headers(97),
        format!("{get}x: {long}\r\n\r\n"),
        format!("{get}{long}: x\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
        format!("GET /?{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
    ];
    for request in &oversized {
        let mut first = server.connect().await;
        first.send(request).await;
        let response = first.read_to_end_of_connection().await;
        assert!(response.starts_with("HTTP/1.1 431 "), "{response}");
        // On a connection that was used before.
        let mut later = server.connect().await;
        later.send(&whole).await;
        assert!(later.response().await.starts_with("HTTP/1.1 200"));
        later.send(request).await;
        let response = later.read_to_end_of_connection().await;
        assert!(response.starts_with("HTTP/1.1 431 "), "{response}");
        // Sent before the response to an earlier request.
        let mut pipelined = server.connect().await;
        pipelined.send(format!("{whole}{request}")).await;
        let both = pipelined.read_to_end_of_connection().await;
        assert!(both.starts_with("HTTP/1.1 200"), "{both}");
        assert!(both.contains("HTTP/1.1 431 "), "{both}");
    }
    let mut largest = server.connect().await;
    largest.send(with_headers(96)).await;
    assert!(largest.response().await.starts_with("HTTP/1.1 200"));
    let large = format!("{get}x: {}\r\n\r\n", "x".repeat(120 * 1024));
    largest.send(large).await;
    assert!(largest.response().await.starts_with("HTTP/1.1 200"));
}

#[actix_web::test]
async fn a_connection_with_a_running_response_is_not_idle() {
    let server = TestServer::new();
    server.set_up("ada").await;
    let mut events = server.connect().await;
    events
        .send("GET /api/viewer/stream/ada/events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    assert!(events.response().await.contains("text/event-stream"));
    // In the meantime, another connection is closed as idle twice.
    for _ in 0..2 {
        server.connect().await.read_to_end_of_connection().await;
    }
    server.stop_events();
    let events_text = events.read_to_end_of_connection().await;
    assert!(
        events_text.ends_with("0\r\n\r\n"),
        "not terminated by a last chunk: {events_text}"
    );
}

const CONFIG: &str = "GET /api/config HTTP/1.1\r\nhost: x\r\n\r\n";

/// Whether a connection gets a response. It may be closed before the request is sent.
async fn is_accepted(mut connection: RawConnection) -> bool {
    connection.send(CONFIG).await;
    connection.response_or_end().await.starts_with("HTTP/1.1 200")
}

#[actix_web::test]
async fn an_address_has_a_limit_of_open_connections() {
    let server = TestServer::with(Some(2), &[]);
    let mut open = Vec::new();
    for _ in 0..2 {
        let mut connection = server.connect().await;
        connection.send(CONFIG).await;
        assert!(connection.response().await.starts_with("HTTP/1.1 200"));
        open.push(connection);
    }
    assert!(!is_accepted(server.connect().await).await);
    #[cfg(target_os = "linux")]
    assert!(is_accepted(server.connect_from([127, 0, 0, 2]).await).await);
    drop(open.pop());
    // The server notices after a moment that the connection is closed.
    let accepted = async { while !is_accepted(server.connect().await).await {} };
    tokio::time::timeout(Duration::from_secs(30), accepted)
        .await
        .unwrap();
}

#[actix_web::test]
async fn trusted_proxies_have_no_limit_of_open_connections() {
    let server = TestServer::with(Some(1), &["127.0.0.1"]);
    let mut open = Vec::new();
    for _ in 0..5 {
        let mut connection = server.connect().await;
        connection.send(CONFIG).await;
        assert!(connection.response().await.starts_with("HTTP/1.1 200"));
        open.push(connection);
    }
}
