//! [`MemoryStreamRepository`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::error::Source;
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::ports::{StreamRepository, StreamRepositoryError};
use onair_domain::stream::{
    DiscoveryKey, LiveKey, Ranking, RankingId, SearchQuery, Stream, StreamPatch, StreamWithUser,
};
use onair_domain::user::{Onlooker, UserId};

use crate::search;
use crate::store::{MemoryStore, State};

/// Streams, in a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryStreamRepository(MemoryStore);

impl MemoryStreamRepository {
    /// The streams of that store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, StreamRepositoryError> {
        self.0.step(step).map_err(unavailable)
    }

    /// The page of those streams that `is_listed`.
    fn list(
        &self,
        page: &PageRequest<DiscoveryKey>,
        is_listed: impl Fn(&State, &Stream) -> bool,
    ) -> Result<Page<StreamWithUser, DiscoveryKey>, StreamRepositoryError> {
        self.step(|state| {
            let listed = state.streams.values().filter(|stream| is_listed(state, stream));
            let mut rows: Vec<_> = listed
                .filter_map(|stream| state.shown(&stream.user_id))
                .filter(|item| {
                    page.after
                        .as_ref()
                        .is_none_or(|after| DiscoveryKey::of(item) > *after)
                })
                .collect();
            rows.sort_by_cached_key(DiscoveryKey::of);
            Page::from_overread(rows, page.limit, DiscoveryKey::of)
        })
    }
}

impl State {
    /// A ranking that a first page goes along which would have this one otherwise.
    fn shared(&self, fresh: &Ranking) -> Option<RankingId> {
        let made = |(id, (made_at, _)): (&RankingId, &(Timestamp, Vec<UserId>))| {
            let is_shared = *made_at <= fresh.made_at && *made_at + Ranking::SHARED > fresh.made_at;
            is_shared.then(|| id.clone())
        };
        self.rankings.iter().find_map(made)
    }

    /// The first page, which keeps the order where it is not the last.
    fn first_of_live(
        &mut self,
        onlooker: &Onlooker,
        limit: PageLimit,
        fresh: &Ranking,
    ) -> Page<StreamWithUser, LiveKey> {
        let order = self.ranked();
        let seen = self.seen(&order, onlooker);
        if seen.len() <= limit.get() {
            return live_page(&fresh.id, seen, limit);
        }
        if let Some(shared) = self.shared(fresh)
            && let Some((_, order)) = self.rankings.get(&shared)
        {
            return live_page(&shared, self.seen(order, onlooker), limit);
        }
        self.rankings.insert(fresh.id.clone(), (fresh.made_at, order));
        live_page(&fresh.id, seen, limit)
    }

    /// Those of an order who are live and not hidden, with their positions.
    fn seen(&self, order: &[UserId], onlooker: &Onlooker) -> Vec<(u32, StreamWithUser)> {
        let seen = order.iter().zip(0_u32..).filter_map(|(host, position)| {
            let item = self.shown(host)?;
            let is_seen = item.stream.is_live() && !self.is_hidden(host, onlooker);
            is_seen.then_some((position, item))
        });
        seen.collect()
    }

    /// The creators who are live, in the order of [`DiscoveryKey`].
    fn ranked(&self) -> Vec<UserId> {
        let mut live: Vec<_> = self.open.keys().filter_map(|host| self.shown(host)).collect();
        live.sort_by_cached_key(DiscoveryKey::of);
        live.into_iter().map(|item| item.stream.user_id).collect()
    }
}

fn live_page(
    ranking: &RankingId,
    items: impl IntoIterator<Item = (u32, StreamWithUser)>,
    limit: PageLimit,
) -> Page<StreamWithUser, LiveKey> {
    let rows: Vec<_> = items.into_iter().take(limit.get() + 1).collect();
    let page = Page::from_overread(rows, limit, |(position, item)| LiveKey {
        ranking: ranking.clone(),
        position: *position,
        place: DiscoveryKey::of(item),
    });
    page.map(|(_, item)| item)
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
            let kept = found.map_or_else(|| fresh.clone(), |found| found.patched(patch, fresh.created_at));
            state.streams.insert(kept.user_id.clone(), kept.clone());
            state.changed.insert(kept.user_id.clone());
            Ok((kept, is_new))
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
            state.changed.insert(creator.clone());
            Some(patched)
        })
    }

    async fn find_by_creator(&self, creator: &UserId) -> Result<Option<Stream>, StreamRepositoryError> {
        self.step(|state| state.streams.get(creator).cloned())
    }

    async fn creators_among(&self, users: &[UserId]) -> Result<Vec<UserId>, StreamRepositoryError> {
        self.step(|state| {
            let has_stream = |user: &&UserId| state.streams.contains_key(*user);
            users.iter().filter(has_stream).cloned().collect()
        })
    }

    async fn find_with_user(
        &self,
        creator: &UserId,
    ) -> Result<Option<StreamWithUser>, StreamRepositoryError> {
        self.step(|state| state.shown(creator))
    }

    async fn live(
        &self,
        onlooker: &Onlooker,
        page: &PageRequest<LiveKey>,
        fresh: &Ranking,
    ) -> Result<Page<StreamWithUser, LiveKey>, StreamRepositoryError> {
        self.step(|state| {
            let Some(after) = &page.after else {
                return state.first_of_live(onlooker, page.limit, fresh);
            };
            let kept = state.rankings.get(&after.ranking);
            let seen = match kept {
                Some((_, order)) => state.seen(order, onlooker),
                None => state.seen(&state.ranked(), onlooker),
            };
            let to_come = seen.into_iter().filter(|(position, item)| match kept {
                Some(_) => *position > after.position,
                None => DiscoveryKey::of(item) > after.place,
            });
            live_page(&after.ranking, to_come, page.limit)
        })
    }

    async fn forget_rankings(&self, made_before: Timestamp) -> Result<(), StreamRepositoryError> {
        self.step(|state| state.rankings.retain(|_, (made_at, _)| *made_at >= made_before))
    }

    async fn followed(
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
        onlooker: &Onlooker,
    ) -> Result<Vec<StreamWithUser>, StreamRepositoryError> {
        self.step(|state| {
            let seen = state
                .streams
                .keys()
                .filter(|host| !state.is_hidden(host, onlooker));
            let items = seen.filter_map(|host| state.shown(host)).collect();
            search::best_first(query, items)
        })
    }
}
