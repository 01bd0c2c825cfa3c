//! What the tasks report: counts for metrics, and lines of the log.

use metrics::{counter, describe_counter};
use onair_domain::chat::DeliveryReport;
use onair_domain::names::VariantArray as _;
use onair_domain::session::{EndReason, Phase, ProcessReport, Session};

const SESSIONS_ENDED: &str = "onair_sessions_ended_total";
const CHAT_SENT: &str = "onair_chat_sent_total";
const WEBHOOK_EVENTS: &str = "onair_webhook_events_total";

/// Describes the metrics of the tasks to the recorder that is installed, and begins to count at 0.
pub fn describe_metrics() {
    describe_counter!(
        SESSIONS_ENDED,
        "Sessions that ended without a call of their creator, by reason."
    );
    describe_counter!(
        WEBHOOK_EVENTS,
        "Notifications of the media server that were processed here."
    );
    describe_counter!(
        CHAT_SENT,
        "Chat messages and removals that were sent to their rooms here."
    );
    counter!(WEBHOOK_EVENTS).absolute(0);
    counter!(CHAT_SENT).absolute(0);
    for reason in EndReason::VARIANTS {
        counter!(SESSIONS_ENDED, "reason" => <&str>::from(reason)).absolute(0);
    }
}

/// Notifications were processed.
pub(crate) fn webhooks_processed(count: usize, report: &ProcessReport) {
    counter!(WEBHOOK_EVENTS).increment(u64::try_from(count).unwrap_or(u64::MAX));
    report.ended.iter().for_each(log_session_end);
    for room in &report.closed {
        tracing::info!(%room, "closed a room that has no session");
    }
    for (room, who) in &report.removed {
        tracing::info!(%room, identity = %who, "removed somebody who may not be in the room");
    }
}

/// Chat events were sent.
pub(crate) fn chat_sent(report: &DeliveryReport) {
    counter!(CHAT_SENT).increment(u64::try_from(report.sent).unwrap_or(u64::MAX));
}

/// A session ended without a call of its creator.
pub(crate) fn log_session_end(session: &Session) {
    let Phase::Ended { reason, .. } = session.phase else {
        return;
    };
    counter!(SESSIONS_ENDED, "reason" => <&str>::from(reason)).increment(1);
    tracing::info!(session = %session.id, creator = %session.creator_id, reason = <&str>::from(reason), "session ended");
}
