//! [`MemorySocialGraph`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::ports::{SocialGraph, SocialGraphError};
use onair_domain::social::{Relation, Tie};
use onair_domain::user::UserId;

use crate::store::{MemoryStore, State};

/// Follows and blocks, in a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemorySocialGraph(MemoryStore);

impl MemorySocialGraph {
    /// The ties of that store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, SocialGraphError> {
        self.0.step(step).map_err(SocialGraphError::Unavailable)
    }
}

fn ends(tie: &Tie) -> (UserId, UserId) {
    (tie.actor().clone(), tie.target().clone())
}

impl State {
    fn know(&self, tie: &Tie) -> Result<(), SocialGraphError> {
        let is_known = |user| self.users.contains_key(user);
        if is_known(tie.actor()) && is_known(tie.target()) {
            Ok(())
        } else {
            Err(SocialGraphError::UserUnknown)
        }
    }
}

#[async_trait]
impl SocialGraph for MemorySocialGraph {
    async fn follow(&self, tie: &Tie, _at: Timestamp) -> Result<bool, SocialGraphError> {
        self.step(|state| {
            state.know(tie)?;
            let may_follow = !state.has_block_between(tie.actor(), tie.target());
            if may_follow {
                state.follows.insert(ends(tie));
            }
            Ok(may_follow)
        })?
    }

    async fn unfollow(&self, tie: &Tie) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.follows.remove(&ends(tie));
        })
    }

    async fn block(&self, tie: &Tie, _at: Timestamp) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.know(tie)?;
            let (actor, target) = ends(tie);
            state.follows.remove(&(actor.clone(), target.clone()));
            state.follows.remove(&(target.clone(), actor.clone()));
            state.blocks.insert((actor, target));
            Ok(())
        })?
    }

    async fn unblock(&self, tie: &Tie) -> Result<(), SocialGraphError> {
        self.step(|state| {
            state.blocks.remove(&ends(tie));
        })
    }

    async fn relation(&self, host: &UserId, viewer: &UserId) -> Result<Relation, SocialGraphError> {
        self.step(|state| Relation {
            is_following: state.follows.contains(&(viewer.clone(), host.clone())),
            is_blocked: state.blocks.contains(&(host.clone(), viewer.clone())),
            has_blocked: state.blocks.contains(&(viewer.clone(), host.clone())),
        })
    }

    async fn followers_among(
        &self,
        host: &UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, SocialGraphError> {
        self.step(|state| {
            let follows = |user: &&UserId| state.follows.contains(&((*user).clone(), host.clone()));
            users.iter().filter(follows).cloned().collect()
        })
    }

    async fn blocked_among(&self, host: &UserId, users: &[UserId]) -> Result<Vec<UserId>, SocialGraphError> {
        self.step(|state| {
            let is_blocked = |user: &&UserId| state.blocks.contains(&(host.clone(), (*user).clone()));
            users.iter().filter(is_blocked).cloned().collect()
        })
    }
}
