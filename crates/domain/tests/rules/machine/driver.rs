//! Drives a broadcast in tests through [`SessionTransitions`], which the services use too, on the memory adapters.
//! Checks the invariants after each transition.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onair_adapters_memory::{
    FixedClock, MemorySessionRepository, MemoryStore, MemoryStreamRepository, MemoryUserDirectory,
};
use onair_domain::Timestamp;
use onair_domain::ports::{SessionRepository as _, StreamRepository as _, UserDirectory as _};
use onair_domain::room::{ConnectionId, Identity, Participant, RoomName, RoomSid};
use onair_domain::session::machine::{Effect, Input};
use onair_domain::session::{
    Attendance, AttendanceScope, EffectPolicy, MediaEvent, MediaNotification, NewSession, Phase, Presence,
    RoomSnapshot, Session, SessionTransitions, Timing, Transition,
};
use onair_domain::stream::{BroadcastState, SessionId, Stream, StreamPatch};
use onair_domain::user::UserId;
use onair_port_contracts::fixtures;

use crate::services::run;

pub(crate) const TIMING: Timing = Timing {
    connect_timeout: Duration::from_mins(1),
    reconnect_grace: Duration::from_secs(30),
};
pub(crate) const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// A stored broadcast and the time.
pub(crate) struct Driver {
    pub(crate) session: Option<Session>,
    pub(crate) attendance: BTreeMap<Identity, Attendance>,
    pub(crate) now: Timestamp,
    opened: u32,
    highest: u32,
    stream: Stream,
    sessions: MemorySessionRepository,
    clock: Arc<FixedClock>,
    transitions: SessionTransitions,
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

pub(crate) fn ada() -> UserId {
    fixtures::user_id("ada")
}

/// 0 is the host, 1 to 3 are viewers.
pub(crate) fn identity(number: u8) -> Identity {
    match number % 4 {
        0 => Identity::of_user(&ada()),
        number => Identity::from_outside(format!("viewer-{number}")),
    }
}

pub(crate) fn connection(identity: u8, number: u8) -> ConnectionId {
    ConnectionId::from_trusted(format!("PA_{}_{}", identity % 4, number % 3))
}

pub(crate) fn room(number: u8) -> RoomSid {
    RoomSid::from_trusted(format!("RM_{}", number % 3))
}

impl Driver {
    pub(crate) fn new() -> Self {
        let store = MemoryStore::new();
        let stream = run(async {
            let users = MemoryUserDirectory::new(store.clone());
            users
                .upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time())
                .await
                .unwrap();
            let streams = MemoryStreamRepository::new(store.clone());
            let upserted = streams
                .upsert(&fixtures::a_stream(&ada()), &StreamPatch::default())
                .await;
            upserted.unwrap().0
        });
        let sessions = MemorySessionRepository::new(store);
        let clock = Arc::new(FixedClock::at(fixtures::time()));
        let transitions = SessionTransitions::new(Arc::new(sessions.clone()), clock.clone(), TIMING);
        Self {
            session: None,
            attendance: BTreeMap::new(),
            now: fixtures::time(),
            opened: 0,
            highest: 0,
            stream,
            sessions,
            clock,
            transitions,
        }
    }

    pub(crate) fn live() -> Self {
        let mut driver = Self::new();
        driver.go_live();
        driver
    }

    pub(crate) fn go_live(&mut self) -> Transition {
        self.opened += 1;
        self.apply(&Input::GoLive(NewSession {
            id: SessionId::from_trusted(format!("session-{}", self.opened)),
            stream_id: self.stream.id.clone(),
            creator_id: ada(),
            title: self.stream.title.clone(),
            room_sid: room(0),
            started_at: self.now,
        }))
    }

    pub(crate) fn apply(&mut self, input: &Input) -> Transition {
        self.apply_all(std::slice::from_ref(input))
    }

    /// Applies inputs as one change.
    fn apply_all(&mut self, inputs: &[Input]) -> Transition {
        self.clock.set(self.now);
        let allow = EffectPolicy::Allow;
        let transition = run(self.transitions.apply(&ada(), inputs, None, allow)).unwrap();
        assert!(!transition.is_deferred);
        self.check(&transition, inputs.len() == 1);
        self.session = run(self.sessions.find_open(&ada())).unwrap();
        assert_eq!(self.session, transition.open);
        self.attendance = match &self.session {
            None => BTreeMap::new(),
            Some(session) => {
                let everybody = AttendanceScope::Only((0..4).map(identity).collect());
                let stored = run(self.sessions.list_attendance(&session.id, &everybody));
                stored.unwrap().into_iter().collect()
            }
        };
        self.check_counts();
        transition
    }

    /// Asserts the invariants of every transition.
    fn check(&mut self, transition: &Transition, is_single: bool) {
        let before = self.session.as_ref();
        assert_eq!(transition.before.as_ref(), before);
        assert_eq!(
            transition.ended.is_some(),
            before.is_some() && transition.open.is_none()
        );
        if let Some(ended) = &transition.ended {
            let before = before.unwrap();
            assert_eq!((&ended.id, ended.started_at), (&before.id, before.started_at));
            assert!(matches!(ended.phase, Phase::Ended { at, .. } if at >= ended.started_at));
            assert_eq!((ended.viewers, ended.peak_viewers), (0, before.peak_viewers));
            assert_eq!(ended.total_viewers, before.total_viewers);
            assert_eq!(transition.effect, Some(Effect::CloseRoom));
        }
        let Some(now) = &transition.open else {
            return;
        };
        assert!(now.is_open());
        self.highest = match before {
            Some(before) => {
                assert_eq!((&now.id, now.started_at), (&before.id, before.started_at));
                assert!(now.total_viewers >= before.total_viewers);
                self.highest.max(now.viewers)
            }
            None => now.viewers,
        };
        if is_single {
            assert_eq!(
                now.peak_viewers, self.highest,
                "the peak is the highest count so far"
            );
        }
        assert!(now.peak_viewers >= self.highest);
        self.highest = now.peak_viewers;
        assert!(now.total_viewers >= now.peak_viewers);
        assert!(now.viewers <= 3, "there are only three viewers: {}", now.viewers);
    }

    /// Asserts that the counts are those of the stored attendance, however little of it a transition reads.
    fn check_counts(&self) {
        let Some(session) = &self.session else {
            return;
        };
        let viewers = self.attendance.iter().filter(|(who, _)| **who != identity(0));
        let present = viewers
            .clone()
            .filter(|(_, attendance)| attendance.presence == Presence::Present);
        assert_eq!(session.viewers as usize, present.count());
        assert_eq!(session.total_viewers as usize, viewers.count());
    }

    pub(crate) fn advance(&mut self, time: Duration) {
        self.now += time;
    }

    pub(crate) fn notify(&mut self, event: MediaEvent) -> Transition {
        let sid = self
            .session
            .as_ref()
            .map_or(room(0), |session| session.room_sid.clone());
        self.apply(&Input::Notification(self.notification(sid, event, 0)))
    }

    /// Applies notifications as one change.
    pub(crate) fn notify_all(&mut self, events: Vec<MediaEvent>) {
        let sid = self.session.as_ref().unwrap().room_sid.clone();
        let inputs: Vec<_> = events
            .into_iter()
            .map(|event| Input::Notification(self.notification(sid.clone(), event, 0)))
            .collect();
        self.apply_all(&inputs);
    }

    pub(crate) fn notification(&self, sid: RoomSid, event: MediaEvent, age: u8) -> MediaNotification {
        let at = self.now - Duration::from_secs(age.into());
        MediaNotification {
            room: RoomName::of(&ada()),
            sid,
            at: Timestamp::from_timestamp(at.timestamp(), 0),
            event,
        }
    }

    pub(crate) fn snapshot(&self, room: Option<RoomSid>, participants: Vec<Participant>) -> Input {
        let session = self.session.as_ref();
        Input::Snapshot(RoomSnapshot {
            session: session.map_or(SessionId::from_trusted("none".to_owned()), |session| {
                session.id.clone()
            }),
            expected: session.map_or(RoomSid::from_trusted("none".to_owned()), |session| {
                session.room_sid.clone()
            }),
            room,
            participants,
        })
    }

    /// Applies a poll of the session's own room.
    pub(crate) fn poll(&mut self, participants: Vec<Participant>) -> Transition {
        let room = self.session.as_ref().map(|session| session.room_sid.clone());
        let snapshot = self.snapshot(room, participants);
        self.apply(&snapshot)
    }

    pub(crate) fn state(&self) -> BroadcastState {
        self.session
            .as_ref()
            .map_or(BroadcastState::Offline, Session::state)
    }

    pub(crate) fn viewers(&self) -> u32 {
        self.session.as_ref().map_or(0, |session| session.viewers)
    }
}

pub(crate) fn participant(number: u8, connection_number: u8, is_publishing: bool) -> Participant {
    Participant {
        identity: identity(number),
        connection: connection(number, connection_number),
        name: "Name".to_owned(),
        joined_at: fixtures::time(),
        is_publishing,
    }
}

pub(crate) fn joined(number: u8, connection_number: u8) -> MediaEvent {
    MediaEvent::Joined {
        identity: identity(number),
        connection: connection(number, connection_number),
    }
}

pub(crate) fn published(connection_number: u8) -> MediaEvent {
    MediaEvent::Published {
        identity: identity(0),
        connection: connection(0, connection_number),
    }
}

pub(crate) fn left(number: u8, connection_number: u8) -> MediaEvent {
    MediaEvent::Left {
        identity: identity(number),
        connection: connection(number, connection_number),
    }
}
