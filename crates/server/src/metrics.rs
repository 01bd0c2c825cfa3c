//! What is counted, for `GET /metrics`.

use std::sync::Arc;

use anyhow::Context as _;
use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use onair_http::{Hub, Metrics};

/// Upper bounds of the buckets of durations, in seconds.
const DURATION_BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const LISTENERS: &str = "onair_sse_connections";

/// Tells the counts.
pub(crate) struct Counts(PrometheusHandle);

impl Counts {
    /// As `GET /metrics` answers, with how many listen right now.
    pub(crate) fn with_listeners_of(self, hub: Hub) -> Metrics {
        Arc::new(move || {
            gauge!(LISTENERS).set(f64::from(u32::try_from(hub.listeners()).unwrap_or(u32::MAX)));
            self.0.render()
        })
    }
}

/// Begins to count.
pub(crate) fn start() -> anyhow::Result<Counts> {
    let durations = Matcher::Suffix("_duration_seconds".to_owned());
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(durations, &DURATION_BUCKETS)
        .context("the buckets of durations")?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("metrics were started before")?;
    describe_gauge!(LISTENERS, "Open event streams on this server.");
    onair_workers::describe_metrics();
    Ok(Counts(handle))
}
