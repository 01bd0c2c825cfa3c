//! Whatever may come: lost, doubled, late, in another order, from an earlier room, while clocks are set.

use std::time::Duration;

use chrono::TimeDelta;
use onair_domain::room::ConnectionId;
use onair_domain::session::machine::Input;
use onair_domain::session::{EndReason, MediaEvent};
use onair_domain::stream::{BroadcastState, SessionId};
use quickcheck::{Arbitrary, Gen, quickcheck};

use super::driver::{Driver, LOOK, TIMING, connection, joined, left, person, room, there};

/// Whatever may come.
#[derive(Debug, Clone)]
enum Act {
    GoLive,
    Stop,
    Notified {
        event: u8,
        person: u8,
        connection: u8,
        room: u8,
        age: u8,
    },
    Seen {
        room: Option<u8>,
        people: Vec<(u8, u8, bool)>,
        is_late: bool,
    },
    RoomMade(u8),
    TimePasses(u8),
    ClockIsSet(i16),
}

/// An [`Act::Notified`] of the room that the session has, or of any other.
#[derive(Debug, Clone)]
struct Notification(Act);

impl Arbitrary for Notification {
    fn arbitrary(g: &mut Gen) -> Self {
        let act = Act::Notified {
            event: u8::arbitrary(g),
            person: u8::arbitrary(g),
            connection: u8::arbitrary(g),
            room: u8::arbitrary(g) % 3,
            age: u8::arbitrary(g) % 9,
        };
        Self(act)
    }
}

impl Arbitrary for Act {
    fn arbitrary(g: &mut Gen) -> Self {
        match u8::arbitrary(g) % 16 {
            0 | 1 => Self::GoLive,
            2 => Self::Stop,
            3..=8 => Self::Notified {
                event: u8::arbitrary(g),
                person: u8::arbitrary(g),
                connection: u8::arbitrary(g),
                room: u8::arbitrary(g),
                age: u8::arbitrary(g) % 90,
            },
            9..=11 => {
                let mut people = Vec::<(u8, u8, bool)>::arbitrary(g);
                for (person, ..) in &mut people {
                    *person %= 4;
                }
                people.sort_by_key(|(person, ..)| *person);
                people.dedup_by_key(|(person, ..)| *person);
                Self::Seen {
                    room: Arbitrary::arbitrary(g),
                    people,
                    is_late: u8::arbitrary(g) % 4 == 0,
                }
            }
            12 => Self::RoomMade(u8::arbitrary(g)),
            13 | 14 => Self::TimePasses(u8::arbitrary(g)),
            _ => Self::ClockIsSet(i16::arbitrary(g)),
        }
    }
}

impl Driver {
    fn act(&mut self, act: Act) {
        match act {
            Act::GoLive => drop(self.go_live()),
            Act::Stop => drop(self.take(&Input::Stop(EndReason::EndedByCreator))),
            Act::Notified {
                event,
                person: number,
                connection: by,
                room: sid,
                age,
            } => {
                let event = match event % 5 {
                    0 => joined(number, by),
                    1 => left(number, by),
                    2 => MediaEvent::Published {
                        identity: person(number),
                        connection: connection(number, by),
                    },
                    3 => MediaEvent::RoomOpened,
                    _ => MediaEvent::RoomClosed,
                };
                let notification = self.notification(room(sid), event, age);
                self.take(&Input::Notification(notification));
            }
            Act::Seen {
                room: sid,
                people,
                is_late,
            } => {
                let people = people
                    .into_iter()
                    .map(|(number, by, publishes)| there(number, by, publishes));
                let mut sight = self.sight(sid.map(room), people.collect());
                if let (Input::Snapshot(sight), true) = (&mut sight, is_late) {
                    sight.session = SessionId::from_trusted("session-0".to_owned());
                }
                self.take(&sight);
            }
            Act::RoomMade(sid) => drop(self.take(&Input::RoomCreated(room(sid)))),
            Act::TimePasses(seconds) => self.pass(Duration::from_secs(seconds.into())),
            Act::ClockIsSet(seconds) => self.now += TimeDelta::seconds(seconds.into()),
        }
    }

    fn after(acts: Vec<Act>) -> Self {
        let mut driver = Self::new();
        for act in acts {
            driver.act(act);
        }
        driver
    }
}

quickcheck! {
    fn random_inputs_keep_the_invariants(acts: Vec<Act>) -> () {
        // `check` holds them after every step.
        Driver::after(acts);
    }

    fn a_notification_that_is_repeated_immediately_changes_nothing(acts: Vec<Act>, notification: Notification) -> () {
        let mut driver = Driver::after(acts);
        driver.act(notification.0.clone());
        let once = (driver.session.clone(), driver.attendance.clone());
        driver.act(notification.0);
        // Not even the revision is another one: nothing is written.
        assert_eq!((driver.session, driver.attendance), once);
    }

    fn a_creator_who_does_not_publish_is_offline_in_time(acts: Vec<Act>, is_room_there: bool) -> () {
        let mut driver = Driver::after(acts);
        let quiet_since = driver.now;
        while driver.session.is_some() {
            if is_room_there {
                driver.look(Vec::new());
            } else {
                let sight = driver.sight(None, Vec::new());
                driver.take(&sight);
            }
            driver.pass(LOOK);
            let waited = (driver.now - quiet_since).to_std().unwrap();
            // On air at first, one look passes until it isn't; then the grace, and one look more.
            assert!(waited <= TIMING.connect_timeout.max(TIMING.reconnect_grace) + 4 * LOOK, "still live after {waited:?}");
        }
    }

    fn a_publishing_creator_stays_live(acts: Vec<Act>) -> () {
        let mut driver = Driver::after(acts);
        if driver.session.is_none() {
            driver.go_live();
        }
        for _ in 0..300 {
            // A connection that nobody has heard of leaving.
            let mut host = there(0, 0, true);
            host.connection = ConnectionId::from_trusted("PA_new".to_owned());
            driver.look(vec![host]);
            assert_eq!(driver.state(), BroadcastState::OnAir);
            driver.pass(LOOK);
        }
    }
}
