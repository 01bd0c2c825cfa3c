//! The port that tells when a stream changed, wherever it was changed.

use async_trait::async_trait;

use crate::error::{Outage, Source};
use crate::user::UserId;

/// Nobody can be heard.
#[derive(Debug, thiserror::Error)]
pub enum LiveEventsError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<LiveEventsError> for Outage {
    fn from(LiveEventsError::Unavailable(source): LiveEventsError) -> Self {
        Self::Store(source)
    }
}

/// Tells of changes. It says whose stream changed, not how: who listens reads it anew, so that a
/// change told twice or late does no harm, and many at once are one.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait LiveEvents: Send + Sync {
    /// Starts to listen. Every change that a method of [`super::StreamRepository`] or
    /// [`super::SessionRepository`] makes from then on to what
    /// [`super::StreamRepository::find_with_user`] returns MUST be told, whichever server made it,
    /// once it can be read.
    async fn listen(&self) -> Result<Box<dyn LiveListener>, LiveEventsError>;
}

/// Somebody listening.
#[async_trait]
pub trait LiveListener: Send {
    /// Waits for the next change and returns the creator whose stream it was. `None` once nothing
    /// more will be heard: changes may have been missed then, so listen again and read everything
    /// anew. MUST NOT lose a change when it is dropped while it waits and called again.
    async fn next(&mut self) -> Option<UserId>;
}
