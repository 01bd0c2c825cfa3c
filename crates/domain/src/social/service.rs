//! [`SocialService`]: following, blocking, and who does.

use std::fmt;
use std::sync::Arc;

use super::{FollowCounts, RelatedUser, RelatedUserKey, SelfReference, UserPair};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::ports::{Clock, MediaRooms, SessionRepository, SocialGraph, SocialGraphError, UserDirectory};
use crate::room::{Identity, RoomName};
use crate::user::UserId;

/// Why a tie was not made or told.
#[derive(Debug, thiserror::Error)]
pub enum SocialError {
    /// Nobody follows or blocks themselves.
    #[error(transparent)]
    SelfReference(#[from] SelfReference),
    /// Nobody has that id.
    #[error("no user has that id")]
    UserUnknown,
    /// One of the two blocks the other.
    #[error("a block stands between the two")]
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

/// Follows and blocks. Each call may be made twice.
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

    /// The user follows somebody. While either of the two blocks the other they can't.
    pub async fn follow(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.know(target).await?;
        let pair = UserPair::new(user.clone(), target.clone())?;
        if self.social.follow(&pair, self.clock.now()).await? {
            Ok(())
        } else {
            Err(SocialError::Blocked)
        }
    }

    /// The user no longer follows somebody.
    pub async fn unfollow(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.know(target).await?;
        if let Ok(pair) = UserPair::new(user.clone(), target.clone()) {
            self.social.unfollow(&pair).await?;
        }
        Ok(())
    }

    /// Whether the user follows somebody.
    pub async fn is_following(&self, user: &UserId, target: &UserId) -> Result<bool, SocialError> {
        self.know(target).await?;
        Ok(self.social.find_relation(target, user).await?.is_following)
    }

    /// The user blocks somebody: follows between the two go, and who is in the user's room is sent out.
    ///
    /// The store first, so that nobody is let in again who was just sent out. If the media server can't
    /// be reached they are sent out by the reconciler's next look, so that is no reason to fail.
    pub async fn block(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.know(target).await?;
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
            let _by_the_next_look = self.media.remove_participant(&room, &who).await;
        }
        Ok(())
    }

    /// The user no longer blocks somebody. Follows don't come back.
    pub async fn unblock(&self, user: &UserId, target: &UserId) -> Result<(), SocialError> {
        self.know(target).await?;
        if let Ok(pair) = UserPair::new(user.clone(), target.clone()) {
            self.social.unblock(&pair).await?;
        }
        Ok(())
    }

    /// Who follows a user, the newest first, and the counts of both lists.
    pub async fn list_followers(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<(Page<RelatedUser, RelatedUserKey>, FollowCounts), SocialError> {
        self.know(user).await?;
        let followers = self.social.list_followers(user, page).await?;
        Ok((followers, self.social.count_follows(user).await?))
    }

    /// Whom a user follows, the newest first, and the counts of both lists.
    pub async fn list_following(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<(Page<RelatedUser, RelatedUserKey>, FollowCounts), SocialError> {
        self.know(user).await?;
        let following = self.social.list_following(user, page).await?;
        Ok((following, self.social.count_follows(user).await?))
    }

    /// Whom the user blocks, the newest first.
    pub async fn list_blocked(
        &self,
        user: &UserId,
        page: &PageRequest<RelatedUserKey>,
    ) -> Result<Page<RelatedUser, RelatedUserKey>, SocialError> {
        Ok(self.social.list_blocked(user, page).await?)
    }

    async fn know(&self, user: &UserId) -> Result<(), SocialError> {
        let found = self.users.find(user).await.map_err(Outage::from)?;
        found.map(|_| ()).ok_or(SocialError::UserUnknown)
    }
}
