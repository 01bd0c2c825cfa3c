//! Who is in a room, as its host sees them, and how the host sends somebody out.

use super::{BroadcastError, BroadcastService};
use crate::error::Outage;
use crate::page::{Page, PageRequest};
use crate::room::{Identity, Participant, RoomName};
use crate::user::UserId;

/// Somebody watching, as the host sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomViewer {
    /// Their place in the room.
    pub participant: Participant,
    /// Whether they follow the host.
    pub is_follower: bool,
}

impl BroadcastService {
    /// Who is in the caller's room, the caller not among them, by identity.
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
        let mut there = self
            .media
            .list_participants(&RoomName::of(creator))
            .await
            .map_err(Outage::from)?;
        there.retain(|participant| {
            let is_after = page
                .after
                .as_ref()
                .is_none_or(|after| participant.identity > *after);
            is_after && participant.identity.as_str() != creator.as_str()
        });
        there.sort_by(|a, b| a.identity.cmp(&b.identity));
        there.truncate(page.limit.get() + 1);
        let users: Vec<_> = there
            .iter()
            .filter_map(|participant| UserId::parse(participant.identity.as_str()).ok())
            .collect();
        let followers = self
            .social
            .filter_followers(creator, &users)
            .await
            .map_err(Outage::from)?;
        let viewers = there
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

    /// Removes somebody from the caller's room, and keeps them out for the rest of the session.
    /// Fine when they are not there; without effect while offline.
    ///
    /// The store first, so that no token is given to them once the media server has let them go.
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
