//! What the media server tells: kept first, answered, and then worked off.

use super::BroadcastService;
use crate::error::Outage;
use crate::ports::OpenSession;
use crate::session::machine::{FRESH, Input};
use crate::session::{Identity, MediaEvent, MediaReport, Participant, RoomName, Session};
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
        let now = self.clock.now();
        let arrivals = told.iter().filter(|report| {
            let is_late = report
                .at
                .is_some_and(|at| (now - at).to_std().is_ok_and(|late| late > FRESH * 2));
            !is_late && matches!(report.event, MediaEvent::RoomOpened | MediaEvent::Joined { .. })
        });
        let arrivals: Vec<_> = arrivals.collect();
        if arrivals.is_empty() {
            return Ok(());
        }
        let Some(stream) = self.streams.find_by_creator(&host).await? else {
            return Ok(());
        };
        let Some(session) = advance.open else {
            if self.close_stray_room(&host).await? {
                done.closed.push(room.clone());
            }
            return Ok(());
        };
        let open = OpenSession { session, stream };
        let arrived: Vec<_> = arrivals.iter().filter_map(|report| report.event.who()).collect();
        for who in self.barred_among(&open, &arrived).await? {
            self.media.remove_participant(room, &who).await?;
            done.removed.push((room.clone(), who));
        }
        Ok(())
    }

    /// Who of these may not be in an open session's room.
    async fn barred_among(&self, open: &OpenSession, people: &[&Identity]) -> Result<Vec<Identity>, Outage> {
        let OpenSession { session, stream } = open;
        let viewers: Vec<Identity> = people
            .iter()
            .filter(|who| who.as_str() != session.creator_id.as_str())
            .map(|who| (*who).clone())
            .collect();
        if viewers.is_empty() {
            return Ok(Vec::new());
        }
        let excluded = self.sessions.excluded_among(&session.id, &viewers).await?;
        let users: Vec<_> = viewers.iter().filter_map(Identity::user_id).collect();
        let blocked = self.social.blocked_among(&session.creator_id, &users).await?;
        Ok(viewers
            .into_iter()
            .filter(|who| {
                let standing = Standing {
                    is_blocked: who.user_id().is_some_and(|user| blocked.contains(&user)),
                    is_excluded: excluded.contains(who),
                };
                barred(stream, who, standing).is_some()
            })
            .collect())
    }

    /// Sends out whoever may not be in a room, by who was seen there. Returns who that was.
    pub(in crate::session) async fn send_out_barred(
        &self,
        session: &Session,
        stream: &Stream,
        there: &[Participant],
    ) -> Result<Vec<Identity>, Outage> {
        let open = OpenSession {
            session: session.clone(),
            stream: stream.clone(),
        };
        let people: Vec<_> = there.iter().map(|person| &person.identity).collect();
        let barred = self.barred_among(&open, &people).await?;
        let room = RoomName::of(&session.creator_id);
        for who in &barred {
            self.media.remove_participant(&room, who).await?;
        }
        Ok(barred)
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
