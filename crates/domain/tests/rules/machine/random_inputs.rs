//! Random inputs: lost, duplicated, late and reordered notifications, notifications of an earlier room, and changed
//! clocks.

use std::time::Duration;

use chrono::TimeDelta;
use onair_domain::room::ConnectionId;
use onair_domain::session::machine::Input;
use onair_domain::session::{EndReason, MediaEvent};
use onair_domain::stream::{BroadcastState, SessionId};
use quickcheck::{Arbitrary, Gen, quickcheck};

use super::driver::{Driver, POLL_INTERVAL, TIMING, connection, identity, joined, left, participant, room};

/// A random action.
#[derive(Debug, Clone)]
enum Action {
    GoLive,
    Stop,
    Notify {
        event: u8,
        identity: u8,
        connection: u8,
        room: u8,
        age: u8,
    },
    Poll {
        room: Option<u8>,
        participants: Vec<(u8, u8, bool)>,
        is_late: bool,
    },
    RoomCreated(u8),
    AdvanceTime(u8),
    AdjustClock(i16),
}

/// A fresh [`Action::Notify`].
#[derive(Debug, Clone)]
struct Notification(Action);

impl Arbitrary for Notification {
    fn arbitrary(g: &mut Gen) -> Self {
        let action = Action::Notify {
            event: u8::arbitrary(g),
            identity: u8::arbitrary(g),
            connection: u8::arbitrary(g),
            room: u8::arbitrary(g) % 3,
            age: u8::arbitrary(g) % 9,
        };
        Self(action)
    }
}

impl Arbitrary for Action {
    fn arbitrary(g: &mut Gen) -> Self {
        match u8::arbitrary(g) % 16 {
            0 | 1 => Self::GoLive,
            2 => Self::Stop,
            3..=8 => Self::Notify {
                event: u8::arbitrary(g),
                identity: u8::arbitrary(g),
                connection: u8::arbitrary(g),
                room: u8::arbitrary(g),
                age: u8::arbitrary(g) % 90,
            },
            9..=11 => {
                let mut participants = Vec::<(u8, u8, bool)>::arbitrary(g);
                for (identity, ..) in &mut participants {
                    *identity %= 4;
                }
                participants.sort_by_key(|(identity, ..)| *identity);
                participants.dedup_by_key(|(identity, ..)| *identity);
                Self::Poll {
                    room: Arbitrary::arbitrary(g),
                    participants,
                    is_late: u8::arbitrary(g) % 4 == 0,
                }
            }
            12 => Self::RoomCreated(u8::arbitrary(g)),
            13 | 14 => Self::AdvanceTime(u8::arbitrary(g)),
            _ => Self::AdjustClock(i16::arbitrary(g)),
        }
    }
}

impl Driver {
    fn perform(&mut self, action: Action) {
        match action {
            Action::GoLive => drop(self.go_live()),
            Action::Stop => drop(self.apply(&Input::Stop(EndReason::EndedByCreator))),
            Action::Notify {
                event,
                identity: number,
                connection: connection_number,
                room: sid,
                age,
            } => {
                let event = match event % 5 {
                    0 => joined(number, connection_number),
                    1 => left(number, connection_number),
                    2 => MediaEvent::Published {
                        identity: identity(number),
                        connection: connection(number, connection_number),
                    },
                    3 => MediaEvent::RoomOpened,
                    _ => MediaEvent::RoomClosed,
                };
                let notification = self.notification(room(sid), event, age);
                self.apply(&Input::Notification(notification));
            }
            Action::Poll {
                room: sid,
                participants,
                is_late,
            } => {
                let participants = participants
                    .into_iter()
                    .map(|(number, connection_number, publishes)| {
                        participant(number, connection_number, publishes)
                    });
                let mut snapshot = self.snapshot(sid.map(room), participants.collect());
                if let (Input::Snapshot(snapshot), true) = (&mut snapshot, is_late) {
                    snapshot.session = SessionId::from_trusted("session-0".to_owned());
                }
                self.apply(&snapshot);
            }
            Action::RoomCreated(sid) => drop(self.apply(&Input::RoomCreated(room(sid)))),
            Action::AdvanceTime(seconds) => self.advance(Duration::from_secs(seconds.into())),
            Action::AdjustClock(seconds) => self.now += TimeDelta::seconds(seconds.into()),
        }
    }

    fn after(actions: Vec<Action>) -> Self {
        let mut driver = Self::new();
        for action in actions {
            driver.perform(action);
        }
        driver
    }
}

quickcheck! {
    fn random_inputs_keep_the_invariants(actions: Vec<Action>) -> () {
        // `check` asserts them after every step.
        Driver::after(actions);
    }

    fn a_notification_that_is_repeated_immediately_changes_nothing(actions: Vec<Action>, notification: Notification) -> () {
        let mut driver = Driver::after(actions);
        driver.perform(notification.0.clone());
        let once = (driver.session.clone(), driver.attendance.clone());
        driver.perform(notification.0);
        // The revision is the same, so nothing was written.
        assert_eq!((driver.session, driver.attendance), once);
    }

    fn a_creator_who_does_not_publish_is_offline_in_time(actions: Vec<Action>, is_room_open: bool) -> () {
        let mut driver = Driver::after(actions);
        let start = driver.now;
        while driver.session.is_some() {
            if is_room_open {
                driver.poll(Vec::new());
            } else {
                let snapshot = driver.snapshot(None, Vec::new());
                driver.apply(&snapshot);
            }
            driver.advance(POLL_INTERVAL);
            let waited = (driver.now - start).to_std().unwrap();
            // If the stream was on air, the first poll interrupts it. It ends at the first poll after the grace period.
            assert!(waited <= TIMING.connect_timeout.max(TIMING.reconnect_grace) + 4 * POLL_INTERVAL, "still live after {waited:?}");
        }
    }

    fn a_publishing_creator_stays_live(actions: Vec<Action>) -> () {
        let mut driver = Driver::after(actions);
        if driver.session.is_none() {
            driver.go_live();
        }
        for _ in 0..300 {
            // A connection for which no leave notification was received.
            let mut host = participant(0, 0, true);
            host.connection = ConnectionId::from_trusted("PA_new".to_owned());
            driver.poll(vec![host]);
            assert_eq!(driver.state(), BroadcastState::OnAir);
            driver.advance(POLL_INTERVAL);
        }
    }
}
