//! [`MemoryThumbnails`].

use async_trait::async_trait;
use onair_domain::ports::{Change, Thumbnails, ThumbnailsError};
use onair_domain::thumbnail::Thumbnail;
use onair_domain::user::UserId;

use crate::store::MemoryStore;

/// The thumbnails of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryThumbnails(MemoryStore);

impl MemoryThumbnails {
    /// The thumbnails of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }
}

#[async_trait]
impl Thumbnails for MemoryThumbnails {
    async fn put(&self, creator: &UserId, thumbnail: &Thumbnail) -> Result<bool, ThumbnailsError> {
        let put = self.0.step(|state| {
            let Some(session) = state.open.get(creator).cloned() else {
                return false;
            };
            state.thumbnails.insert(session, thumbnail.clone());
            state.changed.insert(Change::Stream(creator.clone()));
            true
        });
        put.map_err(ThumbnailsError::Unavailable)
    }

    async fn delete(&self, creator: &UserId) -> Result<(), ThumbnailsError> {
        let deleted = self.0.step(|state| {
            let session = state.open.get(creator);
            if session.is_some_and(|session| state.thumbnails.remove(session).is_some()) {
                state.changed.insert(Change::Stream(creator.clone()));
            }
        });
        deleted.map_err(ThumbnailsError::Unavailable)
    }

    async fn find(&self, creator: &UserId) -> Result<Option<Thumbnail>, ThumbnailsError> {
        let found = self.0.step(|state| {
            let session = state.open.get(creator)?;
            state.thumbnails.get(session).cloned()
        });
        found.map_err(ThumbnailsError::Unavailable)
    }
}
