//! Notifications that are lost, doubled or reversed, of things that really happened.

use std::collections::BTreeMap;

use onair_domain::room::{Participant, RoomSid};
use onair_domain::session::{MediaEvent, Phase, Session};
use onair_domain::stream::BroadcastState;
use quickcheck::quickcheck;

use super::driver::{Driver, LOOK, joined, left, published, there};

/// What happens in a real room: people who connect, and leave by the connection that they have.
#[derive(Debug, Clone, Default)]
struct History {
    there: BTreeMap<u8, u8>,
    is_publishing: bool,
    events: Vec<MediaEvent>,
}

impl History {
    fn of(moves: &[(u8, bool)]) -> Self {
        let mut history = Self::default();
        let mut connections = BTreeMap::<u8, u8>::new();
        for (number, comes) in moves {
            let number = number % 4;
            match (history.there.get(&number).copied(), comes) {
                (None, true) => {
                    let by = connections.entry(number).or_default();
                    history.there.insert(number, *by);
                    history.events.push(joined(number, *by));
                    if number == 0 {
                        history.events.push(published(*by));
                        history.is_publishing = true;
                    }
                    *by += 1;
                }
                (Some(by), false) => {
                    history.there.remove(&number);
                    history.events.push(left(number, by));
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

    fn sight(&self) -> Vec<Participant> {
        self.there
            .iter()
            .map(|(number, by)| there(*number, *by, *number == 0))
            .collect()
    }
}

/// What a session became, whatever stream it is of and however often it was stored.
fn outcome(session: Option<Session>) -> (Phase, RoomSid, [u32; 3]) {
    let session = session.unwrap();
    let counts = [session.viewers, session.peak_viewers, session.total_viewers];
    (session.phase, session.room_sid, counts)
}

quickcheck! {
    fn lost_duplicated_and_reordered_notifications_lead_to_the_same_state(
        moves: Vec<(u8, bool)>,
        lost: Vec<bool>,
        is_reversed: bool,
        is_doubled: bool
    ) -> () {
        let history = History::of(&moves);
        let outcome = |notifications: Vec<MediaEvent>| {
            let mut driver = Driver::live();
            for event in notifications {
                driver.notify(event);
            }
            driver.pass(LOOK);
            driver.look(history.sight());
            // A session that was never on air isn't interrupted; which of the two it is, is notified alone.
            (driver.state() == BroadcastState::OnAir, driver.viewers())
        };
        let expected = outcome(history.events.clone());
        assert_eq!(expected.0, history.is_publishing);
        let mut garbled: Vec<_> = history.events.iter().zip(lost.iter().chain(std::iter::repeat(&false)))
            .filter(|(_, is_lost)| !**is_lost)
            .map(|(event, _)| event.clone())
            .collect();
        if is_reversed {
            garbled.reverse();
        }
        if is_doubled {
            garbled = garbled.into_iter().flat_map(|event| [event.clone(), event]).collect();
        }
        assert_eq!(outcome(garbled), expected);
    }

    fn duplicated_notifications_change_nothing(moves: Vec<(u8, bool)>, times: Vec<u8>) -> () {
        let mut driver = Driver::live();
        for (event, times) in History::of(&moves).events.into_iter().zip(times.into_iter().chain(std::iter::repeat(2))) {
            driver.notify(event.clone());
            let once = (driver.session.clone(), driver.attendance.clone());
            for _ in 0..times % 4 {
                driver.notify(event.clone());
            }
            assert_eq!((driver.session.clone(), driver.attendance.clone()), once);
        }
    }

    fn a_batch_of_notifications_equals_single_ones(moves: Vec<(u8, bool)>) -> () {
        let events = History::of(&moves).events;
        let mut one_by_one = Driver::live();
        let mut run_concurrently = Driver::live();
        for event in events.clone() {
            one_by_one.notify(event);
        }
        run_concurrently.notify_all(events);
        assert_eq!(outcome(run_concurrently.session), outcome(one_by_one.session));
        assert_eq!(run_concurrently.attendance, one_by_one.attendance);
    }
}
