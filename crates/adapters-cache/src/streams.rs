//! Streams: [`StreamRepository::find_with_user`] is remembered.

use async_trait::async_trait;
use metrics::counter;
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{StreamRepository, StreamRepositoryError};
use onair_domain::stream::{DiscoveryKey, SearchQuery, Stream, StreamPatch, StreamWithUser};
use onair_domain::user::{Requester, UserId};

use crate::{Cached, REQUESTS};

#[async_trait]
impl StreamRepository for Cached<dyn StreamRepository> {
    async fn upsert(
        &self,
        fresh: &Stream,
        patch: &StreamPatch,
    ) -> Result<(Stream, bool), StreamRepositoryError> {
        let _forget = self.caches.changing_stream(&fresh.user_id);
        self.inner.upsert(fresh, patch).await
    }

    async fn update(
        &self,
        creator: &UserId,
        patch: &StreamPatch,
        at: Timestamp,
    ) -> Result<Option<Stream>, StreamRepositoryError> {
        let _forget = self.caches.changing_stream(creator);
        self.inner.update(creator, patch, at).await
    }

    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError> {
        self.inner.find_by_creator(creator).await
    }

    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError> {
        self.inner.filter_creators(users).await
    }

    async fn find_with_user(
        &self,
        creator: &UserId,
    ) -> Result<Option<StreamWithUser>, StreamRepositoryError> {
        if !self.caches.is_following() {
            return self.inner.find_with_user(creator).await;
        }
        let mut result = "hit";
        let load = async {
            result = "miss";
            self.inner.find_with_user(creator).await
        };
        let found = self.caches.0.streams.get_or_load(creator, load).await;
        counter!(REQUESTS, "cache" => "streams", "result" => result).increment(1);
        found.map_err(|error| StreamRepositoryError::Unavailable(Box::new(error)))
    }

    async fn list_live(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.inner.list_live(requester, page).await
    }

    async fn list_followed(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.inner.list_followed(user, page).await
    }

    async fn search(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError> {
        self.inner.search(query, requester).await
    }
}
