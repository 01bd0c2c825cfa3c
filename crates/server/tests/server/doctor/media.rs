//! What browsers need from LiveKit is missing: a WebSocket, or addresses for media.

use std::net::{TcpListener, UdpSocket};

use onair_adapters_postgres::testing::fresh_database;

use super::{Diagnosis, doctor, fakes, tls};
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
    for id in ["media.addresses", "media.udp", "media.tcp", "media.turn"] {
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

#[tokio::test]
async fn doctor_asks_the_addresses_for_media_by_udp() {
    let livekit = diagnose(&crate::support::livekit("URL"), "http://localhost:1").await;
    livekit.has("media.udp", "ok", &["answer this machine"]);

    let offer = "v=0\r\na=ice-ufrag:abc\r\na=ice-pwd:a secret of LiveKit\r\n";
    let answering = UdpSocket::bind("127.0.0.1:0").unwrap();
    let candidate = |port: u16| format!("candidate:1 1 udp 1 127.0.0.1 {port} typ host");
    let open = candidate(answering.local_addr().unwrap().port());
    std::thread::spawn(move || {
        let mut request = [0; 1500];
        while let Ok((_, peer)) = answering.recv_from(&mut request) {
            // A STUN message of another transaction, which is not for this client, and the response.
            let _gone = answering.send_to(&[&[1, 1], &[0; 18][..]].concat(), peer);
            let _gone = answering.send_to(&[&[1, 1], &request[2..20]].concat(), peer);
        }
    });
    // Nobody reads what arrives there.
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    let silent = candidate(silent.local_addr().unwrap().port());
    let offering = |candidates: &[&String]| {
        let candidates: Vec<_> = candidates.iter().map(|it| (*it).clone()).collect();
        let address = fakes::signalling_with(&candidates, offer, "stun:127.0.0.1:3478");
        async move { diagnose(&format!("ws://{address}"), "http://localhost:1").await }
    };
    let (one, both, none) = tokio::join!(
        offering(&[&open]),
        offering(&[&open, &silent]),
        offering(&[&silent, &candidate(1)])
    );
    one.has("media.udp", "ok", &[]);
    both.has(
        "media.udp",
        "warning",
        &["No answer from udp 127.0.0.1", "firewall"],
    );
    none.has("media.udp", "error", &["udp 127.0.0.1:1", "Open the port"]);

    let without_offer = fakes::signalling(&[open]);
    let without_offer = diagnose(&format!("ws://{without_offer}"), "http://localhost:1").await;
    without_offer.has("media.udp", "skipped", &["made no offer"]);
}

#[tokio::test]
async fn doctor_asks_the_turn_relay() {
    let database = fresh_database().await;
    let authority = tls::Authority::new();
    let diagnose = async |relay: String| {
        let address = fakes::signalling_with(&[], "", &relay);
        let mut doctor = doctor(database.url());
        doctor
            .env("LIVEKIT_PUBLIC_URL", format!("ws://{address}"))
            .env("SSL_CERT_FILE", authority.file.path());
        Diagnosis::of(doctor).await
    };
    let relay = |port: u16| format!("turns:localhost:{port}?transport=tcp");
    // The error 401 to the request of an address without credentials.
    let refusal = |request: &[u8]| [&[0x01, 0x13, 0, 0], &request[4..20]].concat();
    let page = |_: &[u8]| b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".to_vec();

    let works = diagnose(relay(tls::serve(authority.issue([2020, 2120]), refusal))).await;
    works.has("media.turn", "ok", &["answers by TLS"]);
    let web = diagnose(relay(tls::serve(authority.issue([2020, 2120]), page))).await;
    web.has("media.turn", "error", &["something else", "tls_port"]);
    let expired = diagnose(relay(tls::serve(authority.issue([2020, 2021]), refusal))).await;
    expired.has(
        "media.turn",
        "error",
        &["certificate expired on 2021-01-01", "Renew"],
    );
    diagnose(relay(1)).await.has(
        "media.turn",
        "error",
        &["turns:localhost:1", "refused", "firewall"],
    );
    diagnose("turn:127.0.0.1:1?transport=udp".to_owned()).await.has(
        "media.turn",
        "skipped",
        &["docs/deployment.md"],
    );
}

#[tokio::test]
async fn doctor_tells_what_is_wrong_with_the_certificate_in_front_of_livekit() {
    let authority = tls::Authority::new();
    let port = tls::serve(authority.issue([2020, 2120]), |_| Vec::new());
    diagnose(&format!("wss://localhost:{port}"), "https://localhost:1")
        .await
        .has(
            "media.websocket",
            "error",
            &["unknown authority", "fullchain.pem"],
        );
}
