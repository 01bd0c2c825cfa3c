//! The port to what the media server told, kept until it has been worked off.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::session::{EventId, MediaReport};

/// Why reports could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum MediaInboxError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<MediaInboxError> for Outage {
    fn from(MediaInboxError::Unavailable(source): MediaInboxError) -> Self {
        Self::Store(source)
    }
}

/// Keeps reports, each once.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MediaInbox: Send + Sync {
    /// Keeps a report, and tells whether it is new: one with the id of a kept one MUST change nothing,
    /// also when two calls meet.
    async fn keep(&self, report: &MediaReport, received_at: Timestamp) -> Result<bool, MediaInboxError>;

    /// Reports that were received before a moment and are not settled, the earliest received first, at
    /// most so many.
    async fn unsettled(
        &self,
        received_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<MediaReport>, MediaInboxError>;

    /// Notes that reports were worked off. They MUST still be known to [`Self::keep`].
    async fn settle(&self, reports: &[EventId]) -> Result<(), MediaInboxError>;

    /// Forgets settled reports that were received before a moment, and returns how many.
    async fn forget(&self, received_before: Timestamp) -> Result<u64, MediaInboxError>;
}
