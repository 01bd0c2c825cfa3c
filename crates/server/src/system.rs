//! The real clock and the real source of ids.

use std::time::SystemTime;

use chrono::DurationRound as _;
use onair_domain::Timestamp;
use onair_domain::admin::AuditId;
use onair_domain::chat::MessageId;
use onair_domain::ports::{Clock, IdSource};
use onair_domain::session::SessionId;
use onair_domain::stream::{RankingId, StreamId};
use uuid::Uuid;

/// The machine's clock, cut to milliseconds.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter that the rule points to"
    )]
    fn now(&self) -> Timestamp {
        let now = Timestamp::from(SystemTime::now());
        now.duration_trunc(chrono::Duration::milliseconds(1))
            .unwrap_or(now)
    }
}

/// Ids that sort by their making, and random numbers from the machine.
#[derive(Debug)]
pub(crate) struct SystemIds;

#[expect(
    clippy::disallowed_methods,
    reason = "this is the adapter that the rule points to"
)]
impl IdSource for SystemIds {
    fn stream_id(&self) -> StreamId {
        StreamId::from_trusted(Uuid::now_v7().to_string())
    }

    fn session_id(&self) -> SessionId {
        SessionId::from_trusted(Uuid::now_v7().to_string())
    }

    fn audit_id(&self) -> AuditId {
        AuditId::from_trusted(Uuid::now_v7().to_string())
    }

    fn message_id(&self) -> MessageId {
        MessageId::from_trusted(Uuid::now_v7().to_string())
    }

    fn ranking_id(&self) -> RankingId {
        RankingId::from_trusted(Uuid::now_v7().to_string())
    }

    fn random(&self) -> u64 {
        rand::random()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    onair_port_contracts::clock!(async || Arc::new(SystemClock) as Arc<dyn Clock>);
    onair_port_contracts::id_source!(async || Arc::new(SystemIds) as Arc<dyn IdSource>);
}
