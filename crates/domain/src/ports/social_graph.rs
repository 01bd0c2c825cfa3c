//! The port to follows and blocks.

use async_trait::async_trait;

use crate::Timestamp;
use crate::error::{Outage, Source};
use crate::page::{Page, PageRequest};
use crate::social::{FollowCounts, RelatedUser, RelatedUserKey, Relation, UserPair};
use crate::user::UserId;

/// Why ties could not be read or changed. Only [`SocialGraph::follow`] and [`SocialGraph::block`] return
/// `UserUnknown`.
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

/// Who follows and who blocks whom.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SocialGraph: Send + Sync {
    /// The actor follows the target. Doing it twice MUST be the same as once, the first time's moment
    /// included. While either of the
    /// two blocks the other it MUST NOT change anything and MUST return `false`, else `true`.
    async fn follow(&self, pair: &UserPair, at: Timestamp) -> Result<bool, SocialGraphError>;

    /// The actor no longer follows the target; fine when they did not.
    async fn unfollow(&self, pair: &UserPair) -> Result<(), SocialGraphError>;

    /// The actor blocks the target. In the same change the follows between the two MUST go, both
    /// ways. Doing it twice MUST be the same as once.
    async fn block(&self, pair: &UserPair, at: Timestamp) -> Result<(), SocialGraphError>;

    /// The actor no longer blocks the target; follows MUST NOT come back.
    async fn unblock(&self, pair: &UserPair) -> Result<(), SocialGraphError>;

    /// How a viewer stands to a host. Of strangers, unknown users and of oneself: all false.
    async fn find_relation(&self, host: &UserId, viewer: &UserId) -> Result<Relation, SocialGraphError>;

    /// Who follows a user, in the order of [`RelatedUserKey`] (the newest first), after the page's key.
    async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// Whom a user follows, in the same order.
    async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// Whom a user blocks, in the same order.
    async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialGraphError>;

    /// How many follow a user, and how many they follow.
    async fn count_follows(&self, user: &UserId) -> Result<FollowCounts, SocialGraphError>;

    /// Which of these users follow the host; in any order, others left out.
    async fn filter_followers(
        &self,
        host: &UserId,
        users: &[UserId],
    ) -> Result<Vec<UserId>, SocialGraphError>;

    /// Which of these users the host blocked; in any order, others left out.
    async fn filter_blocked(&self, host: &UserId, users: &[UserId]) -> Result<Vec<UserId>, SocialGraphError>;
}
