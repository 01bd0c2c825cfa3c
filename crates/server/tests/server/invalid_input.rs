//! Invalid requests neither fill the log nor the memory.

use futures_util::future::join_all;
use onair_adapters_postgres::testing::fresh_database;
use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Server, TEST_TIMEOUT, command, started};

/// Sends bytes, and reads until the server closes the connection.
async fn exchange(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _may_be_closed = stream.write_all(bytes).await;
    let mut response = Vec::new();
    let ended = tokio::time::timeout(TEST_TIMEOUT, stream.read_to_end(&mut response)).await;
    let _reset_or_closed = ended.expect("the connection stays open");
    String::from_utf8_lossy(&response).into_owned()
}

/// The peak resident memory of the server, in MiB.
fn resident_mib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id().unwrap())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
    kib / 1024
}

#[tokio::test]
async fn invalid_requests_are_not_logged_as_errors() {
    let (mut server, _database) = started().await;
    let address = server.url.trim_start_matches("http://").to_owned();
    for garbage in [
        &b"\0\0\0\0\r\n\r\n"[..],
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"POST /api/stream/setup HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        exchange(&address, garbage).await;
    }
    let mut long_head = b"GET / HTTP/1.1\r\nx: ".to_vec();
    long_head.resize(300_000, b'x');
    exchange(&address, &long_head).await;

    server.call(Method::GET, "/health/live", None, Value::Null).await;
    server.signal("TERM");
    assert!(server.child.wait().await.unwrap().success());
    let log = server.rest_of_log().await;
    assert!(log.contains("\"stopped\""), "{log}");
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");
}

#[tokio::test]
async fn bodies_of_refused_requests_are_not_buffered() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    // The test does not read the log, and a full pipe would block the server.
    serve.env("RUST_LOG", "info,onair_http=warn");
    let server = Server::start(serve).await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let body = "x".repeat(1024 * 1024);
    let targets = [
        ("/api/webhook/livekit", "authorization: x\r\n"),
        (
            "/api/stream/setup",
            "authorization: Bearer x\r\ncontent-type: application/json\r\n",
        ),
        ("/api/nothing", ""),
        ("/watch/ada", ""),
    ];
    let before = resident_mib(&server);
    for (path, headers) in targets {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {address}\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let all = (0..200).map(|_| exchange(&address, request.as_bytes()));
        for response in join_all(all).await {
            // A client that reads only after it has sent everything may get a reset instead of the response.
            assert!(
                response.is_empty() || response.starts_with("HTTP/1.1 4"),
                "{response}"
            );
        }
    }
    let growth = resident_mib(&server) - before;
    assert!(
        growth < 60,
        "{growth} MiB for 200 concurrent connections with 1 MiB each"
    );
}
