//! What is counted, for `GET /metrics`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use metrics::{counter, describe_counter, describe_gauge, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use onair_domain::session::{EndReason, Round};
use onair_http::{Hub, Metrics};

const REPAIRS: &str = "onair_repairs_total";
const ENDED: &str = "onair_sessions_ended_total";
const ROUNDS: &str = "onair_reconcile_rounds_total";
const ROUND_SECONDS: &str = "onair_reconcile_round_seconds";
const RECONCILES: &str = "onair_reconciler";
const LIVE: &str = "onair_live_sessions";
const VIEWERS: &str = "onair_viewers";
const LISTENERS: &str = "onair_event_listeners";

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
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("metrics were started before")?;
    describe_counter!(REPAIRS, "What the reconciler put right, by kind.");
    describe_counter!(ROUNDS, "Looks at all live rooms, by outcome.");
    describe_gauge!(ROUND_SECONDS, "How long the last look at all live rooms took.");
    describe_gauge!(RECONCILES, "1 on the server that reconciles, else 0.");
    describe_gauge!(LIVE, "Open sessions; 0 on servers that don't reconcile.");
    describe_gauge!(
        VIEWERS,
        "Viewers of all open sessions; 0 on servers that don't reconcile."
    );
    describe_gauge!(
        LISTENERS,
        "Connections of pages that are told what happens, on this server."
    );
    reconciles(false);
    onair_workers::describe_metrics();
    Ok(Counts(handle))
}

pub(crate) fn repaired(kind: &'static str) {
    counter!(REPAIRS, "kind" => kind).increment(1);
}

pub(crate) fn ended(reason: EndReason) {
    counter!(ENDED, "reason" => <&str>::from(reason)).increment(1);
}

/// Whether this server is the one that reconciles.
pub(crate) fn reconciles(is_here: bool) {
    gauge!(RECONCILES).set(f64::from(u8::from(is_here)));
    if !is_here {
        gauge!(LIVE).set(0.0);
        gauge!(VIEWERS).set(0.0);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a gauge is a float, and exact up to 2^53 viewers"
)]
pub(crate) fn round(round: &Round, took: Duration) {
    let outcome = if round.fault.is_some() { "fault" } else { "ok" };
    counter!(ROUNDS, "outcome" => outcome).increment(1);
    gauge!(ROUND_SECONDS).set(took.as_secs_f64());
    if round.fault.is_none() {
        gauge!(LIVE).set(round.live as f64);
        gauge!(VIEWERS).set(round.viewers as f64);
    }
}
