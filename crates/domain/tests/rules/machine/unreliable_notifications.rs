//! Lost, duplicated and reordered notifications of real events.

use std::collections::BTreeMap;

use onair_domain::room::{Participant, RoomSid};
use onair_domain::session::{MediaEvent, Phase, Session};
use onair_domain::stream::BroadcastState;
use quickcheck::quickcheck;

use super::driver::{Driver, POLL_INTERVAL, joined, left, participant, published};

/// The events in a room: participants join, and leave with their current connection.
#[derive(Debug, Clone, Default)]
struct History {
    participant: BTreeMap<u8, u8>,
    is_publishing: bool,
    events: Vec<MediaEvent>,
}

impl History {
    fn of(joins_and_leaves: &[(u8, bool)]) -> Self {
        let mut history = Self::default();
        let mut connections = BTreeMap::<u8, u8>::new();
        for (number, joins) in joins_and_leaves {
            let number = number % 4;
            match (history.participant.get(&number).copied(), joins) {
                (None, true) => {
                    let connection_number = connections.entry(number).or_default();
                    history.participant.insert(number, *connection_number);
                    history.events.push(joined(number, *connection_number));
                    if number == 0 {
                        history.events.push(published(*connection_number));
                        history.is_publishing = true;
                    }
                    *connection_number += 1;
                }
                (Some(connection_number), false) => {
                    history.participant.remove(&number);
                    history.events.push(left(number, connection_number));
                    if number == 0 {
                        history.is_publishing = false;
                    }
                }
                _ => {}
            }
            if connections.values().any(|used| *used > 2) {
                break;
            }
        }
        history
    }

    fn snapshot(&self) -> Vec<Participant> {
        self.participant
            .iter()
            .map(|(number, connection_number)| participant(*number, *connection_number, *number == 0))
            .collect()
    }
}

/// The state of a session without its ids and revision.
fn outcome(session: Option<Session>) -> (Phase, RoomSid, [u32; 3]) {
    let session = session.unwrap();
    let counts = [session.viewers, session.peak_viewers, session.total_viewers];
    (session.phase, session.room_sid, counts)
}

quickcheck! {
    fn lost_duplicated_and_reordered_notifications_lead_to_the_same_state(
        joins_and_leaves: Vec<(u8, bool)>,
        lost: Vec<bool>,
        is_reversed: bool,
        is_duplicated: bool
    ) -> () {
        let history = History::of(&joins_and_leaves);
        let outcome = |notifications: Vec<MediaEvent>| {
            let mut driver = Driver::live();
            for event in notifications {
                driver.notify(event);
            }
            driver.advance(POLL_INTERVAL);
            driver.poll(history.snapshot());
            // Not on air means starting or interrupted. Only notifications distinguish these, so they are not compared.
            (driver.state() == BroadcastState::OnAir, driver.viewers())
        };
        let expected = outcome(history.events.clone());
        assert_eq!(expected.0, history.is_publishing);
        let mut received: Vec<_> = history.events.iter().zip(lost.iter().chain(std::iter::repeat(&false)))
            .filter(|(_, is_lost)| !**is_lost)
            .map(|(event, _)| event.clone())
            .collect();
        if is_reversed {
            received.reverse();
        }
        if is_duplicated {
            received = received.into_iter().flat_map(|event| [event.clone(), event]).collect();
        }
        assert_eq!(outcome(received), expected);
    }

    fn duplicated_notifications_change_nothing(joins_and_leaves: Vec<(u8, bool)>, times: Vec<u8>) -> () {
        let mut driver = Driver::live();
        for (event, times) in History::of(&joins_and_leaves).events.into_iter().zip(times.into_iter().chain(std::iter::repeat(2))) {
            driver.notify(event.clone());
            let once = (driver.session.clone(), driver.attendance.clone());
            for _ in 0..times % 4 {
                driver.notify(event.clone());
            }
            assert_eq!((driver.session.clone(), driver.attendance.clone()), once);
        }
    }

    fn a_batch_of_notifications_equals_single_ones(joins_and_leaves: Vec<(u8, bool)>) -> () {
        let events = History::of(&joins_and_leaves).events;
        let mut one_by_one = Driver::live();
        let mut as_batch = Driver::live();
        for event in events.clone() {
            one_by_one.notify(event);
        }
        as_batch.notify_all(events);
        assert_eq!(outcome(as_batch.session), outcome(one_by_one.session));
        assert_eq!(as_batch.attendance, one_by_one.attendance);
    }
}
