//! The system clock and the source of ids.

use std::time::SystemTime;

use chrono::DurationRound as _;
use onair_domain::Timestamp;
use onair_domain::audit::AuditId;
use onair_domain::chat::MessageId;
use onair_domain::ports::{Clock, IdSource};
use onair_domain::stream::{SessionId, StreamId};
use uuid::Uuid;

/// The system clock, truncated to milliseconds.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this adapter is the only permitted caller"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::from(SystemTime::now());
        now.duration_trunc(chrono::Duration::milliseconds(1))
            .unwrap_or(now)
    }
}

/// Generates UUIDs of version 7, which sort by creation time, and random numbers.
#[derive(Debug)]
pub(crate) struct SystemIds;

impl IdSource for SystemIds {
    fn stream_id(&self) -> StreamId {
        StreamId::from_trusted(fresh_id())
    }

    fn session_id(&self) -> SessionId {
        SessionId::from_trusted(fresh_id())
    }

    fn audit_id(&self) -> AuditId {
        AuditId::from_trusted(fresh_id())
    }

    fn message_id(&self) -> MessageId {
        MessageId::from_trusted(fresh_id())
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this adapter is the only permitted caller"
    )]
    fn random(&self) -> u64 {
        rand::random()
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this adapter is the only permitted caller"
)]
fn fresh_id() -> String {
    Uuid::now_v7().to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    onair_port_contracts::clock!(async || Arc::new(SystemClock) as Arc<dyn Clock>);
    onair_port_contracts::id_source!(async || Arc::new(SystemIds) as Arc<dyn IdSource>);
}
