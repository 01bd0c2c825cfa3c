//! [`RetentionService`].

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use super::{ExpiringKind, RetentionPolicy};
use crate::Timestamp;
use crate::error::Outage;
use crate::names::VariantArray as _;
use crate::ports::{Clock, ExpiringData};

/// Deletes what is expired.
#[derive(Clone)]
pub struct RetentionService {
    data: Arc<dyn ExpiringData>,
    clock: Arc<dyn Clock>,
    policy: RetentionPolicy,
}

impl fmt::Debug for RetentionService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetentionService")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl RetentionService {
    /// The most rows of a kind that one batch deletes. Each batch is one short transaction.
    pub const BATCH: usize = 1000;

    /// Creates the service.
    #[must_use]
    pub fn new(data: Arc<dyn ExpiringData>, clock: Arc<dyn Clock>, policy: RetentionPolicy) -> Self {
        Self { data, clock, policy }
    }

    /// Starts to delete what is expired now. The run deletes nothing until its batches are requested.
    #[must_use]
    pub fn start(&self) -> RetentionRun {
        let now = self.clock.now();
        let cutoff = |kind: &ExpiringKind| Some((*kind, self.policy.expired_before(*kind, now)?));
        RetentionRun {
            data: self.data.clone(),
            remaining: ExpiringKind::VARIANTS.iter().filter_map(cutoff).collect(),
        }
    }
}

/// One pass over all expired data. It may be dropped at any time; the next pass continues.
pub struct RetentionRun {
    data: Arc<dyn ExpiringData>,
    remaining: VecDeque<(ExpiringKind, Timestamp)>,
}

impl fmt::Debug for RetentionRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetentionRun")
            .field("remaining", &self.remaining)
            .finish_non_exhaustive()
    }
}

impl RetentionRun {
    /// Deletes the next batch. Returns its kind and the number of deleted rows, which may be 0, or `None` at the
    /// end.
    ///
    /// After an error, the rest of this kind is left to the next run, and the following call continues with
    /// another kind.
    pub async fn next_batch(&mut self) -> Result<Option<(ExpiringKind, usize)>, (ExpiringKind, Outage)> {
        let Some(&(kind, before)) = self.remaining.front() else {
            return Ok(None);
        };
        let batch = self
            .data
            .delete_expired(kind, before, RetentionService::BATCH)
            .await;
        if batch.as_ref().map_or(true, |batch| !batch.has_more) {
            self.remaining.pop_front();
        }
        match batch {
            Ok(batch) => Ok(Some((kind, batch.deleted))),
            Err(error) => Err((kind, error.into())),
        }
    }
}
