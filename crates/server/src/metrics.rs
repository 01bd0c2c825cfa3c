//! Metrics for `GET /metrics`.

mod process;

use std::sync::Arc;

use anyhow::Context as _;
use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use onair_adapters_postgres::PgStore;
use onair_http::{Hub, Metrics};

use crate::version;
use crate::wiring::BackgroundParts;

/// The upper bounds of the buckets of durations, in seconds.
const DURATION_BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// The upper bounds of the buckets of ages, in seconds. The ages of notifications have whole seconds.
const AGE_BUCKETS: [f64; 7] = [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0];

const SSE_CONNECTIONS: &str = "onair_sse_connections";
const DATABASE_CONNECTIONS: &str = "onair_database_connections";
const DATABASE_CONNECTIONS_MAX: &str = "onair_database_connections_max";
const DATABASE_WAITING_CALLS: &str = "onair_database_waiting_calls";
const QUEUE_ITEMS: &str = "onair_queue_items";
const QUEUE_CAPACITY: &str = "onair_queue_capacity";
const BUILD_INFO: &str = "onair_build_info";

/// The installed recorder of metrics.
pub(crate) struct MetricsRecorder(PrometheusHandle);

/// What is read for each response of `GET /metrics`.
pub(crate) struct Gauges {
    pub(crate) hub: Hub,
    pub(crate) store: PgStore,
    pub(crate) background: BackgroundParts,
}

impl MetricsRecorder {
    /// Returns the renderer for `GET /metrics`. It adds the current values of `gauges`.
    pub(crate) fn into_renderer(self, gauges: Gauges) -> Metrics {
        Arc::new(move || {
            gauges.update();
            process::update();
            self.0.render()
        })
    }
}

impl Gauges {
    fn update(&self) {
        gauge!(SSE_CONNECTIONS).set(number(self.hub.subscriptions() as u64));
        for (pool, usage) in self.store.pool_usage() {
            let connections = |state| gauge!(DATABASE_CONNECTIONS, "pool" => pool, "state" => state);
            connections("idle").set(number(usage.idle as u64));
            connections("in_use").set(number(usage.open.saturating_sub(usage.idle) as u64));
            gauge!(DATABASE_CONNECTIONS_MAX, "pool" => pool).set(number(usage.max as u64));
            gauge!(DATABASE_WAITING_CALLS, "pool" => pool).set(number(usage.waiting as u64));
        }
        let BackgroundParts {
            webhook_queue,
            chat_outbox,
        } = &self.background;
        for (queue, depth) in [("webhooks", webhook_queue.depth()), ("chat", chat_outbox.depth())] {
            gauge!(QUEUE_ITEMS, "queue" => queue).set(number(depth.items as u64));
            gauge!(QUEUE_CAPACITY, "queue" => queue).set(number(depth.capacity as u64));
        }
    }
}

/// Gauges are floats, which are exact up to 2^53.
#[expect(
    clippy::cast_precision_loss,
    reason = "no number of connections or items is larger"
)]
fn number(count: u64) -> f64 {
    count as f64
}

/// Installs the recorder of metrics.
pub(crate) fn start() -> anyhow::Result<MetricsRecorder> {
    let durations = Matcher::Suffix("_duration_seconds".to_owned());
    let ages = Matcher::Suffix("_age_seconds".to_owned());
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(durations, &DURATION_BUCKETS)
        .context("the buckets of durations")?
        .set_buckets_for_metric(ages, &AGE_BUCKETS)
        .context("the buckets of ages")?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("another recorder of metrics is installed")?;
    describe();
    onair_adapters_cache::describe_metrics();
    onair_adapters_livekit::describe_metrics();
    onair_http::describe_metrics();
    onair_workers::describe_metrics();
    gauge!(BUILD_INFO, "version" => version::VERSION, "commit" => version::COMMIT).set(1.0);
    Ok(MetricsRecorder(handle))
}

fn describe() {
    describe_gauge!(SSE_CONNECTIONS, "Open event streams on this server.");
    describe_gauge!(
        DATABASE_CONNECTIONS,
        "Open connections to PostgreSQL, by pool (main, searches) and state (idle, in_use)."
    );
    describe_gauge!(
        DATABASE_CONNECTIONS_MAX,
        "The most connections that a pool opens."
    );
    describe_gauge!(
        DATABASE_WAITING_CALLS,
        "Calls that wait for a connection to PostgreSQL, by pool."
    );
    describe_gauge!(
        QUEUE_ITEMS,
        "Items that wait or are being processed, by queue (webhooks, chat)."
    );
    describe_gauge!(QUEUE_CAPACITY, "The most items that a queue accepts.");
    process::describe();
    describe_gauge!(
        BUILD_INFO,
        "Always 1; the labels name the version and the commit."
    );
}
