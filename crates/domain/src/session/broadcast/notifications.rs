//! Processes notifications of the media server.

use super::BroadcastService;
use crate::error::Outage;
use crate::room::{Identity, RoomName};
use crate::session::machine::Input;
use crate::session::{MediaEvent, MediaNotification, Session};
use crate::stream::Stream;
use crate::token::{Restrictions, entry_denied};
use crate::user::UserId;

/// The result of processing notifications.
#[derive(Debug, Default)]
pub struct ProcessReport {
    /// The sessions that ended.
    pub ended: Vec<Session>,
    /// Participants who were removed because they may not be in the room.
    pub removed: Vec<(RoomName, Identity)>,
    /// Rooms without a session that were closed.
    pub closed: Vec<RoomName>,
    /// The first failure. The next poll corrects what the failed notifications would have changed.
    pub outage: Option<Outage>,
}

impl BroadcastService {
    /// Processes notifications in order; those of one room in one transition. Processing a notification again
    /// immediately changes nothing. If an old notification is repeated, the next poll corrects what it
    /// changed.
    pub async fn process(&self, notifications: &[MediaNotification]) -> ProcessReport {
        let mut report = ProcessReport::default();
        for of_room in by_room(notifications) {
            if let Err(outage) = self.process_room(&of_room, &mut report).await {
                report.outage = report.outage.or(Some(outage));
            }
        }
        report
    }

    /// Processes the notifications of one room.
    async fn process_room(
        &self,
        notifications: &[&MediaNotification],
        report: &mut ProcessReport,
    ) -> Result<(), Outage> {
        let Some(room) = notifications.first().map(|first| &first.room) else {
            return Ok(());
        };
        // A room whose name is not a user id belongs to another application.
        let Ok(host) = UserId::parse(room.as_str()) else {
            return Ok(());
        };
        let inputs = notifications
            .iter()
            .map(|notification| Input::Notification((*notification).clone()));
        let advance = self.advance(&host, &inputs.collect::<Vec<_>>()).await?;
        report.ended.extend(advance.ended);
        let arrivals = notifications
            .iter()
            .filter(|one| matches!(one.event, MediaEvent::RoomOpened | MediaEvent::Joined { .. }));
        let arrivals: Vec<_> = arrivals.map(|one| one.event.identity()).collect();
        if arrivals.is_empty() {
            return Ok(());
        }
        let Some(stream) = self.streams.find_by_creator(&host).await? else {
            return Ok(());
        };
        if let Some(session) = advance.open {
            let arrived: Vec<_> = arrivals.into_iter().flatten().collect();
            let removed = self.remove_denied(&session, &stream, &arrived).await?;
            report
                .removed
                .extend(removed.into_iter().map(|who| (room.clone(), who)));
        } else if self.close_stray_room(&host).await? {
            report.closed.push(room.clone());
        }
        Ok(())
    }

    /// Removes those of these participants who may not be in the session's room. Returns them.
    pub(in crate::session) async fn remove_denied(
        &self,
        session: &Session,
        stream: &Stream,
        participants: &[&Identity],
    ) -> Result<Vec<Identity>, Outage> {
        let is_host = |who: &Identity| who.as_str() == session.creator_id.as_str();
        let viewers = participants.iter().copied().filter(|who| !is_host(who)).cloned();
        let viewers: Vec<Identity> = viewers.collect();
        if viewers.is_empty() {
            return Ok(viewers);
        }
        let host = &session.creator_id;
        let denied = self.sessions.filter_denied(host, &session.id, &viewers).await?;
        let mut removed = Vec::new();
        for who in viewers {
            if denied.contains(&who) || entry_denied(stream, &who, Restrictions::default()).is_some() {
                self.media.remove_participant(&RoomName::of(host), &who).await?;
                removed.push(who);
            }
        }
        Ok(removed)
    }

    /// Returns those of these users who are suspended.
    pub(in crate::session) async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, Outage> {
        Ok(self.users.filter_suspended(users).await?)
    }
}

/// Groups notifications by room, in the order in which the rooms first appear.
fn by_room(notifications: &[MediaNotification]) -> Vec<Vec<&MediaNotification>> {
    let mut rooms: Vec<Vec<&MediaNotification>> = Vec::new();
    for notification in notifications {
        match rooms.iter_mut().find(|room| room[0].room == notification.room) {
            Some(room) => room.push(notification),
            None => rooms.push(vec![notification]),
        }
    }
    rooms
}
