//! Follows and blocks between users.

mod service;

pub use service::{SocialError, SocialService};

use crate::Timestamp;
use crate::user::{User, UserId};

/// Two different users, of whom the first does something to the second. Nobody follows or blocks
/// themselves: such a tie can't be made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserPair {
    actor: UserId,
    target: UserId,
}

/// A user can't follow or block themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be somebody else")]
pub struct SelfReference;

impl UserPair {
    /// Ties `actor` to `target`.
    pub fn new(actor: UserId, target: UserId) -> Result<Self, SelfReference> {
        if actor == target {
            Err(SelfReference)
        } else {
            Ok(Self { actor, target })
        }
    }

    /// Who follows or blocks.
    #[must_use]
    pub fn actor(&self) -> &UserId {
        &self.actor
    }

    /// Who is followed or blocked.
    #[must_use]
    pub fn target(&self) -> &UserId {
        &self.target
    }
}

/// How a viewer stands to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relation {
    /// The viewer follows the host.
    pub is_following: bool,
    /// The host blocked the viewer.
    pub is_blocked: bool,
    /// The viewer blocked the host.
    pub has_blocked: bool,
}

/// Somebody on the other end of a follow or a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedUser {
    /// Who.
    pub user: User,
    /// Whether they are live.
    pub is_live: bool,
    /// Since when the tie is there.
    pub since: Timestamp,
}

impl RelatedUser {
    /// Their place in a list.
    #[must_use]
    pub fn key(&self) -> RelatedUserKey {
        RelatedUserKey {
            since: self.since,
            user_id: self.user.id.clone(),
        }
    }
}

/// The place of somebody in a list of ties: the newest first, of equals the higher id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RelatedUserKey {
    /// Since when the tie is there.
    pub since: Timestamp,
    /// Decides between equals.
    pub user_id: UserId,
}

/// How many follow a user, and how many they follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FollowCounts {
    /// Those who follow them.
    pub followers: u64,
    /// Those whom they follow.
    pub following: u64,
}
