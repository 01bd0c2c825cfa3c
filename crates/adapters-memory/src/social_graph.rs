//! [`MemorySocialGraph`].

use std::collections::BTreeMap;

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::page::{Page, PageRequest};
use onair_domain::ports::{SocialGraph, SocialGraphError};
use onair_domain::social::{FollowCounts, RelatedUser, RelatedUserKey, Relation, UserPair};
use onair_domain::user::UserId;

use crate::store::{MemoryStore, State};

/// The follows and blocks of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemorySocialGraph(MemoryStore);

impl MemorySocialGraph {
    /// The follows and blocks of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, SocialGraphError> {
        self.0.step(step).map_err(SocialGraphError::Unavailable)
    }
}

fn key_of(pair: &UserPair) -> (UserId, UserId) {
    (pair.actor().clone(), pair.target().clone())
}

/// Follows or blocks, by actor and target, with their start.
type Relationships = BTreeMap<(UserId, UserId), Timestamp>;

fn with_target<'a>(
    relationships: &'a Relationships,
    user: &'a UserId,
) -> impl Iterator<Item = (&'a UserId, Timestamp)> {
    let pairs = relationships
        .iter()
        .filter(move |((_, target), _)| target == user);
    pairs.map(|((actor, _), since)| (actor, *since))
}

fn with_actor<'a>(
    relationships: &'a Relationships,
    user: &'a UserId,
) -> impl Iterator<Item = (&'a UserId, Timestamp)> {
    let pairs = relationships.iter().filter(move |((actor, _), _)| actor == user);
    pairs.map(|((_, target), since)| (target, *since))
}

impl State {
    pub(crate) fn relation(&self, host: &UserId, viewer: &UserId) -> Relation {
        Relation {
            is_following: self.follows.contains_key(&(viewer.clone(), host.clone())),
            is_blocked: self.blocks.contains_key(&(host.clone(), viewer.clone())),
            has_blocked: self.blocks.contains_key(&(viewer.clone(), host.clone())),
        }
    }

    fn page<'a>(
        &self,
        others: impl Iterator<Item = (&'a UserId, Timestamp)>,
        page: &PageRequest<RelatedUserKey>,
    ) -> Page<RelatedUser, RelatedUserKey> {
        let others = others.filter_map(|(other, since)| {
            Some(RelatedUser {
                user: self.users.get(other)?.clone(),
                is_live: self.open.contains_key(other),
                since,
            })
        });
        let mut rows: Vec<_> = others
            .filter(|row| page.after.as_ref().is_none_or(|after| row.key() < *after))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.key()));
        Page::from_rows(rows, page.limit, RelatedUser::key)
    }

    fn require_users(&self, pair: &UserPair) -> Result<(), SocialGraphError> {
        let exists = |user| self.users.contains_key(user);
        if exists(pair.actor()) && exists(pair.target()) {
            Ok(())
        } else {
            Err(SocialGraphError::UserUnknown)
        }
    }
}

#[async_trait]
impl SocialGraph for MemorySocialGraph {
    async fn follow(&self, pair: &UserPair, at: Timestamp) -> Result<bool, SocialGraphError> {
        self.step(|state| {
            state.require_users(pair)?;
            let may_follow = !state.has_block_between(pair.actor(), pair.target());
            if may_follow {
                state.follows.entry(key_of(pair)).or_insert(at);
            }
            Ok(may_follow)
        })?
    }

    async fn unfollow(&self, pair: &UserPair) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.follows.remove(&key_of(pair));
        })
    }

    async fn block(&self, pair: &UserPair, at: Timestamp) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.require_users(pair)?;
            let (actor, target) = key_of(pair);
            state.follows.remove(&(actor.clone(), target.clone()));
            state.follows.remove(&(target.clone(), actor.clone()));
            state.blocks.entry((actor, target)).or_insert(at);
            Ok(())
        })?
    }

    async fn unblock(&self, pair: &UserPair) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.blocks.remove(&key_of(pair));
        })
    }

    async fn find_relation(&self, host: &UserId, viewer: &UserId) -> Result<Relation, SocialGraphError> {
        self.step(|state| state.relation(host, viewer))
    }

    async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        self.step(|state| state.page(with_target(&state.follows, user), page))
    }

    async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        self.step(|state| state.page(with_actor(&state.follows, user), page))
    }

    async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError> {
        self.step(|state| state.page(with_actor(&state.blocks, user), page))
    }

    async fn count_follows(&self, user: &UserId) -> Result<FollowCounts, SocialGraphError> {
        self.step(|state| FollowCounts {
            followers: with_target(&state.follows, user).count() as u64,
            following: with_actor(&state.follows, user).count() as u64,
        })
    }

    async fn filter_followers(
        &self,
        host: &UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, SocialGraphError> {
        self.step(|state| {
            let follows = |user: &&UserId| state.follows.contains_key(&((*user).clone(), host.clone()));
            users.iter().filter(follows).cloned().collect()
        })
    }
}
