//! Metrics and log lines of the tasks.

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use onair_domain::chat::DeliveryReport;
use onair_domain::names::VariantArray as _;
use onair_domain::retention::ExpiringKind;
use onair_domain::session::{EndReason, Phase, ProcessReport, ReconcileReport, Repair, RepairKind, Session};

const SESSIONS_ENDED: &str = "onair_sessions_ended_total";
const REPAIRS: &str = "onair_repairs_total";
const RECONCILE_RUNS: &str = "onair_reconcile_runs_total";
const RECONCILE_DURATION: &str = "onair_reconcile_duration_seconds";
const LEADER: &str = "onair_reconciler_leader";
const LIVE_SESSIONS: &str = "onair_live_sessions";
const VIEWERS: &str = "onair_viewers";
const CHAT_SENT: &str = "onair_chat_sent_total";
const RETENTION_DELETED: &str = "onair_retention_deleted_total";
const WEBHOOK_EVENTS: &str = "onair_webhook_events_total";
const WEBHOOK_AGE: &str = "onair_webhook_age_seconds";

/// Describes the metrics to the installed recorder, and initialises the counters.
pub fn describe_metrics() {
    describe_counter!(
        SESSIONS_ENDED,
        "Sessions that ended without a call of their creator, by reason."
    );
    describe_counter!(
        WEBHOOK_EVENTS,
        "Notifications of the media server that were processed here."
    );
    describe_histogram!(
        WEBHOOK_AGE,
        "Age of the oldest notification of each processed batch, in seconds, by the clocks of both servers."
    );
    describe_counter!(
        CHAT_SENT,
        "Chat messages and removals that were sent to their rooms here."
    );
    describe_counter!(
        REPAIRS,
        "Differences between sessions and rooms that were corrected, by kind."
    );
    describe_counter!(
        RECONCILE_RUNS,
        "Polls of all rooms, by outcome (ok, partial, outage)."
    );
    describe_histogram!(
        RECONCILE_DURATION,
        "How long a poll of all rooms took, in seconds."
    );
    describe_counter!(
        RETENTION_DELETED,
        "Rows that were deleted because their retention is over, by kind."
    );
    describe_gauge!(LEADER, "1 on the server that runs the reconciler, else 0.");
    describe_gauge!(
        LIVE_SESSIONS,
        "Open sessions; 0 on servers that are not the leader."
    );
    describe_gauge!(
        VIEWERS,
        "Viewers of all open sessions; 0 on servers that are not the leader."
    );
    set_leader(false);
    counter!(WEBHOOK_EVENTS).absolute(0);
    counter!(CHAT_SENT).absolute(0);
    for outcome in ["ok", "partial", "outage"] {
        counter!(RECONCILE_RUNS, "outcome" => outcome).absolute(0);
    }
    for kind in RepairKind::VARIANTS {
        counter!(REPAIRS, "kind" => <&str>::from(kind)).absolute(0);
    }
    for kind in ExpiringKind::VARIANTS {
        counter!(RETENTION_DELETED, "kind" => <&str>::from(kind)).absolute(0);
    }
    for reason in EndReason::VARIANTS {
        counter!(SESSIONS_ENDED, "reason" => <&str>::from(reason)).absolute(0);
    }
}

/// Reports processed notifications. `age` is that of the oldest, if it states its time.
pub(crate) fn webhooks_processed(count: usize, age: Option<Duration>, report: &ProcessReport) {
    counter!(WEBHOOK_EVENTS).increment(u64::try_from(count).unwrap_or(u64::MAX));
    if let Some(age) = age {
        histogram!(WEBHOOK_AGE).record(age.as_secs_f64());
    }
    report.ended.iter().for_each(log_session_end);
    for room in &report.closed {
        tracing::info!(%room, "closed a room that has no session");
    }
    for (room, who) in &report.removed {
        tracing::info!(%room, identity = %who, "removed a participant who may not be in the room");
    }
}

/// Reports sent chat events.
pub(crate) fn chat_sent(report: &DeliveryReport) {
    counter!(CHAT_SENT).increment(u64::try_from(report.sent).unwrap_or(u64::MAX));
}

/// Reports rows that were deleted because their retention is over.
pub(crate) fn expired_deleted(kind: ExpiringKind, rows: usize) {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    counter!(RETENTION_DELETED, "kind" => <&str>::from(kind)).increment(rows);
}

/// Reports a session that ended without a call of its creator.
pub(crate) fn log_session_end(session: &Session) {
    let Phase::Ended { reason, .. } = session.phase else {
        return;
    };
    counter!(SESSIONS_ENDED, "reason" => <&str>::from(reason)).increment(1);
    tracing::info!(session = %session.id, creator = %session.creator_id, reason = <&str>::from(reason), "session ended");
}

/// Reports whether this server is the leader.
pub(crate) fn set_leader(is_leader: bool) {
    gauge!(LEADER).set(f64::from(u8::from(is_leader)));
    if !is_leader {
        gauge!(LIVE_SESSIONS).set(0.0);
        gauge!(VIEWERS).set(0.0);
    }
}

/// Reports a poll of all rooms.
#[expect(
    clippy::cast_precision_loss,
    reason = "a gauge is a float, and exact up to 2^53 viewers"
)]
pub(crate) fn reconciled(report: &ReconcileReport, took: Duration) {
    let outcome = match (report.has_listed, &report.outage) {
        (true, None) => "ok",
        (true, Some(_)) => "partial",
        (false, _) => "outage",
    };
    counter!(RECONCILE_RUNS, "outcome" => outcome).increment(1);
    histogram!(RECONCILE_DURATION).record(took.as_secs_f64());
    if report.outage.is_none() {
        gauge!(LIVE_SESSIONS).set(report.live as f64);
        gauge!(VIEWERS).set(report.viewers as f64);
    }
    report.ended.iter().for_each(log_session_end);
    report.repairs.iter().for_each(log_repair);
}

fn log_repair(repair: &Repair) {
    let (kind, creator) = (repair.kind(), repair.creator());
    counter!(REPAIRS, "kind" => kind).increment(1);
    match repair {
        // A late webhook is no error.
        Repair::StateCorrected(_) => tracing::debug!(kind, creator, "repaired"),
        Repair::ParticipantRemoved(_, who) => tracing::info!(kind, creator, identity = %who, "repaired"),
        Repair::ChatSent(messages) => tracing::info!(kind, messages, "repaired"),
        _ => tracing::info!(kind, creator, "repaired"),
    }
}
