//! The port to follows and blocks.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::social::{FollowCounts, RelatedUser, RelatedUserKey, Relation, UserPair};
use crate::user::UserId;

/// Why follows and blocks could not be read or changed. Only [`SocialGraph::follow`] and
/// [`SocialGraph::block`] return `UserUnknown`.
#[derive(Debug, thiserror::Error)]
pub enum SocialGraphError {
    /// One of the two users does not exist.
    #[error("no user has that id")]
    UserUnknown,
    /// The store did not answer.
    #[error("the store is unavailable")]
    Unavailable(#[source] Source),
}

impl From<SocialGraphError> for Outage {
    fn from(error: SocialGraphError) -> Self {
        match error {
            SocialGraphError::Unavailable(source) => Self::Store(source),
            SocialGraphError::UserUnknown => Self::Unexpected(Box::new(error)),
        }
    }
}

/// Stores who follows and who blocks whom.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SocialGraph: Send + Sync {
    /// Makes the actor follow the target. A repetition MUST NOT change anything: the first time stays. If
    /// either of the two blocks the other, it MUST NOT change anything and MUST return `false`; otherwise it
    /// returns `true`.
    async fn follow(&self, pair: &UserPair, at: Timestamp) -> Result<bool, SocialGraphError>;

    /// Removes a follow. Succeeds if there is none.
    async fn unfollow(&self, pair: &UserPair) -> Result<(), SocialGraphError>;

    /// Makes the actor block the target. The follows between the two MUST be removed in the same atomic step,
    /// in both directions. A repetition MUST NOT change anything.
    async fn block(&self, pair: &UserPair, at: Timestamp) -> Result<(), SocialGraphError>;

    /// Removes a block. Removed follows MUST NOT be restored.
    async fn unblock(&self, pair: &UserPair) -> Result<(), SocialGraphError>;

    /// Returns how a viewer is related to a host. All fields are `false` if the two are not related, are the
    /// same user, or do not exist.
    async fn find_relation(&self, host: &UserId, viewer: &UserId) -> Result<Relation, SocialGraphError>;

    /// Lists the followers of a user in the order of [`RelatedUserKey`], after the key of the page.
    async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// Lists whom a user follows, in the same order.
    async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// Lists whom a user blocks, in the same order.
    async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// Counts the followers of a user and the users whom they follow.
    async fn count_follows(&self, user: &UserId) -> Result<FollowCounts, SocialGraphError>;

    /// Returns those of these users who follow the host, in any order.
    async fn filter_followers(
        &self,
        host: &UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, SocialGraphError>;
}
