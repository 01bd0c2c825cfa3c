//! Metrics for `GET /metrics`.

use std::sync::Arc;

use anyhow::Context as _;
use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use onair_http::{Hub, Metrics};

/// The upper bounds of the buckets of histograms, in seconds.
const DURATION_BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const SSE_CONNECTIONS: &str = "onair_sse_connections";

/// The installed recorder of metrics.
pub(crate) struct MetricsRecorder(PrometheusHandle);

impl MetricsRecorder {
    /// Returns the renderer for `GET /metrics`. It adds the current number of event streams.
    pub(crate) fn into_renderer(self, hub: Hub) -> Metrics {
        Arc::new(move || {
            gauge!(SSE_CONNECTIONS).set(f64::from(u32::try_from(hub.subscriptions()).unwrap_or(u32::MAX)));
            self.0.render()
        })
    }
}

/// Installs the recorder of metrics.
pub(crate) fn start() -> anyhow::Result<MetricsRecorder> {
    let durations = Matcher::Suffix("_duration_seconds".to_owned());
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(durations, &DURATION_BUCKETS)
        .context("the buckets of durations")?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("another recorder of metrics is installed")?;
    describe_gauge!(SSE_CONNECTIONS, "Open event streams on this server.");
    onair_http::describe_metrics();
    onair_workers::describe_metrics();
    Ok(MetricsRecorder(handle))
}
