//! What browsers need from LiveKit is missing: a WebSocket, or addresses for media.

use std::net::TcpListener;

use onair_adapters_postgres::testing::fresh_database;

use super::{Diagnosis, doctor, fakes};
use crate::support::{LiveKit, LiveKitOptions};

/// Not a loopback address, but connections to it stay on this machine.
const REMOTE: &str = "http://0.0.0.0:1";

async fn diagnose(livekit_public_url: &str, public_url: &str) -> Diagnosis {
    let database = fresh_database().await;
    let mut doctor = doctor(database.url());
    doctor
        .env("LIVEKIT_PUBLIC_URL", livekit_public_url)
        .env("PUBLIC_URL", public_url);
    Diagnosis::of(doctor).await
}

#[tokio::test]
async fn doctor_finds_a_proxy_that_opens_no_websocket() {
    let address = fakes::answering("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
    let refused = diagnose(&format!("ws://{address}"), "http://localhost:1").await;
    refused.has("media.websocket", "error", &["426", "pass on Upgrade"]);
    for id in ["media.addresses", "media.tcp"] {
        refused.has(id, "skipped", &["media.websocket"]);
    }

    let away = diagnose("ws://127.0.0.1:1", "http://localhost:1").await;
    away.has(
        "media.websocket",
        "error",
        &["No connection", "refused", "LIVEKIT_PUBLIC_URL"],
    );
}

#[tokio::test]
async fn doctor_finds_a_websocket_without_messages() {
    let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    let address = fakes::answering(head);
    let silent = diagnose(&format!("ws://{address}"), "http://localhost:1").await;
    silent.has("media.websocket", "error", &["nothing arrives"]);
}

#[tokio::test]
async fn doctor_finds_another_livekit_at_the_public_address() {
    let other = LiveKit::start(&LiveKitOptions::default()).await;
    let diagnosis = diagnose(&other.url(), "http://localhost:1").await;
    diagnosis.has(
        "media.websocket",
        "error",
        &["Another LiveKit", "the same LiveKit"],
    );
}

#[tokio::test]
async fn doctor_finds_a_plaintext_address_on_an_encrypted_page() {
    let mixed = diagnose(&crate::support::livekit("URL"), "https://localhost:1").await;
    mixed.has("media.mixed-content", "error", &["https", "wss"]);
}

#[tokio::test]
async fn doctor_finds_addresses_that_browsers_cannot_reach() {
    let loopback = diagnose(&crate::support::livekit("URL"), REMOTE).await;
    loopback.has("media.addresses", "error", &["127.0.0.1", "node_ip"]);

    let private = fakes::signalling(&["candidate:1 1 udp 1 10.1.2.3 7882 typ host".to_owned()]);
    let private = diagnose(&format!("ws://{private}"), REMOTE).await;
    private.has(
        "media.addresses",
        "warning",
        &["udp 10.1.2.3:7882", "use_external_ip"],
    );

    let public = fakes::signalling(&["candidate:1 1 udp 1 192.0.2.1 7882 typ host".to_owned()]);
    let public = diagnose(&format!("ws://{public}"), REMOTE).await;
    public.has("media.addresses", "ok", &["udp 192.0.2.1:7882"]);
    public.has("media.tcp", "skipped", &["tcp_port"]);

    let none = fakes::signalling(&[]);
    let none = diagnose(&format!("ws://{none}"), REMOTE).await;
    none.has("media.addresses", "error", &["no address"]);
}

#[tokio::test]
async fn doctor_connects_to_the_addresses_for_media_by_tcp() {
    let open = TcpListener::bind("127.0.0.1:0").unwrap();
    let candidate = |port: u16| format!("candidate:1 1 tcp 1 127.0.0.1 {port} typ host tcptype passive");
    let port = open.local_addr().unwrap().port();
    let both = fakes::signalling(&[candidate(port), candidate(1)]);
    let closed = diagnose(&format!("ws://{both}"), "http://localhost:1").await;
    closed.has("media.tcp", "error", &["tcp 127.0.0.1:1.", "firewall"]);

    let one = fakes::signalling(&[candidate(port)]);
    let opened = diagnose(&format!("ws://{one}"), "http://localhost:1").await;
    opened.has("media.tcp", "ok", &[]);
}
