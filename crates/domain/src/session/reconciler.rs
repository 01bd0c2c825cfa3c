//! [`Reconciler`]: compares what the media server has with what the store says, and repairs both.
//!
//! What the media server tells may be lost; what it has can be looked at. A round does that for every
//! open session and every room, and costs as much as there are live rooms. One server does it at a time.

mod plan;

use std::fmt;
use std::sync::Arc;

use self::plan::{Case, Plan};
use super::broadcast::BroadcastService;
use super::machine::{Input, MAX_NOTIFICATION_AGE};
use super::{EndReason, Session, Sight};
use crate::chat::ChatDelivery;
use crate::concurrency::run_bounded;
use crate::error::Outage;
use crate::ports::{
    Clock, CreatorApplications, MediaRooms, OpenSession, SessionRepository, StreamRepository,
};
use crate::room::{Identity, RoomName};
use crate::stream::RoomMetadata;
use crate::user::UserId;

/// How many rooms are looked into at once.
const LOOKS: usize = 8;

/// How many pending chat events are sent in one go.
const MAX_PENDING: usize = 500;

/// Something that was not as it should be, put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repair {
    /// A session's state was another than its room showed: nobody had told.
    StateCorrected(UserId),
    /// A session had no room; it has one again.
    RoomMade(UserId),
    /// A room had no session; it is closed.
    RoomClosed(UserId),
    /// Somebody was where they may not be, and is out.
    ParticipantRemoved(RoomName, Identity),
    /// A room told its people something old.
    RoomTold(UserId),
    /// A broadcast went on without permission, and is over.
    RevokedEnded(UserId),
    /// Chat events were pending, and were sent to their rooms.
    ChatSent(usize),
}

impl Repair {
    /// The kind, for logs and metrics.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StateCorrected(_) => "state_corrected",
            Self::RoomMade(_) => "room_made",
            Self::RoomClosed(_) => "room_closed",
            Self::ParticipantRemoved(..) => "participant_removed",
            Self::RoomTold(_) => "room_told",
            Self::RevokedEnded(_) => "revoked_ended",
            Self::ChatSent(_) => "chat_sent",
        }
    }

    /// Whose broadcast it was about, where it was about one.
    #[must_use]
    pub fn creator(&self) -> Option<&str> {
        match self {
            Self::StateCorrected(creator)
            | Self::RoomMade(creator)
            | Self::RoomClosed(creator)
            | Self::RoomTold(creator)
            | Self::RevokedEnded(creator) => Some(creator.as_str()),
            Self::ParticipantRemoved(room, _) => Some(room.as_str()),
            Self::ChatSent(_) => None,
        }
    }
}

/// What came of a look at everything.
#[derive(Debug, Default)]
pub struct Round {
    /// The sessions that ended by it.
    pub ended: Vec<Session>,
    /// What it put right.
    pub repairs: Vec<Repair>,
    /// How many sessions are open.
    pub live: usize,
    /// How many people watch them.
    pub viewers: u64,
    /// Why something (the last of those) could not be looked at or done, if any.
    pub fault: Option<Outage>,
}

/// Keeps sessions and rooms true to each other.
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
    /// Takes the ports that it uses, the service that changes broadcasts, and the delivery of chat.
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

    /// Looks at everything once. What can't be seen is not judged: a media server that is away ends
    /// nothing. One room that can't be looked into doesn't keep the others from it.
    pub async fn round(&self) -> Round {
        let mut round = Round::default();
        if let Err(outage) = self.retry_pending_chat(&mut round).await {
            round.fault = Some(outage);
        }
        match self.plan().await {
            Ok(plan) => self.carry_out(plan, &mut round).await,
            Err(outage) => round.fault = Some(outage),
        }
        round
    }

    async fn plan(&self) -> Result<Plan, Outage> {
        // The store first: a session that opens after this has its room, and is not missed in the list.
        let open = self.sessions.all_open().await?;
        let rooms = self.media.rooms().await?;
        let creators: Vec<_> = open.iter().map(|open| open.session.creator_id.clone()).collect();
        let approved = self.applications.approved_among(&creators).await?;
        let mut plan = Plan::of(open, rooms, &approved);
        if !plan.strangers.is_empty() {
            plan.strangers = self.streams.creators_among(&plan.strangers).await?;
        }
        Ok(plan)
    }

    async fn carry_out(&self, plan: Plan, round: &mut Round) {
        let cases = plan.cases.into_iter().map(|case| self.attend_to(case));
        let cases = run_bounded(LOOKS, cases).await;
        let strangers = plan.strangers.into_iter().map(|creator| self.close(creator));
        let strangers = run_bounded(LOOKS, strangers).await;
        for part in cases.into_iter().chain(strangers) {
            round.add(part);
        }
    }

    async fn close(&self, creator: UserId) -> Round {
        let mut part = Round::default();
        match self.broadcasts.close_stray_room(&creator).await {
            Ok(true) => part.repairs.push(Repair::RoomClosed(creator)),
            Ok(false) => {}
            Err(outage) => part.fault = Some(outage),
        }
        part
    }

    /// One session.
    async fn attend_to(&self, case: Case) -> Round {
        let mut part = Round::default();
        if let Err(outage) = self.attend(case, &mut part).await {
            part.fault = Some(outage);
        }
        part
    }

    async fn attend(&self, case: Case, part: &mut Round) -> Result<(), Outage> {
        let OpenSession { session, stream } = &case.open;
        let creator = &session.creator_id;
        if !case.is_approved {
            let reason = EndReason::CreatorRevoked;
            if let Some(ended) = self.broadcasts.stop(creator, reason, None).await? {
                part.ended.push(ended);
                part.repairs.push(Repair::RevokedEnded(creator.clone()));
            }
            return Ok(());
        }
        let name = RoomName::of(creator);
        let people = match &case.room {
            Some(_) => self.media.participants(&name).await?,
            None => Vec::new(),
        };
        let sight = Sight {
            session: session.id.clone(),
            expected: session.room_sid.clone(),
            room: case.room.as_ref().map(|room| room.sid.clone()),
            people: people.clone(),
        };
        let advance = self.broadcasts.advance(creator, &[Input::Seen(sight)]).await?;
        if advance.has_turned {
            part.repairs.push(Repair::StateCorrected(creator.clone()));
        }
        if advance.has_new_room {
            part.repairs.push(Repair::RoomMade(creator.clone()));
        }
        part.ended.extend(advance.ended);
        let Some(now_open) = advance.open else {
            return Ok(());
        };
        part.live = 1;
        part.viewers = now_open.viewers.into();
        let there: Vec<_> = people.iter().map(|person| &person.identity).collect();
        for who in self.broadcasts.send_out_barred(&now_open, stream, &there).await? {
            part.repairs.push(Repair::ParticipantRemoved(name.clone(), who));
        }
        if let Some(room) = &case.room
            && room.metadata.as_ref() != Some(&RoomMetadata::of(stream))
        {
            self.tell(creator).await?;
            part.repairs.push(Repair::RoomTold(creator.clone()));
        }
        Ok(())
    }

    /// Tells a room what the store says by now.
    async fn tell(&self, creator: &UserId) -> Result<(), Outage> {
        if let Some(stream) = self.streams.find_by_creator(creator).await? {
            let metadata = RoomMetadata::of(&stream);
            self.media
                .update_metadata(&RoomName::of(creator), &metadata)
                .await?;
        }
        Ok(())
    }

    /// Sends chat events that were due so long ago that nobody else does.
    async fn retry_pending_chat(&self, round: &mut Round) -> Result<(), Outage> {
        let delivered = self
            .chat
            .retry_pending(self.clock.now() - MAX_NOTIFICATION_AGE, MAX_PENDING)
            .await?;
        if delivered.sent > 0 {
            round.repairs.push(Repair::ChatSent(delivered.sent));
        }
        delivered.outage.map_or(Ok(()), Err)
    }
}

impl Round {
    fn add(&mut self, part: Self) {
        self.ended.extend(part.ended);
        self.repairs.extend(part.repairs);
        self.live += part.live;
        self.viewers += part.viewers;
        self.fault = part.fault.or(self.fault.take());
    }
}
