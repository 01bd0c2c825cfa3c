//! The check that LiveKit's webhooks arrive at the running server.

use std::time::Duration;

use onair_adapters_livekit::LiveKitInspector;

use super::livekit;
use super::report::Report;
use super::server::{LocalMetrics, Metrics};
use crate::config::HttpConfig;

pub(super) const ARRIVAL: &str = "livekit.webhook";

/// LiveKit sends a webhook within milliseconds, and again after 1, 3 and 7 s if it fails.
const ARRIVAL_TIMEOUT: Duration = Duration::from_secs(15);

/// The time between two readings of the metrics.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// The webhooks that the server has received.
#[derive(Clone, Copy)]
struct Received {
    processed: f64,
    unsigned: f64,
    refused: f64,
}

impl Received {
    fn of(metrics: &Metrics) -> Self {
        const ROUTE: &str = "route=\"/api/webhook/livekit\"";
        let requests = |labels: &[&str]| metrics.sum("onair_http_requests_total", labels);
        Self {
            processed: metrics.sum("onair_webhook_events_total", &[]),
            unsigned: requests(&[ROUTE, "status=\"401\""]),
            refused: requests(&[ROUTE]) - requests(&[ROUTE, "status=\"200\""]),
        }
    }
}

enum Arrival {
    Processed,
    WrongKey,
    Refused,
    Missing,
}

/// Creates a room and waits for its webhook.
pub(super) async fn check(
    report: &mut Report,
    inspector: &LiveKitInspector,
    config: Option<&HttpConfig>,
    room: &str,
) -> reqwest::Result<()> {
    let Some(config) = config else {
        report.skip_all(&[ARRIVAL], "BIND_ADDRESS");
        return Ok(());
    };
    let metrics = LocalMetrics::new(config)?;
    let before = match metrics.read().await {
        Ok(metrics) => Received::of(&metrics),
        Err(error) => {
            report.skipped(
                ARRIVAL,
                format!("Not checked, because {error} at {}.", metrics.address()),
                "Start the server, and run the command again beside it with the same settings.",
            );
            return Ok(());
        }
    };
    if let Err(error) = inspector.create_room(room).await {
        livekit::refused(report, ARRIVAL, &error, "LIVEKIT_URL");
        return Ok(());
    }
    let arrival = wait(&metrics, before).await;
    // Otherwise LiveKit closes the room a minute later.
    let _closed_later = inspector.delete_room(room).await;
    match arrival {
        Arrival::Processed => report.ok(ARRIVAL, "The server receives LiveKit's webhooks."),
        Arrival::WrongKey => report.error(
            ARRIVAL,
            "A webhook arrived, but it is not signed with LIVEKIT_API_KEY and its secret.",
            "Set webhook: api_key: in LiveKit's configuration to the value of LIVEKIT_API_KEY.",
        ),
        Arrival::Refused => report.error(
            ARRIVAL,
            "A webhook arrived, but the server refused it.",
            "See the log of the server.",
        ),
        Arrival::Missing => report.error(
            ARRIVAL,
            format!(
                "No webhook arrived within {} s after a room was created.",
                ARRIVAL_TIMEOUT.as_secs()
            ),
            "Set webhook: urls: in LiveKit's configuration to the address of this server with the path /api/webhook/livekit, as LiveKit reaches it; with several servers, another one may have received it.",
        ),
    }
    Ok(())
}

async fn wait(metrics: &LocalMetrics, before: Received) -> Arrival {
    let changed = async {
        loop {
            if let Ok(metrics) = metrics.read().await {
                let now = Received::of(&metrics);
                if now.processed > before.processed {
                    return Arrival::Processed;
                }
                if now.unsigned > before.unsigned {
                    return Arrival::WrongKey;
                }
                if now.refused > before.refused {
                    return Arrival::Refused;
                }
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    };
    let changed = tokio::time::timeout(ARRIVAL_TIMEOUT, changed).await;
    changed.unwrap_or(Arrival::Missing)
}
