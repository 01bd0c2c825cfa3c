//! Follows and blocks between users.

mod service;

pub use service::{SocialError, SocialService};

use crate::Timestamp;
use crate::user::{User, UserId};

/// Two different users, one of whom follows or blocks the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserPair {
    actor: UserId,
    target: UserId,
}

/// A user cannot follow or block themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be another user")]
pub struct SelfReference;

impl UserPair {
    /// Pairs two users. Fails if they are the same.
    pub fn new(actor: UserId, target: UserId) -> Result<Self, SelfReference> {
        if actor == target {
            Err(SelfReference)
        } else {
            Ok(Self { actor, target })
        }
    }

    /// The user who follows or blocks.
    #[must_use]
    pub fn actor(&self) -> &UserId {
        &self.actor
    }

    /// The user who is followed or blocked.
    #[must_use]
    pub fn target(&self) -> &UserId {
        &self.target
    }
}

/// How a viewer is related to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    /// The viewer follows the host.
    pub is_following: bool,
    /// The host blocked the viewer.
    pub is_blocked: bool,
    /// The viewer blocked the host.
    pub has_blocked: bool,
}

/// The other user of a follow or block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedUser {
    /// The user.
    pub user: User,
    /// Whether their stream is live.
    pub is_live: bool,
    /// When the follow or block began.
    pub since: Timestamp,
}

impl RelatedUser {
    /// The sort key of the user in a list.
    #[must_use]
    pub fn key(&self) -> RelatedUserKey {
        RelatedUserKey {
            since: self.since,
            user_id: self.user.id.clone(),
        }
    }
}

/// The sort key of lists of followers, followed and blocked users: newest first, then higher user id first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelatedUserKey {
    /// When the follow or block began.
    pub since: Timestamp,
    /// Orders users of the same time.
    pub user_id: UserId,
}

/// The numbers of followers and of followed users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FollowCounts {
    /// How many users follow the user.
    pub followers: u64,
    /// How many users the user follows.
    pub following: u64,
}
