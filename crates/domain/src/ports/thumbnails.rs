//! The port to the pictures of open sessions.

use async_trait::async_trait;

use crate::error::{Outage, Source};
use crate::thumbnail::Thumbnail;
use crate::user::UserId;

/// Why pictures could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum ThumbnailsError {
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<ThumbnailsError> for Outage {
    fn from(ThumbnailsError::Unavailable(source): ThumbnailsError) -> Self {
        Self::Store(source)
    }
}

/// Stores one picture for each open session. When a session ends, its picture MUST be deleted in the same
/// step. When [`super::StreamRepository`] returns a stream of an open session with a picture, it MUST return
/// the time of the picture ([`crate::stream::StreamWithUser::thumbnail_at`]).
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait Thumbnails: Send + Sync {
    /// Stores the picture of a creator's open session, in place of an earlier one. Returns whether it was
    /// stored: it MUST NOT be stored if no session is open.
    async fn put(&self, creator: &UserId, thumbnail: &Thumbnail) -> Result<bool, ThumbnailsError>;

    /// Deletes the picture of a creator's open session. MUST succeed if there is none.
    async fn delete(&self, creator: &UserId) -> Result<(), ThumbnailsError>;

    /// Finds the picture of a creator's open session.
    async fn find(&self, creator: &UserId) -> Result<Option<Thumbnail>, ThumbnailsError>;
}
