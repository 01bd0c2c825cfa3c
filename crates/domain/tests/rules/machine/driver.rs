//! What drives broadcasts in tests: [`SessionTransitions`], the entry point that the services use, over the
//! adapters in memory. After each transition it checks the invariants.

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
    Attendance, AttendanceScope, EffectPolicy, MediaEvent, MediaNotification, NewSession, Phase,
    RoomSnapshot, Session, SessionTransitions, Timing, Transition,
};
use onair_domain::stream::{BroadcastState, SessionId, Stream, StreamPatch};
use onair_domain::user::UserId;
use onair_port_contracts::fixtures;

use crate::studio::run;

pub(crate) const TIMING: Timing = Timing {
    connect_timeout: Duration::from_mins(1),
    reconnect_grace: Duration::from_secs(30),
};
pub(crate) const LOOK: Duration = Duration::from_secs(2);

/// What a test drives: a broadcast as the store keeps it, and the time.
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

/// 0 is the host.
pub(crate) fn person(number: u8) -> Identity {
    match number % 4 {
        0 => Identity::of_user(&ada()),
        number => Identity::from_outside(format!("viewer-{number}")),
    }
}

pub(crate) fn connection(person: u8, number: u8) -> ConnectionId {
    ConnectionId::from_trusted(format!("PA_{}_{}", person % 4, number % 3))
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
            let kept = streams
                .upsert(&fixtures::a_stream(&ada()), &StreamPatch::default())
                .await;
            kept.unwrap().0
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
        self.take(&Input::GoLive(NewSession {
            id: SessionId::from_trusted(format!("session-{}", self.opened)),
            stream_id: self.stream.id.clone(),
            creator_id: ada(),
            title: self.stream.title.clone(),
            room_sid: room(0),
            started_at: self.now,
        }))
    }

    pub(crate) fn take(&mut self, input: &Input) -> Transition {
        self.take_all(std::slice::from_ref(input))
    }

    /// Applies inputs as one change.
    fn take_all(&mut self, inputs: &[Input]) -> Transition {
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
                let known = run(self.sessions.list_attendance(&session.id, &AttendanceScope::All));
                known.unwrap().into_iter().collect()
            }
        };
        transition
    }

    /// What holds after every transition.
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
                "the peak is the highest count there ever was"
            );
        }
        assert!(now.peak_viewers >= self.highest);
        self.highest = now.peak_viewers;
        assert!(now.total_viewers >= now.peak_viewers);
        assert!(
            now.viewers <= 3,
            "there are three viewers in all: {}",
            now.viewers
        );
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    pub(crate) fn notify(&mut self, event: MediaEvent) -> Transition {
        let sid = self
            .session
            .as_ref()
            .map_or(room(0), |session| session.room_sid.clone());
        self.take(&Input::Notification(self.notification(sid, event, 0)))
    }

    /// Applies what has piled up as one change.
    pub(crate) fn notify_all(&mut self, events: Vec<MediaEvent>) {
        let sid = self.session.as_ref().unwrap().room_sid.clone();
        let inputs: Vec<_> = events
            .into_iter()
            .map(|event| Input::Notification(self.notification(sid.clone(), event, 0)))
            .collect();
        self.take_all(&inputs);
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

    pub(crate) fn sight(&self, room: Option<RoomSid>, people: Vec<Participant>) -> Input {
        let session = self.session.as_ref();
        Input::Snapshot(RoomSnapshot {
            session: session.map_or(SessionId::from_trusted("none".to_owned()), |session| {
                session.id.clone()
            }),
            expected: session.map_or(RoomSid::from_trusted("none".to_owned()), |session| {
                session.room_sid.clone()
            }),
            room,
            participants: people,
        })
    }

    /// Looks into the room that the session has.
    pub(crate) fn look(&mut self, people: Vec<Participant>) -> Transition {
        let room = self.session.as_ref().map(|session| session.room_sid.clone());
        let sight = self.sight(room, people);
        self.take(&sight)
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

pub(crate) fn there(number: u8, by: u8, is_publishing: bool) -> Participant {
    Participant {
        identity: person(number),
        connection: connection(number, by),
        name: "Somebody".to_owned(),
        joined_at: fixtures::time(),
        is_publishing,
    }
}

pub(crate) fn joined(number: u8, by: u8) -> MediaEvent {
    MediaEvent::Joined {
        identity: person(number),
        connection: connection(number, by),
    }
}

pub(crate) fn published(by: u8) -> MediaEvent {
    MediaEvent::Published {
        identity: person(0),
        connection: connection(0, by),
    }
}

pub(crate) fn left(number: u8, by: u8) -> MediaEvent {
    MediaEvent::Left {
        identity: person(number),
        connection: connection(number, by),
    }
}
