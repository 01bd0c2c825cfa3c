//! [`MemoryStreamRepository`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::error::Source;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{Change, StreamRepository, StreamRepositoryError};
use onair_domain::stream::{DiscoveryKey, SearchQuery, SearchTerms, Stream, StreamPatch, StreamWithUser};
use onair_domain::user::{Requester, UserId};

use crate::store::{MemoryStore, State};

/// The streams of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryStreamRepository(MemoryStore);

impl MemoryStreamRepository {
    /// The streams of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, StreamRepositoryError> {
        self.0.step(step).map_err(unavailable)
    }

    /// Returns a page of the streams for which `is_listed` is true.
    fn list(
        &self,
        page: &PageRequest<DiscoveryKey>,
        is_listed: impl Fn(&State, &Stream) -> bool,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.step(|state| {
            let listed = state.streams.values().filter(|stream| is_listed(state, stream));
            let mut rows: Vec<_> = listed
                .filter_map(|stream| state.stream_with_user(&stream.user_id))
                .filter(|item| {
                    page.after
                        .as_ref()
                        .is_none_or(|after| DiscoveryKey::of(item) > *after)
                })
                .collect();
            rows.sort_by_cached_key(DiscoveryKey::of);
            Page::from_rows(rows, page.limit, DiscoveryKey::of)
        })
    }
}

fn unavailable(source: Source) -> StreamRepositoryError {
    StreamRepositoryError::Unavailable(source)
}

#[async_trait]
impl StreamRepository for MemoryStreamRepository {
    async fn upsert(
        &self,
        fresh: &Stream,
        patch: &StreamPatch,
    ) -> Result<(Stream, bool), StreamRepositoryError> {
        self.step(|state| {
            if !state.users.contains_key(&fresh.user_id) {
                return Err(StreamRepositoryError::UserUnknown);
            }
            let found = state.streams.get(&fresh.user_id).cloned();
            let is_new = found.is_none();
            let stored = found.map_or_else(|| fresh.clone(), |found| found.patched(patch, fresh.created_at));
            state.streams.insert(stored.user_id.clone(), stored.clone());
            state.changed.insert(Change::Stream(stored.user_id.clone()));
            Ok((stored, is_new))
        })?
    }

    async fn update(
        &self,
        creator: &UserId,
        patch: &StreamPatch,
        at: Timestamp,
    ) -> Result<Option<Stream>, StreamRepositoryError> {
        self.step(|state| {
            let stream = state.streams.get_mut(creator)?;
            *stream = stream.clone().patched(patch, at);
            let patched = stream.clone();
            state.changed.insert(Change::Stream(creator.clone()));
            Some(patched)
        })
    }

    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError> {
        self.step(|state| state.streams.get(creator).cloned())
    }

    async fn filter_creators(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError> {
        self.step(|state| {
            let has_stream = |user: &&UserId| state.streams.contains_key(*user);
            users.iter().filter(has_stream).cloned().collect()
        })
    }

    async fn find_with_user(
        &self,
        creator: &UserId,
    ) -> Result<Option<StreamWithUser>, StreamRepositoryError> {
        self.step(|state| state.stream_with_user(creator))
    }

    async fn list_live(
        &self,
        requester: &Requester,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.list(page, |state, stream| {
            stream.is_live() && !state.is_hidden(&stream.user_id, requester)
        })
    }

    async fn list_followed(
        &self,
        user: &UserId,
        page: &PageRequest<DiscoveryKey>,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.list(page, |state, stream| {
            state
                .follows
                .contains_key(&(user.clone(), stream.user_id.clone()))
        })
    }

    async fn search(
        &self,
        query: &SearchQuery,
        requester: &Requester,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError> {
        self.step(|state| {
            let visible = state
                .streams
                .keys()
                .filter(|host| !state.is_hidden(host, requester));
            let items = visible.filter_map(|host| state.stream_with_user(host));
            let terms = SearchTerms::of(query);
            let matching = items.filter_map(|item| Some((terms.rank_of_stream(&item)?, item)));
            let found = SearchTerms::best_first(matching.collect()).into_iter();
            found.take(SearchQuery::MAX_RESULTS).collect()
        })
    }
}
