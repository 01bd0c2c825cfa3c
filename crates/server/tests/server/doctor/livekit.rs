//! LiveKit is unreachable, refuses the key, or does not send its webhooks.

use onair_adapters_postgres::testing::fresh_database;

use super::{Diagnosis, doctor, fakes};
use crate::support::{LiveKit, LiveKitOptions, Server, WebhookProxy, command, started};

async fn diagnose(variables: &[(&str, &str)]) -> Diagnosis {
    let database = fresh_database().await;
    let mut doctor = doctor(database.url());
    doctor.envs(variables.iter().copied());
    Diagnosis::of(doctor).await
}

const MEDIA: [&str; 4] = [
    "media.mixed-content",
    "media.websocket",
    "media.addresses",
    "media.tcp",
];

#[tokio::test]
async fn doctor_finds_that_livekit_is_unreachable() {
    let away = diagnose(&[("LIVEKIT_URL", "ws://127.0.0.1:1")]).await;
    away.has(
        "livekit.connection",
        "error",
        &["ws://127.0.0.1:1", "refused", "LIVEKIT_URL"],
    );
    for id in ["livekit.clock", "livekit.key", "livekit.rooms"] {
        away.has(id, "skipped", &["livekit.connection"]);
    }
    for id in MEDIA {
        away.has(id, "skipped", &["livekit.key"]);
    }
    away.has("livekit.webhook", "skipped", &["livekit.key"]);
    away.has("database.connection", "ok", &[]);
}

#[tokio::test]
async fn doctor_finds_another_server_in_the_place_of_livekit() {
    let (server, _database) = started().await;
    let page = diagnose(&[("LIVEKIT_URL", &server.url)]).await;
    page.has(
        "livekit.key",
        "error",
        &["does not answer as LiveKit", "LIVEKIT_URL"],
    );

    let address = fakes::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    let other = diagnose(&[("LIVEKIT_URL", &format!("http://{address}"))]).await;
    other.has("livekit.key", "error", &["does not answer as LiveKit"]);
    other.has("livekit.clock", "skipped", &["by hand"]);

    let address = fakes::answering("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    let proxy = diagnose(&[("LIVEKIT_URL", &format!("http://{address}"))]).await;
    proxy.has("livekit.connection", "error", &["502", "proxy"]);
}

#[tokio::test]
async fn doctor_tells_an_unknown_key_from_a_wrong_secret() {
    let unknown = diagnose(&[("LIVEKIT_API_KEY", "unknown")]).await;
    unknown.has("livekit.key", "error", &["does not know the key", "keys:"]);
    unknown.has("livekit.rooms", "skipped", &["livekit.key"]);
    let wrong = diagnose(&[("LIVEKIT_API_SECRET", "another secret of sufficient length")]).await;
    wrong.has("livekit.key", "error", &["another secret", "LIVEKIT_API_SECRET"]);
}

#[tokio::test]
async fn doctor_finds_a_wrong_clock_of_livekit() {
    for (date, direction) in [
        ("Fri, 01 Jan 2021 00:00:00 GMT", "behind"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", "ahead of"),
    ] {
        let response = format!("HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 2\r\n\r\nOK");
        let address = fakes::answering(response);
        let wrong = diagnose(&[("LIVEKIT_URL", &format!("http://{address}"))]).await;
        wrong.has("livekit.clock", "error", &[direction, "NTP"]);
    }
    let response = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 31\r\n\r\ninvalid token: token is expired";
    let address = fakes::answering(response);
    let refused = diagnose(&[("LIVEKIT_URL", &format!("http://{address}"))]).await;
    refused.has("livekit.key", "error", &["expired or is not valid yet", "NTP"]);
}

#[tokio::test]
async fn doctor_finds_that_joining_creates_rooms() {
    let livekit = LiveKit::start(&LiveKitOptions {
        auto_create: true,
        ..LiveKitOptions::default()
    })
    .await;
    let open = diagnose(&[("LIVEKIT_URL", &livekit.url())]).await;
    open.has("livekit.rooms", "error", &["old token", "auto_create: false"]);
}

#[tokio::test]
async fn doctor_needs_the_running_server_for_webhooks() {
    let stopped = diagnose(&[("BIND_ADDRESS", "127.0.0.1:1")]).await;
    stopped.has(
        "livekit.webhook",
        "skipped",
        &["no server answers at 127.0.0.1:1", "Start the server"],
    );
    assert_eq!(stopped.code, 0, "{}", stopped.text);

    let address = fakes::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    let other = diagnose(&[("BIND_ADDRESS", &address)]).await;
    other.has("livekit.webhook", "skipped", &["another program answers"]);
}

/// Runs the command beside a server whose LiveKit sends webhooks as the options say.
async fn diagnose_webhooks(options: &LiveKitOptions, proxy: Option<WebhookProxy>) -> Diagnosis {
    let livekit = LiveKit::start(options).await;
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve
        .env("LIVEKIT_URL", livekit.url())
        .env("METRICS_ADDRESS", "127.0.0.1:0");
    let server = Server::start(serve).await;
    if let Some(proxy) = proxy {
        proxy.forward_to(&server.url);
    }
    let mut doctor = doctor(database.url());
    doctor
        .env("LIVEKIT_URL", livekit.url())
        .env("BIND_ADDRESS", server.url.trim_start_matches("http://"))
        .env("METRICS_ADDRESS", metrics_address(&server));
    Diagnosis::of(doctor).await
}

/// The address of the metrics, which the server has logged.
fn metrics_address(server: &Server) -> String {
    let address = server.startup_log.iter().find_map(|line| {
        let (_, rest) = line.split_once("metrics are on http://")?;
        Some(rest.split_once('/')?.0.to_owned())
    });
    address.unwrap()
}

#[tokio::test]
async fn doctor_finds_that_webhooks_do_not_arrive() {
    let missing = diagnose_webhooks(&LiveKitOptions::default(), None).await;
    missing.has(
        "livekit.webhook",
        "error",
        &["No webhook arrived", "urls:", "/api/webhook/livekit"],
    );
}

#[tokio::test]
async fn doctor_finds_that_webhooks_have_another_key() {
    let proxy = WebhookProxy::start();
    let options = LiveKitOptions {
        webhook: Some(proxy.url.clone()),
        other_webhook_key: true,
        ..LiveKitOptions::default()
    };
    let unsigned = diagnose_webhooks(&options, Some(proxy)).await;
    unsigned.has("livekit.webhook", "error", &["not signed", "api_key:"]);
}

#[tokio::test]
async fn doctor_sees_webhooks_by_the_metrics_at_their_own_address() {
    let proxy = WebhookProxy::start();
    let options = LiveKitOptions {
        webhook: Some(proxy.url.clone()),
        ..LiveKitOptions::default()
    };
    let arrived = diagnose_webhooks(&options, Some(proxy)).await;
    arrived.has("livekit.webhook", "ok", &[]);
}
