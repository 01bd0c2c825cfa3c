//! What the media server tells: kept first, answered, and then worked off.

use super::BroadcastService;
use crate::error::Outage;
use crate::session::machine::Input;
use crate::session::{Identity, MediaEvent, MediaReport, RoomName, Session};
use crate::stream::Stream;
use crate::token::{Standing, barred};
use crate::user::UserId;

/// What working reports off came to.
#[derive(Debug, Default)]
pub struct WorkedOff {
    /// The sessions that ended by it.
    pub ended: Vec<Session>,
    /// Who was sent out of a room again.
    pub removed: Vec<(RoomName, Identity)>,
    /// Rooms that nobody should have been in, closed.
    pub closed: Vec<RoomName>,
}

impl BroadcastService {
    /// Keeps a report, so that it isn't lost once its sender was told that it arrived. Tells whether it
    /// is new: one that was told before needs no more doing.
    pub async fn receive(&self, report: &MediaReport) -> Result<bool, Outage> {
        Ok(self.inbox.keep(report, self.clock.now()).await?)
    }

    /// Works off kept reports, in their order. Those that can't be are left in the inbox, and the
    /// first reason is returned beside what was done.
    pub async fn work_off(&self, reports: &[MediaReport]) -> (WorkedOff, Option<Outage>) {
        let (mut done, mut fault) = (WorkedOff::default(), None);
        let mut settled = Vec::with_capacity(reports.len());
        for told in by_room(reports) {
            match self.take_in(&told, &mut done).await {
                Ok(()) => settled.extend(told.into_iter().map(|report| report.id.clone())),
                Err(outage) => fault = fault.or(Some(outage)),
            }
        }
        if let Err(error) = self.inbox.settle(&settled).await {
            fault = fault.or(Some(error.into()));
        }
        (done, fault)
    }

    /// Reports about one room.
    async fn take_in(&self, told: &[&MediaReport], done: &mut WorkedOff) -> Result<(), Outage> {
        let Some(room) = told.first().map(|report| &report.room) else {
            return Ok(());
        };
        // A room that is nobody's is none of ours.
        let Ok(host) = UserId::parse(room.as_str()) else {
            return Ok(());
        };
        let inputs: Vec<_> = told.iter().map(|report| Input::Told((*report).clone())).collect();
        let advance = self.advance(&host, &inputs).await?;
        done.ended.extend(advance.ended);
        let arrivals = told
            .iter()
            .filter(|report| matches!(report.event, MediaEvent::RoomOpened | MediaEvent::Joined { .. }));
        let arrivals: Vec<_> = arrivals.map(|report| report.event.who()).collect();
        if arrivals.is_empty() {
            return Ok(());
        }
        let Some(stream) = self.streams.find_by_creator(&host).await? else {
            return Ok(());
        };
        if let Some(session) = advance.open {
            let arrived: Vec<_> = arrivals.into_iter().flatten().collect();
            let sent_out = self.send_out_barred(&session, &stream, &arrived).await?;
            done.removed
                .extend(sent_out.into_iter().map(|who| (room.clone(), who)));
        } else if self.close_stray_room(&host).await? {
            done.closed.push(room.clone());
        }
        Ok(())
    }

    /// Sends out whoever of these people in a session's room may not be there. Returns who that was.
    pub(in crate::session) async fn send_out_barred(
        &self,
        session: &Session,
        stream: &Stream,
        people: &[&Identity],
    ) -> Result<Vec<Identity>, Outage> {
        let is_host = |who: &Identity| who.as_str() == session.creator_id.as_str();
        let viewers = people.iter().copied().filter(|who| !is_host(who)).cloned();
        let viewers: Vec<Identity> = viewers.collect();
        if viewers.is_empty() {
            return Ok(viewers);
        }
        let excluded = self.sessions.excluded_among(&session.id, &viewers).await?;
        let users: Vec<_> = viewers.iter().filter_map(Identity::user_id).collect();
        let blocked = self.social.blocked_among(&session.creator_id, &users).await?;
        let mut sent_out = Vec::new();
        for who in viewers {
            let standing = Standing {
                is_blocked: who.user_id().is_some_and(|user| blocked.contains(&user)),
                is_excluded: excluded.contains(&who),
            };
            if barred(stream, &who, standing).is_some() {
                let room = RoomName::of(&session.creator_id);
                self.media.remove_participant(&room, &who).await?;
                sent_out.push(who);
            }
        }
        Ok(sent_out)
    }
}

/// Rooms in the order in which they come up, each with its reports in theirs.
fn by_room(reports: &[MediaReport]) -> Vec<Vec<&MediaReport>> {
    let mut rooms: Vec<Vec<&MediaReport>> = Vec::new();
    for report in reports {
        match rooms.iter_mut().find(|room| room[0].room == report.room) {
            Some(room) => room.push(report),
            None => rooms.push(vec![report]),
        }
    }
    rooms
}
