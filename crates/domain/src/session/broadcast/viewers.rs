//! The viewers in a host's room, and their removal by the host.

use super::{BroadcastError, BroadcastService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::room::{Identity, Participant, RoomName};
use crate::user::UserId;

/// A viewer, as the host sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomViewer {
    /// The viewer as a participant of the room.
    pub participant: Participant,
    /// Whether they follow the host.
    pub is_follower: bool,
}

impl BroadcastService {
    /// Lists the viewers in the caller's room, ordered by identity. Empty while the stream is offline.
    pub async fn list_viewers(
        &self,
        creator: &UserId,
        page: &PageRequest<Identity>,
    ) -> Result<Page<RoomViewer, Identity>, BroadcastError> {
        self.creators.require_approved(creator).await?;
        if self
            .sessions
            .find_open(creator)
            .await
            .map_err(Outage::from)?
            .is_none()
        {
            return Ok(Page {
                items: Vec::new(),
                next: None,
            });
        }
        let mut participants = self
            .media
            .list_participants(&RoomName::of(creator))
            .await
            .map_err(Outage::from)?;
        participants.retain(|participant| {
            let is_after = page
                .after
                .as_ref()
                .is_none_or(|after| participant.identity > *after);
            is_after && participant.identity.as_str() != creator.as_str()
        });
        participants.sort_by(|a, b| a.identity.cmp(&b.identity));
        participants.truncate(page.limit.get() + 1);
        let users: Vec<_> = participants
            .iter()
            .filter_map(|participant| UserId::parse(participant.identity.as_str()).ok())
            .collect();
        let followers = self
            .social
            .filter_followers(creator, &users)
            .await
            .map_err(Outage::from)?;
        let viewers = participants
            .into_iter()
            .map(|participant| {
                let is_follower = followers
                    .iter()
                    .any(|id| id.as_str() == participant.identity.as_str());
                RoomViewer {
                    participant,
                    is_follower,
                }
            })
            .collect();
        Ok(Page::from_rows(viewers, page.limit, |viewer| {
            viewer.participant.identity.clone()
        }))
    }

    /// Removes a viewer from the caller's room and excludes them for the rest of the session. Succeeds if
    /// they are not in the room; does nothing while the stream is offline.
    ///
    /// The exclusion is stored first, so that the viewer gets no new token after the media server has
    /// disconnected them.
    pub async fn remove_viewer(&self, creator: &UserId, viewer: &Identity) -> Result<(), BroadcastError> {
        if viewer.as_str() == creator.as_str() {
            return Err(BroadcastError::SelfReference);
        }
        self.creators.require_approved(creator).await?;
        if self
            .streams
            .find_by_creator(creator)
            .await
            .map_err(Outage::from)?
            .is_none()
        {
            return Err(BroadcastError::StreamUnknown);
        }
        if !viewer.is_valid() {
            return Ok(());
        }
        if let Some(session) = self.sessions.find_open(creator).await.map_err(Outage::from)? {
            self.sessions
                .exclude(&session.id, viewer, self.clock.now())
                .await
                .map_err(Outage::from)?;
            self.media
                .remove_participant(&RoomName::of(creator), viewer)
                .await
                .map_err(Outage::from)?;
        }
        Ok(())
    }
}
