//! What a connection may cost: unread bodies, slow heads, and what stays usable.

use std::time::Duration;

use futures_util::future::join_all;

use crate::support::Served;

const JSON: &str = "content-type: application/json\r\n";

/// Requests whose answers leave the body unread: each with its status and what stands in its head.
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

/// The beginning of each request, in both ways to send a body, and a piece of the body.
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
async fn after_an_answer_that_left_the_body_unread_the_connection_ends() {
    let served = Served::new();
    let each = unfinished().into_iter().map(async |(head, status, piece)| {
        for pace in [None, Some(Duration::from_millis(50))] {
            let mut wire = served.connect().await;
            wire.send(&head).await;
            let answer = if head.starts_with("HEAD") || status == 204 {
                String::new()
            } else {
                wire.answer().await
            };
            if !answer.is_empty() {
                assert!(
                    answer.starts_with(&format!("HTTP/1.1 {status}")),
                    "{head}\n{answer}"
                );
                assert!(answer.contains("connection: close\r\n"), "{head}\n{answer}");
            }
            let many = piece.repeat(4096);
            let piece = if pace.is_some() { piece } else { &many };
            wire.send_until_end(piece, pace).await;
        }
        // Nor does it stay for a body that never comes.
        let mut wire = served.connect().await;
        wire.send(&head).await;
        wire.end().await;
    });
    join_all(each).await;
}

#[actix_web::test]
async fn what_was_read_leaves_the_connection_open() {
    let served = Served::new();
    let mut wire = served.connect().await;
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
            wire.send(request).await;
            let answer = wire.answer().await;
            assert!(!answer.contains("connection: close"), "{answer}");
        }
    }
}

#[actix_web::test]
async fn a_head_that_never_ends_ends_its_connection_the_first_and_every_other() {
    let served = Served::new();
    let whole = "GET /api/config HTTP/1.1\r\nhost: x\r\n\r\n";
    let each = [0, 1, 3].map(async |before| {
        let mut wire = served.connect().await;
        for _ in 0..before {
            wire.send(whole).await;
            wire.answer().await;
        }
        wire.send("GET /api/config HTTP/1.1\r\nx: ").await;
        wire.send_until_end(b"x", Some(Duration::from_millis(50))).await;
    });
    join_all(each).await;
}

#[actix_web::test]
async fn a_connection_that_says_nothing_is_closed() {
    let served = Served::new();
    let mut silent = served.connect().await;
    assert!(silent.end().await.starts_with("HTTP/1.1 408"));
    let mut once = served.connect().await;
    once.send("GET /api/config HTTP/1.1\r\nhost: x\r\n\r\n").await;
    once.answer().await;
    assert_eq!(once.end().await, "");
}

#[actix_web::test]
async fn a_head_without_end_is_refused_at_a_bound() {
    let served = Served::new();
    let mut wire = served.connect().await;
    wire.send("GET / HTTP/1.1\r\n").await;
    let taken = wire.send_until_end(&b"x".repeat(16 * 1024), None).await;
    assert!(taken < 16 * 1024 * 1024, "{taken} bytes of one head");
}

#[actix_web::test]
async fn a_request_that_is_answered_for_long_is_not_idle() {
    let served = Served::new();
    served.set_up("ada").await;
    let mut events = served.connect().await;
    events
        .send("GET /api/viewer/stream/ada/events HTTP/1.1\r\nhost: x\r\n\r\n")
        .await;
    assert!(events.answer().await.contains("text/event-stream"));
    // Another connection is closed as idle meanwhile, twice over.
    for _ in 0..2 {
        served.connect().await.end().await;
    }
    served.stop_events();
    let told = events.end().await;
    assert!(told.ends_with("0\r\n\r\n"), "it was ended, not cut off: {told}");
}
