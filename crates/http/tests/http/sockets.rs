//! Tests over TCP: chunked bodies, oversized bodies, HEAD, and endless responses.

use onair_domain::port_set::PortSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{HttpServer, web};
use onair_adapters_memory::MemoryPorts;

use onair_http::Hub;

use crate::support::{TestApp, api};

/// The application on a TCP port.
struct SocketServer {
    address: SocketAddr,
    handle: ServerHandle,
    hub: Hub,
}

impl SocketServer {
    fn new() -> Self {
        let memory = MemoryPorts::new();
        Self::with_ports(&memory, &memory.ports())
    }

    fn with_ports(memory: &MemoryPorts, ports: &PortSet) -> Self {
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

    /// Sends raw bytes and reads until the server closes the connection.
    async fn exchange(&self, parts: Vec<Vec<u8>>) -> String {
        let address = self.address;
        web::block(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            for part in parts {
                stream.write_all(&part).unwrap();
            }
            let mut response = Vec::new();
            stream.read_to_end(&mut response).unwrap();
            String::from_utf8(response).unwrap()
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
async fn a_chunked_body_is_read() {
    let server = SocketServer::new();
    let headers = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    let body = b"a\r\n{\"username\r\n8\r\n\":\"vera\"\r\n1\r\n}\r\n0\r\n\r\n".to_vec();
    let response = server.exchange(vec![head(LOGIN, headers), body]).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn an_oversized_body_gets_a_complete_response() {
    let server = SocketServer::new();
    let too_large = 300 * 1024;
    let plain = format!("content-type: application/json\r\ncontent-length: {too_large}\r\n");
    let response = server
        .exchange(vec![head(LOGIN, &plain), vec![b'x'; too_large]])
        .await;
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(response.contains("PAYLOAD_TOO_LARGE") && response.contains("x-request-id"));

    let chunked = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    let mut chunks = Vec::new();
    for _ in 0..30 {
        chunks.extend_from_slice(b"2800\r\n");
        chunks.extend_from_slice(&[b'x'; 0x2800]);
        chunks.extend_from_slice(b"\r\n");
    }
    chunks.extend_from_slice(b"0\r\n\r\n");
    let response = server.exchange(vec![head(LOGIN, chunked), chunks]).await;
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");

    for refused in [
        "POST /api/stream/setup",
        "POST /api/nothing",
        "DELETE /api/config",
    ] {
        let response = server
            .exchange(vec![head(refused, &plain), vec![b'x'; too_large]])
            .await;
        assert!(response.starts_with("HTTP/1.1 40"), "{response}");
    }
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn invalid_http_is_refused_and_does_not_affect_others() {
    let server = SocketServer::new();
    let headers = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    for nonsense in [
        vec![head(LOGIN, headers), b"zz\r\n{}\r\n".to_vec()],
        vec![b"\0\0\0\0\r\n\r\n".to_vec()],
        vec![head("GET http://[", "")],
        vec![head("GET /api/config", "content-length: -1\r\n")],
    ] {
        let response = server.exchange(nonsense).await;
        assert!(
            response.is_empty() || response.starts_with("HTTP/1.1 400"),
            "{response}"
        );
    }
    let response = server.exchange(vec![head("GET /api/config", "")]).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn head_has_the_content_length_of_get() {
    let server = SocketServer::new();
    let get = server.exchange(vec![head("GET /api/config", "")]).await;
    let response = server.exchange(vec![head("HEAD /api/config", "")]).await;
    let (fields, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(
        fields.starts_with("HTTP/1.1 200") && body.is_empty(),
        "{response}"
    );
    let (_, got) = get.split_once("\r\n\r\n").unwrap();
    assert!(
        fields.contains(&format!("content-length: {}", got.len())),
        "{response}"
    );
    server.handle.stop(true).await;
}

#[actix_web::test]
async fn event_streams_last_until_the_server_stops() {
    let app = TestApp::new().await.with_stream("ada").await;
    let server = SocketServer::with_ports(&app.memory, &app.ports);
    let path = "/api/viewer/stream/ada/events";
    let response = server.exchange(vec![head(&format!("HEAD {path}"), "")]).await;
    assert!(
        response.starts_with("HTTP/1.1 200") && response.ends_with("\r\n\r\n"),
        "{response}"
    );
    assert!(
        response.contains("content-type: text/event-stream\r\n"),
        "{response}"
    );

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
