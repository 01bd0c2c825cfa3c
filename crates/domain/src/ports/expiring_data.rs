//! The port that deletes expired data.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::retention::ExpiringKind;

/// Why expired data could not be deleted.
#[derive(Debug, thiserror::Error)]
pub enum ExpiringDataError {
    /// The store did not answer, or refused the deletion.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<ExpiringDataError> for Outage {
    fn from(ExpiringDataError::Unavailable(source): ExpiringDataError) -> Self {
        Self::Store(source)
    }
}

/// The result of one deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletedBatch {
    /// The number of deleted rows of the kind.
    pub deleted: usize,
    /// Whether more may be expired. Then the caller requests another batch.
    pub has_more: bool,
}

/// Deletes expired data. [`crate::retention::RetentionPolicy`] decides what is expired.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ExpiringData: Send + Sync {
    /// Deletes rows of a kind from before a time, in one atomic step. The time of a session, its messages and its
    /// exclusions is the session's end; that of a user name is when it was given up; that of an audit log entry is
    /// its own.
    ///
    /// MUST NOT delete anything of an open session, anything of another kind, or anything from that time or
    /// later. MUST NOT delete more than `limit` rows, which is at least 1. MUST NOT delete a session that still
    /// has messages or exclusions. MUST keep the statistics of a session whose messages are deleted. Repeated
    /// calls MUST come to an end at which `has_more` is false and no row from before the time is left.
    async fn delete_expired(
        &self,
        kind: ExpiringKind,
        before: Timestamp,
        limit: usize,
    ) -> Result<DeletedBatch, ExpiringDataError>;
}
