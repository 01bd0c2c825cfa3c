//! [`FixedClock`]: a time that moves when a test says so.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::ports::Clock;

/// Stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows that time, cut to whole milliseconds.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(Mutex::new(cut(time)))
    }

    /// Moves the clock to a time, forward or back.
    pub fn set(&self, time: Timestamp) {
        *self.lock() = cut(time);
    }

    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        let mut time = self.lock();
        *time = cut(*time + by);
    }

    fn lock(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cut(time: Timestamp) -> Timestamp {
    Timestamp::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time)
}

impl Default for FixedClock {
    /// The first of January 2026, at noon and 123 milliseconds.
    fn default() -> Self {
        Self::at(Timestamp::UNIX_EPOCH + Duration::from_millis(1_767_268_800_123))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}
