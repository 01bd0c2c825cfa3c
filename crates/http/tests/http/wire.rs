//! What only a real connection shows: bodies in chunks, bodies too large, answers without a body
//! or without an end.

use onair_domain::port_set::PortSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpServer, web};
use onair_adapters_memory::MemoryPorts;

use onair_http::Hub;

use crate::support::{TestApp, api};

/// The application behind a socket.
struct Listening {
    address: SocketAddr,
    handle: ServerHandle,
    hub: Hub,
}

impl Listening {
    fn new() -> Self {
        let memory = MemoryPorts::new();
        Self::over(&memory, &memory.ports())
    }

    fn over(memory: &MemoryPorts, ports: &PortSet) -> Self {
        let api = api(memory, ports);
        let hub = api.hub.clone();
        let server = HttpServer::new(move || onair_http::app(api.clone()))
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", 0))
            .unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, handle, hub }
    }

    /// Sends bytes as they are and reads until the other side closes.
    async fn exchange(&self, parts: Vec<Vec<u8>>) -> String {
        let address = self.address;
        web::block(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            for part in parts {
                stream.write_all(&part).unwrap();
            }
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            String::from_utf8(answer).unwrap()
        })
        .await
        .unwrap()
    }
}

fn head(request: &str, headers: &str) -> Vec<u8> {
    format!("{request} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n").into_bytes()
}

const LOGIN: &str = "POST /api/dev/login";

#[actix_web::test]
async fn a_body_in_chunks_is_read() {
    let server = Listening::new();
    let headers = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    let body = b"a\r\n{\"username\r\n8\r\n\":\"vera\"\r\n1\r\n}\r\n0\r\n\r\n".to_vec();
    let answer = server.exchange(vec![head(LOGIN, headers), body]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_body_that_is_too_large_is_told_so_and_not_cut_off() {
    let server = Listening::new();
    let too_large = 300 * 1024;
    let plain = format!("content-type: application/json\r\ncontent-length: {too_large}\r\n");
    let answer = server
        .exchange(vec![head(LOGIN, &plain), vec![b'x'; too_large]])
        .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("PAYLOAD_TOO_LARGE") && answer.contains("x-request-id"));

    let chunked = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    let mut chunks = Vec::new();
    for _ in 0..30 {
        chunks.extend_from_slice(b"2800\r\n");
        chunks.extend_from_slice(&[b'x'; 0x2800]);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    let answer = server.exchange(vec![head(LOGIN, chunked), chunks]).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");

    for refused in [
        "POST /api/stream/setup",
        "POST /api/nothing",
        "DELETE /api/config",
    ] {
        let answer = server
            .exchange(vec![head(refused, &plain), vec![b'x'; too_large]])
            .await;
        assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
    }
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn who_talks_nonsense_gets_no_success_and_harms_nobody() {
    let server = Listening::new();
    let headers = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    for nonsense in [
        vec![head(LOGIN, headers), b"zz\r\n{}\r\n".to_vec()],
        vec![b"\0\0\0\0\r\n\r\n".to_vec()],
        vec![head("GET http://[", "")],
        vec![head("GET /api/config", "content-length: -1\r\n")],
    ] {
        let answer = server.exchange(nonsense).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{answer}"
        );
    }
    let answer = server.exchange(vec![head("GET /api/config", "")]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn a_head_has_no_body_but_says_how_long_it_would_be() {
    let server = Listening::new();
    let get = server.exchange(vec![head("GET /api/config", "")]).await;
    let answer = server.exchange(vec![head("HEAD /api/config", "")]).await;
    let (fields, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(fields.starts_with("HTTP/1.1 200") && body.is_empty(), "{answer}");
    let (_, got) = get.split_once("\r\n\r\n").unwrap();
    assert!(
        fields.contains(&format!("content-length: {}", got.len())),
        "{answer}"
    );
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn events_flow_until_the_server_stops_and_a_head_of_them_ends() {
    let app = TestApp::new().await.with_stream("ada").await;
    let server = Listening::over(&app.memory, &app.ports);
    let path = "/api/viewer/stream/ada/events";
    let answer = server.exchange(vec![head(&format!("HEAD {path}"), "")]).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
    assert!(answer.contains("content-type: text/event-stream\r\n"), "{answer}");

    let mut stream = TcpStream::connect(server.address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (mut stream, begun) = web::block(move || {
        let mut begun = Vec::new();
        while !begun.ends_with(b"}\n\n\r\n") {
            let mut part = [0; 4096];
            let length = stream.read(&mut part).unwrap();
            assert!(length > 0, "it ended: {begun:?}");
            begun.extend_from_slice(&part[..length]);
        }
        (stream, String::from_utf8(begun).unwrap())
    })
    .await
    .unwrap();
    assert!(begun.contains("event: snapshot\n"), "{begun}");
    server.hub.stop();
    let rest = web::block(move || {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        rest
    });
    assert_eq!(rest.await.unwrap(), b"0\r\n\r\n");
    server.handle.stop(true).await;
}
