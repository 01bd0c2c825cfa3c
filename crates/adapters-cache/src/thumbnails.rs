//! Thumbnails: nothing is remembered, but writes change what streams return.

use async_trait::async_trait;
use onair_domain::ports::{Thumbnails, ThumbnailsError};
use onair_domain::thumbnail::Thumbnail;
use onair_domain::user::UserId;

use crate::Cached;

#[async_trait]
impl Thumbnails for Cached<dyn Thumbnails> {
    async fn put(&self, creator: &UserId, thumbnail: &Thumbnail) -> Result<bool, ThumbnailsError> {
        let _forget = self.caches.changing_stream(creator);
        self.inner.put(creator, thumbnail).await
    }

    async fn delete(&self, creator: &UserId) -> Result<(), ThumbnailsError> {
        let _forget = self.caches.changing_stream(creator);
        self.inner.delete(creator).await
    }

    async fn find(&self, creator: &UserId) -> Result<Option<Thumbnail>, ThumbnailsError> {
        self.inner.find(creator).await
    }
}
