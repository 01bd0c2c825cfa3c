//! What drives the live state machine in tests, as the service does it, and holds after each step what
//! must hold after every one.

use std::collections::BTreeMap;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::session::machine::{self, Broadcast, Effect, Input, Live, Step};
use onair_domain::session::{
    Attendance, Attendances, Attendants, BroadcastState, ConnectionId, EventId, Identity, MediaEvent,
    MediaReport, NewSession, Participant, Phase, RoomName, RoomSid, Session, SessionId, Sight, Timing,
};
use onair_domain::user::UserId;
use onair_port_contracts::given;

pub(crate) const TIMING: Timing = Timing {
    to_connect: Duration::from_mins(1),
    grace: Duration::from_secs(30),
};
pub(crate) const LOOK: Duration = Duration::from_secs(2);

/// What a test drives: a broadcast as a store keeps it, and the time.
#[derive(Clone)]
pub(crate) struct Driver {
    pub(crate) session: Option<Session>,
    pub(crate) attendance: BTreeMap<Identity, Attendance>,
    pub(crate) now: Timestamp,
    pub(crate) sessions: u32,
    pub(crate) highest: u32,
}

pub(crate) fn ada() -> UserId {
    given::user_id("ada")
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
        Self {
            session: None,
            attendance: BTreeMap::new(),
            now: given::time(),
            sessions: 0,
            highest: 0,
        }
    }

    pub(crate) fn live() -> Self {
        let mut driver = Self::new();
        driver.go_live();
        driver
    }

    pub(crate) fn go_live(&mut self) -> Step {
        self.sessions += 1;
        let stream = given::a_stream(&ada());
        self.take(&Input::GoLive(NewSession {
            id: SessionId::from_trusted(format!("session-{}", self.sessions)),
            stream_id: stream.id,
            creator_id: ada(),
            title: stream.title,
            room_sid: room(0),
            started_at: self.now,
        }))
    }

    /// As the service does it: reads what the machine has to know, and writes what it says.
    pub(crate) fn take(&mut self, input: &Input) -> Step {
        let before = self.read(std::slice::from_ref(input));
        let step = machine::step(before, input, self.now, &TIMING);
        self.check(&step);
        match step.after.clone() {
            Broadcast::Offline => {
                self.session = None;
                self.attendance.clear();
            }
            Broadcast::Live(live) => self.write(*live),
        }
        step
    }

    fn read(&self, inputs: &[Input]) -> Broadcast {
        let Some(session) = self.session.clone() else {
            return Broadcast::Offline;
        };
        let concerned = machine::concerned(&ada(), inputs);
        let is_known = |who: &Identity| match &concerned {
            Attendants::All => true,
            Attendants::These(people) => people.contains(who),
        };
        let known = self.attendance.iter().filter(|(who, _)| is_known(who));
        let known: Vec<_> = known.map(|(who, known)| (who.clone(), known.clone())).collect();
        let attendances = Attendances::kept(person(0), known, concerned == Attendants::All);
        Broadcast::Live(Box::new(Live::of(session, attendances).unwrap()))
    }

    fn write(&mut self, live: Live) {
        let (session, attendances) = live.into_parts();
        self.attendance.extend(attendances.into_changed());
        self.session = Some(session);
    }

    /// What holds after every step.
    pub(crate) fn check(&mut self, step: &Step) {
        let before = self.session.as_ref();
        assert_eq!(
            step.ended.is_some(),
            before.is_some() && step.after == Broadcast::Offline
        );
        if let Some(ended) = &step.ended {
            let before = before.unwrap();
            assert_eq!((&ended.id, ended.started_at), (&before.id, before.started_at));
            assert!(matches!(ended.phase, Phase::Ended { at, .. } if at >= ended.started_at));
            assert_eq!((ended.viewers, ended.peak_viewers), (0, before.peak_viewers));
            assert_eq!(ended.total_viewers, before.total_viewers);
            assert_eq!(step.effect, Some(Effect::CloseRoom));
        }
        let Broadcast::Live(live) = &step.after else {
            return;
        };
        let now = live.session();
        assert!(now.is_open());
        self.highest = match before {
            Some(before) => {
                assert_eq!((&now.id, now.started_at), (&before.id, before.started_at));
                assert!(now.total_viewers >= before.total_viewers);
                self.highest.max(now.viewers)
            }
            None => now.viewers,
        };
        assert_eq!(
            now.peak_viewers, self.highest,
            "the peak is the highest count there ever was"
        );
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

    pub(crate) fn told(&mut self, event: MediaEvent) -> Step {
        let sid = self
            .session
            .as_ref()
            .map_or(room(0), |session| session.room_sid.clone());
        self.take(&Input::Told(self.report(sid, event, 0)))
    }

    /// As the service takes what has piled up: one reading, several steps, one writing.
    pub(crate) fn told_at_once(&mut self, events: Vec<MediaEvent>) {
        let session = self.session.clone().unwrap();
        let sid = session.room_sid.clone();
        let inputs: Vec<_> = events
            .into_iter()
            .map(|event| Input::Told(self.report(sid.clone(), event, 0)))
            .collect();
        let mut broadcast = self.read(&inputs);
        for input in &inputs {
            broadcast = machine::step(broadcast, input, self.now, &TIMING).after;
        }
        if let Broadcast::Live(live) = broadcast {
            self.write(*live);
        }
    }

    pub(crate) fn report(&self, sid: RoomSid, event: MediaEvent, age: u8) -> MediaReport {
        let at = self.now - Duration::from_secs(age.into());
        MediaReport {
            id: EventId::from_trusted("EV_1".to_owned()),
            room: RoomName::of(&ada()),
            sid,
            at: Timestamp::from_timestamp(at.timestamp(), 0),
            event,
        }
    }

    pub(crate) fn sight(&self, room: Option<RoomSid>, people: Vec<Participant>) -> Input {
        let session = self.session.as_ref();
        Input::Seen(Sight {
            session: session.map_or(SessionId::from_trusted("none".to_owned()), |session| {
                session.id.clone()
            }),
            expected: session.map_or(RoomSid::from_trusted("none".to_owned()), |session| {
                session.room_sid.clone()
            }),
            room,
            people,
        })
    }

    /// Looks into the room that the session has.
    pub(crate) fn look(&mut self, people: Vec<Participant>) -> Step {
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
        joined_at: given::time(),
        is_publishing,
    }
}

pub(crate) fn joined(number: u8, by: u8) -> MediaEvent {
    MediaEvent::Joined {
        who: person(number),
        connection: connection(number, by),
    }
}

pub(crate) fn published(by: u8) -> MediaEvent {
    MediaEvent::Published {
        who: person(0),
        connection: connection(0, by),
    }
}

pub(crate) fn left(number: u8, by: u8) -> MediaEvent {
    MediaEvent::Left {
        who: person(number),
        connection: connection(number, by),
    }
}
