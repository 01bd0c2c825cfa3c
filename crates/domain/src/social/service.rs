//! [`SocialService`]: follows and blocks.

use std::fmt;
use std::sync::Arc;

use super::{FollowCounts, RelatedUser, RelatedUserKey, SelfReference, UserPair};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, MediaRooms, SessionRepository, SocialGraph, SocialGraphError, UserDirectory};
use crate::room::{Identity, RoomName};
use crate::user::UserId;

/// Why a follow or block was refused, or a list could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SocialError {
    /// A user cannot follow or block themselves.
    #[error(transparent)]
    SelfReference(#[from] SelfReference),
    /// No user has that id.
    #[error("no user has that id")]
    UserUnknown,
    /// One of the two users blocks the other.
    #[error("one of the two users blocks the other")]
    Blocked,
    /// The store did not answer.
    #[error(transparent)]
    Outage(#[from] Outage),
}

impl From<SocialGraphError> for SocialError {
    fn from(error: SocialGraphError) -> Self {
        match error {
            SocialGraphError::UserUnknown => Self::UserUnknown,
            SocialGraphError::Unavailable(source) => Self::Outage(Outage::Store(source)),
        }
    }
}

/// Follows and blocks. Every call can be repeated without further effect.
#[derive(Clone)]
pub struct SocialService {
    users: Arc<dyn UserDirectory>,
    social: Arc<dyn SocialGraph>,
    sessions: Arc<dyn SessionRepository>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SocialService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocialService").finish_non_exhaustive()
    }
}

impl SocialService {
    /// Takes the ports that it uses.
    #[must_use]
    pub fn new(
        users: Arc<dyn UserDirectory>,
        social: Arc<dyn SocialGraph>,
        sessions: Arc<dyn SessionRepository>,
        media: Arc<dyn MediaRooms>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            users,
            social,
            sessions,
            media,
            clock,
        }
    }

    /// The user follows the target. Fails if either of the two blocks the other.
    pub async fn follow(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.require_user(target).await?;
        let pair = UserPair::new(user.clone(), target.clone())?;
        if self.social.follow(&pair, self.clock.now()).await? {
            Ok(())
        } else {
            Err(SocialError::Blocked)
        }
    }

    /// The user no longer follows the target.
    pub async fn unfollow(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.require_user(target).await?;
        if let Ok(pair) = UserPair::new(user.clone(), target.clone()) {
            self.social.unfollow(&pair).await?;
        }
        Ok(())
    }

    /// Whether the user follows the target.
    pub async fn is_following(&self, user: &UserId, target: &UserId) -> Result<bool, SocialError> {
        self.require_user(target).await?;
        Ok(self.social.find_relation(target, user).await?.is_following)
    }

    /// The user blocks the target. Follows between the two are removed, and the target is removed from the
    /// user's room.
    ///
    /// The block is stored first, so that the target gets no new token after the removal. A failure of the
    /// media server does not fail the call: the reconciler removes the target at the next poll.
    pub async fn block(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.require_user(target).await?;
        let pair = UserPair::new(user.clone(), target.clone())?;
        self.social.block(&pair, self.clock.now()).await?;
        if self
            .sessions
            .find_open(user)
            .await
            .map_err(Outage::from)?
            .is_some()
        {
            let (room, who) = (RoomName::of(user), Identity::of_user(target));
            let _removed_by_the_next_poll = self.media.remove_participant(&room, &who).await;
        }
        Ok(())
    }

    /// The user no longer blocks the target. Removed follows are not restored.
    pub async fn unblock(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.require_user(target).await?;
        if let Ok(pair) = UserPair::new(user.clone(), target.clone()) {
            self.social.unblock(&pair).await?;
        }
        Ok(())
    }

    /// Lists the followers of a user, newest first, with the counts of both lists.
    pub async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<(Page<RelatedUser, RelatedUserKey>, FollowCounts), SocialError> {
        self.require_user(user).await?;
        let followers = self.social.list_followers(user, page).await?;
        Ok((followers, self.social.count_follows(user).await?))
    }

    /// Lists whom a user follows, newest first, with the counts of both lists.
    pub async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<(Page<RelatedUser, RelatedUserKey>, FollowCounts), SocialError> {
        self.require_user(user).await?;
        let following = self.social.list_following(user, page).await?;
        Ok((following, self.social.count_follows(user).await?))
    }

    /// Lists whom the user blocks, newest first.
    pub async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialError> {
        Ok(self.social.list_blocked(user, page).await?)
    }

    async fn require_user(&self, user: &UserId) -> Result<(), SocialError> {
        let found = self.users.find(user).await.map_err(Outage::from)?;
        found.map(|_| ()).ok_or(SocialError::UserUnknown)
    }
}
