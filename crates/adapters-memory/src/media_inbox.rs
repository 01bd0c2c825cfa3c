//! [`MemoryMediaInbox`].

use std::collections::BTreeSet;

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{MediaInbox, MediaInboxError};
use onair_domain::session::{EventId, MediaReport};

use crate::store::{MemoryStore, State};

/// Reports, in a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryMediaInbox(MemoryStore);

/// What is kept, in the order in which it came.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    kept: Vec<(Timestamp, MediaReport)>,
    settled: BTreeSet<EventId>,
}

impl MemoryMediaInbox {
    /// The reports of that store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, MediaInboxError> {
        self.0.step(step).map_err(MediaInboxError::Unavailable)
    }
}

#[async_trait]
impl MediaInbox for MemoryMediaInbox {
    async fn keep(&self, report: &MediaReport, received_at: Timestamp) -> Result<bool, MediaInboxError> {
        self.step(|state| {
            let kept = &mut state.inbox.kept;
            let is_new = kept.iter().all(|(_, known)| known.id != report.id);
            if is_new {
                kept.push((received_at, report.clone()));
            }
            is_new
        })
    }

    async fn unsettled(
        &self,
        received_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<MediaReport>, MediaInboxError> {
        self.step(|state| {
            let Inbox { kept, settled } = &state.inbox;
            let mut open: Vec<_> = kept
                .iter()
                .filter(|(at, report)| *at < received_before && !settled.contains(&report.id))
                .collect();
            open.sort_by_key(|(at, _)| *at);
            open.into_iter()
                .take(limit)
                .map(|(_, report)| report.clone())
                .collect()
        })
    }

    async fn settle(&self, reports: &[EventId]) -> Result<(), MediaInboxError> {
        self.step(|state| state.inbox.settled.extend(reports.iter().cloned()))
    }

    async fn forget(&self, received_before: Timestamp) -> Result<u64, MediaInboxError> {
        self.step(|state| {
            let Inbox { kept, settled } = &mut state.inbox;
            let before = kept.len();
            kept.retain(|(at, report)| *at >= received_before || !settled.contains(&report.id));
            settled.retain(|id| kept.iter().any(|(_, report)| report.id == *id));
            u64::try_from(before - kept.len()).unwrap_or(u64::MAX)
        })
    }
}
