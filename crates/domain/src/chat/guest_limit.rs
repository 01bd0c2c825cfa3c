//! The limit of messages that all guests of one origin write together, over all rooms.
//!
//! A guest can get any number of identities, so the limit of one author does not restrict a person who is not
//! signed in. The origin does, as far as one can tell origins apart.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::rate_limit::{WINDOW, wait};
use crate::Timestamp;

/// How many messages all guests of one origin may write within any [`WINDOW`], over all rooms.
pub const GUEST_BURST: usize = 20;

/// Expired times of other origins are dropped whenever the number of origins has reached this, and doubled since.
const MIN_SWEEP_SIZE: usize = 64;

/// Where a guest's requests come from, such as a network address. Guests with equal origins share a limit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GuestOrigin(Box<str>);

impl GuestOrigin {
    /// Takes any text that identifies the origin.
    #[must_use]
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }
}

/// The times of the accepted messages of each origin. Clones share them. They are not stored: each server limits
/// the messages that it accepts.
#[derive(Debug, Clone, Default)]
pub(super) struct GuestLimit(Arc<Mutex<Origins>>);

#[derive(Debug, Default)]
struct Origins {
    times: HashMap<GuestOrigin, Vec<Timestamp>>,
    /// At how many origins the expired times are dropped next.
    sweep_at: usize,
}

/// A message that counts from now on, unless it is [released](GuestLimit::release).
#[derive(Debug)]
pub(super) struct Reservation {
    origin: GuestOrigin,
    at: Timestamp,
}

impl GuestLimit {
    /// Counts a message that is about to be stored, or returns how long to wait. `previous` is released first. It is
    /// the reservation of an earlier attempt to store the same message.
    pub(super) fn reserve(
        &self,
        origin: &GuestOrigin,
        now: Timestamp,
        previous: Option<Reservation>,
    ) -> Result<Reservation, Duration> {
        let mut origins = self.lock();
        if let Some(previous) = previous {
            origins.release(&previous);
        }
        origins.sweep(now);
        let times = origins.times.entry(origin.clone()).or_default();
        times.retain(|at| is_recent(*at, now));
        if let Some(wait) = wait(times, GUEST_BURST, now) {
            return Err(wait);
        }
        times.push(now);
        Ok(Reservation {
            origin: origin.clone(),
            at: now,
        })
    }

    /// Stops counting a message that was not stored.
    pub(super) fn release(&self, reservation: &Reservation) {
        self.lock().release(reservation);
    }

    fn lock(&self) -> MutexGuard<'_, Origins> {
        // No code panics while it holds the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Origins {
    fn release(&mut self, reservation: &Reservation) {
        let Entry::Occupied(mut entry) = self.times.entry(reservation.origin.clone()) else {
            return;
        };
        let times = entry.get_mut();
        if let Some(index) = times.iter().position(|at| *at == reservation.at) {
            times.swap_remove(index);
        }
        if times.is_empty() {
            entry.remove();
        }
    }

    /// Drops origins without recent messages. The cost per message is constant on average.
    fn sweep(&mut self, now: Timestamp) {
        if self.times.len() < self.sweep_at.max(MIN_SWEEP_SIZE) {
            return;
        }
        self.times
            .retain(|_, times| times.iter().any(|at| is_recent(*at, now)));
        self.sweep_at = 2 * self.times.len();
        self.times.shrink_to(self.sweep_at);
    }
}

/// See [`wait`] about times in the future.
fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    chrono::TimeDelta::from_std(WINDOW).is_ok_and(|window| (now - at).abs() < window)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use quickcheck::quickcheck;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_700_000_000_000 + millis)
    }

    fn here() -> GuestOrigin {
        GuestOrigin::new("192.0.2.1")
    }

    #[test]
    fn twenty_first_message_waits_until_the_first_is_10_seconds_old() {
        let limit = GuestLimit::default();
        for millis in 0..20 {
            assert!(limit.reserve(&here(), at(millis), None).is_ok());
        }
        let refused = limit.reserve(&here(), at(5_000), None).unwrap_err();
        assert_eq!(refused, Duration::from_secs(5));
        assert!(limit.reserve(&here(), at(9_999), None).is_err());
        assert!(
            limit
                .reserve(&GuestOrigin::new("192.0.2.2"), at(5_000), None)
                .is_ok()
        );
        assert!(limit.reserve(&here(), at(10_000), None).is_ok());
        assert!(limit.reserve(&here(), at(10_000), None).is_err());
    }

    #[test]
    fn released_messages_do_not_count() {
        let limit = GuestLimit::default();
        for _ in 0..19 {
            limit.reserve(&here(), at(0), None).unwrap();
        }
        for _ in 0..100 {
            let reservation = limit.reserve(&here(), at(1), None).unwrap();
            limit.release(&reservation);
        }
        let reservation = limit.reserve(&here(), at(2), None).unwrap();
        let again = limit.reserve(&here(), at(3), Some(reservation)).unwrap();
        assert!(limit.reserve(&here(), at(4), None).is_err());
        limit.release(&again);
        assert!(limit.reserve(&here(), at(4), None).is_ok());
        assert!(limit.reserve(&here(), at(4), None).is_err());
    }

    #[test]
    fn origins_without_recent_messages_are_dropped() {
        let limit = GuestLimit::default();
        for number in 0..10_000_i64 {
            let origin = GuestOrigin::new(number.to_string());
            // A thousand new origins in any window.
            limit.reserve(&origin, at(number * 10), None).unwrap();
            assert!(limit.lock().times.len() <= 2_001);
        }
        for millis in 200_000..200_064 {
            limit.reserve(&here(), at(millis * 1_000), None).unwrap();
        }
        assert!(limit.lock().times.len() <= 2_001);
        let reservation = limit.reserve(&here(), at(0), None).unwrap();
        limit.release(&reservation);
        assert!(!limit.lock().times.contains_key(&here()));
    }

    /// Otherwise each message would cost as much as there are origins.
    #[test]
    fn origins_are_swept_when_their_number_has_doubled() {
        let limit = GuestLimit::default();
        let write = |numbers: std::ops::Range<u32>, millis| {
            for number in numbers {
                let origin = GuestOrigin::new(number.to_string());
                limit.reserve(&origin, at(millis), None).unwrap();
            }
            limit.lock().times.len()
        };
        assert_eq!(write(0..63, 0), 63);
        assert_eq!(write(63..64, 10_000), 64, "below the minimum, nothing is dropped");
        assert_eq!(write(64..65, 10_000), 2);
        assert_eq!(write(65..163, 10_000), 100);
        assert_eq!(
            write(163..191, 20_000),
            128,
            "the sweep at 64 found 64 recent ones"
        );
        assert_eq!(write(191..192, 20_000), 29);
    }

    quickcheck! {
        /// Whatever is refused or released in between, no window contains more than a burst, and a message is refused
        /// only when the window is full.
        fn no_window_contains_more_than_a_burst(steps: Vec<(u16, bool)>) -> bool {
            let limit = GuestLimit::default();
            let mut sent: Vec<i64> = Vec::new();
            let mut now = 0_i64;
            for (step, is_stored) in steps.iter().cycle().take(steps.len() * 10) {
                now += i64::from(step % 1_000);
                let in_window = sent.iter().filter(|at| now - **at < 10_000).count();
                match limit.reserve(&here(), at(now), None) {
                    Ok(_) if in_window >= GUEST_BURST => return false,
                    Err(_) if in_window < GUEST_BURST => return false,
                    Ok(_) if *is_stored => sent.push(now),
                    Ok(reservation) => limit.release(&reservation),
                    Err(_) => {}
                }
            }
            sent.windows(GUEST_BURST + 1).all(|window| window[GUEST_BURST] - window[0] >= 10_000)
        }
    }
}
