//! [`Reconciler`]: compares the sessions of the store with the rooms of the media server and repairs
//! differences.
//!
//! Notifications of the media server may be lost, so all rooms are polled. One cycle reads every open session
//! and every room, so its cost grows with the number of live streams. One server at a time runs it.

mod plan;

use std::fmt;
use std::sync::Arc;

use strum_macros::{IntoStaticStr, VariantArray};

use self::plan::{Case, Plan};
use super::broadcast::BroadcastService;
use super::machine::{Input, MAX_NOTIFICATION_AGE};
use super::{EndReason, RoomSnapshot, Session};
use crate::chat::ChatDelivery;
use crate::concurrency::run_bounded;
use crate::error::Outage;
use crate::ports::{
    Clock, CreatorApplications, MediaRooms, OpenSession, SessionRepository, StreamRepository,
};
use crate::room::{Identity, RoomName};
use crate::stream::RoomMetadata;
use crate::user::UserId;

/// The number of rooms that are polled concurrently.
const MAX_CONCURRENT_POLLS: usize = 8;

/// The maximum number of pending chat events that are sent in one cycle.
const MAX_PENDING: usize = 500;

/// A difference that was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// The state of a session did not match its room.
    StateCorrected(UserId),
    /// A session had no room; it was created.
    RoomCreated(UserId),
    /// A creator's room had no session; it was closed.
    RoomClosed(UserId),
    /// A participant who may not be in the room was removed.
    ParticipantRemoved(RoomName, Identity),
    /// A room had outdated metadata; it was updated.
    MetadataPushed(UserId),
    /// A creator without permission was live; the session was ended.
    RevokedEnded(UserId),
    /// A suspended creator was live; the session was ended.
    SuspendedEnded(UserId),
    /// Pending chat events were sent; the number of them.
    ChatSent(usize),
}

/// The kind of a repair, for logs and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(crate = "crate::names", serialize_all = "snake_case")]
#[expect(missing_docs, reason = "see the variants of Repair")]
pub enum RepairKind {
    StateCorrected,
    RoomCreated,
    RoomClosed,
    ParticipantRemoved,
    MetadataPushed,
    RevokedEnded,
    SuspendedEnded,
    ChatSent,
}

impl Repair {
    /// The name of the kind of this repair.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        let kind = match self {
            Self::StateCorrected(_) => RepairKind::StateCorrected,
            Self::RoomCreated(_) => RepairKind::RoomCreated,
            Self::RoomClosed(_) => RepairKind::RoomClosed,
            Self::ParticipantRemoved(..) => RepairKind::ParticipantRemoved,
            Self::MetadataPushed(_) => RepairKind::MetadataPushed,
            Self::RevokedEnded(_) => RepairKind::RevokedEnded,
            Self::SuspendedEnded(_) => RepairKind::SuspendedEnded,
            Self::ChatSent(_) => RepairKind::ChatSent,
        };
        kind.into()
    }

    /// The creator whose room or session was repaired; `None` for repairs that affect several.
    #[must_use]
    pub fn creator(&self) -> Option<&str> {
        match self {
            Self::StateCorrected(creator)
            | Self::RoomCreated(creator)
            | Self::RoomClosed(creator)
            | Self::MetadataPushed(creator)
            | Self::RevokedEnded(creator)
            | Self::SuspendedEnded(creator) => Some(creator.as_str()),
            Self::ParticipantRemoved(room, _) => Some(room.as_str()),
            Self::ChatSent(_) => None,
        }
    }
}

/// The result of one cycle.
#[derive(Debug, Default)]
pub struct ReconcileReport {
    /// The sessions that were ended.
    pub ended: Vec<Session>,
    /// The differences that were corrected.
    pub repairs: Vec<Repair>,
    /// The number of open sessions.
    pub live: usize,
    /// The number of viewers of all sessions.
    pub viewers: u64,
    /// Whether the open sessions and the rooms could be listed. If not, nothing was compared.
    pub has_listed: bool,
    /// The last failure that prevented a poll or a repair.
    pub outage: Option<Outage>,
}

/// Compares sessions with rooms and repairs differences.
#[derive(Clone)]
pub struct Reconciler {
    sessions: Arc<dyn SessionRepository>,
    streams: Arc<dyn StreamRepository>,
    applications: Arc<dyn CreatorApplications>,
    media: Arc<dyn MediaRooms>,
    clock: Arc<dyn Clock>,
    broadcasts: BroadcastService,
    chat: ChatDelivery,
}

impl fmt::Debug for Reconciler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconciler")
            .field("broadcasts", &self.broadcasts)
            .finish_non_exhaustive()
    }
}

impl Reconciler {
    /// Takes the ports that it uses, the service that changes broadcasts, and the delivery of chat events.
    #[must_use]
    pub fn new(
        sessions: Arc<dyn SessionRepository>,
        streams: Arc<dyn StreamRepository>,
        applications: Arc<dyn CreatorApplications>,
        media: Arc<dyn MediaRooms>,
        clock: Arc<dyn Clock>,
        broadcasts: BroadcastService,
        chat: ChatDelivery,
    ) -> Self {
        Self {
            sessions,
            streams,
            applications,
            media,
            clock,
            broadcasts,
            chat,
        }
    }

    /// Runs one cycle. If the media server does not answer, no session is ended. A room that cannot be polled
    /// does not delay others.
    pub async fn reconcile_once(&self) -> ReconcileReport {
        let mut report = ReconcileReport::default();
        if let Err(outage) = self.retry_pending_chat(&mut report).await {
            report.outage = Some(outage);
        }
        match self.plan().await {
            Ok(plan) => {
                report.has_listed = true;
                self.carry_out(plan, &mut report).await;
            }
            Err(outage) => report.outage = Some(outage),
        }
        report
    }

    async fn plan(&self) -> Result<Plan, Outage> {
        // The store is read first, so that the room of each session that was read is in the list of rooms.
        let open = self.sessions.list_open().await?;
        let rooms = self.media.list_rooms().await?;
        let creators: Vec<_> = open.iter().map(|open| open.session.creator_id.clone()).collect();
        let approved = self.applications.filter_approved(&creators).await?;
        let suspended = self.broadcasts.filter_suspended(&creators).await?;
        let mut plan = Plan::of(open, rooms, &approved, &suspended);
        if !plan.stray_rooms.is_empty() {
            plan.stray_rooms = self.streams.filter_creators(&plan.stray_rooms).await?;
        }
        Ok(plan)
    }

    async fn carry_out(&self, plan: Plan, report: &mut ReconcileReport) {
        let cases = plan.cases.into_iter().map(|case| self.reconcile_session(case));
        let cases = run_bounded(MAX_CONCURRENT_POLLS, cases).await;
        let stray = plan.stray_rooms.into_iter().map(|creator| self.close(creator));
        let stray = run_bounded(MAX_CONCURRENT_POLLS, stray).await;
        for part in cases.into_iter().chain(stray) {
            report.add(part);
        }
    }

    async fn close(&self, creator: UserId) -> ReconcileReport {
        let mut part = ReconcileReport::default();
        match self.broadcasts.close_stray_room(&creator).await {
            Ok(true) => part.repairs.push(Repair::RoomClosed(creator)),
            Ok(false) => {}
            Err(outage) => part.outage = Some(outage),
        }
        part
    }

    /// Polls one session's room and repairs the differences.
    async fn reconcile_session(&self, case: Case) -> ReconcileReport {
        let mut part = ReconcileReport::default();
        if let Err(outage) = self.repair(case, &mut part).await {
            part.outage = Some(outage);
        }
        part
    }

    async fn repair(&self, case: Case, part: &mut ReconcileReport) -> Result<(), Outage> {
        let OpenSession { session, stream } = &case.open;
        let creator = &session.creator_id;
        let end = if case.is_suspended {
            Some((EndReason::StoppedByAdmin, Repair::SuspendedEnded(creator.clone())))
        } else if case.is_approved {
            None
        } else {
            Some((EndReason::CreatorRevoked, Repair::RevokedEnded(creator.clone())))
        };
        if let Some((reason, repair)) = end {
            if let Some(ended) = self.broadcasts.stop(creator, reason, None).await? {
                part.ended.push(ended);
                part.repairs.push(repair);
            }
            return Ok(());
        }
        let name = RoomName::of(creator);
        let participants = match &case.room {
            Some(_) => self.media.list_participants(&name).await?,
            None => Vec::new(),
        };
        let snapshot = RoomSnapshot {
            session: session.id.clone(),
            expected: session.room_sid.clone(),
            room: case.room.as_ref().map(|room| room.sid.clone()),
            participants: participants.clone(),
        };
        let advance = self
            .broadcasts
            .advance(creator, &[Input::Snapshot(snapshot)])
            .await?;
        if advance.has_changed_state {
            part.repairs.push(Repair::StateCorrected(creator.clone()));
        }
        if advance.has_new_room {
            part.repairs.push(Repair::RoomCreated(creator.clone()));
        }
        part.ended.extend(advance.ended);
        let Some(now_open) = advance.open else {
            return Ok(());
        };
        part.live = 1;
        part.viewers = now_open.viewers.into();
        let identities: Vec<_> = participants
            .iter()
            .map(|participant| &participant.identity)
            .collect();
        for who in self
            .broadcasts
            .remove_denied(&now_open, stream, &identities)
            .await?
        {
            part.repairs.push(Repair::ParticipantRemoved(name.clone(), who));
        }
        if let Some(room) = &case.room
            && room.metadata.as_ref() != Some(&RoomMetadata::of(stream))
        {
            self.push_metadata(creator).await?;
            part.repairs.push(Repair::MetadataPushed(creator.clone()));
        }
        Ok(())
    }

    /// Updates a room's metadata to the settings in the store.
    async fn push_metadata(&self, creator: &UserId) -> Result<(), Outage> {
        if let Some(stream) = self.streams.find_by_creator(creator).await? {
            let metadata = RoomMetadata::of(&stream);
            self.media
                .update_metadata(&RoomName::of(creator), &metadata)
                .await?;
        }
        Ok(())
    }

    /// Sends chat events that are so long overdue that no other server is going to send them.
    async fn retry_pending_chat(&self, report: &mut ReconcileReport) -> Result<(), Outage> {
        let delivered = self
            .chat
            .retry_pending(self.clock.now() - MAX_NOTIFICATION_AGE, MAX_PENDING)
            .await?;
        if delivered.sent > 0 {
            report.repairs.push(Repair::ChatSent(delivered.sent));
        }
        delivered.outage.map_or(Ok(()), Err)
    }
}

impl ReconcileReport {
    fn add(&mut self, part: Self) {
        self.ended.extend(part.ended);
        self.repairs.extend(part.repairs);
        self.live += part.live;
        self.viewers += part.viewers;
        self.outage = part.outage.or(self.outage.take());
    }
}
