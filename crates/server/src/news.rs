//! What the tasks in the background say in the log: what happened, and what fails, once each.

use std::error::Error;

use onair_domain::session::{Phase, Repair, Session};

/// Something that fails for a while: told when it begins and when it is over.
pub(crate) struct Fault {
    begins: &'static str,
    ends: &'static str,
    is_failing: bool,
}

impl Fault {
    pub(crate) fn new(begins: &'static str, ends: &'static str) -> Self {
        Self {
            begins,
            ends,
            is_failing: false,
        }
    }

    pub(crate) fn is(&mut self, error: &(dyn Error + 'static)) {
        if !self.is_failing {
            tracing::warn!(error, "{}", self.begins);
        }
        self.is_failing = true;
    }

    pub(crate) fn is_over(&mut self) {
        if self.is_failing {
            tracing::info!("{}", self.ends);
        }
        self.is_failing = false;
    }
}

/// A session that nobody's call ended.
pub(crate) fn tell_end(session: &Session) {
    let Phase::Ended { reason, .. } = session.phase else {
        return;
    };
    crate::metrics::ended(reason);
    tracing::info!(session = %session.id, creator = %session.creator_id, reason = <&str>::from(reason), "session ended");
}

pub(crate) fn tell_repair(repair: &Repair) {
    let kind = repair.kind();
    crate::metrics::repaired(kind);
    let creator = repair.creator();
    match repair {
        // Nothing is wrong with a server that missed nothing but a webhook.
        Repair::StateCorrected(_) => tracing::debug!(kind, creator, "repaired"),
        Repair::ParticipantRemoved(_, who) => tracing::info!(kind, creator, identity = %who, "repaired"),
        Repair::ChatSent(messages) => tracing::info!(kind, messages, "repaired"),
        _ => tracing::info!(kind, creator, "repaired"),
    }
}
