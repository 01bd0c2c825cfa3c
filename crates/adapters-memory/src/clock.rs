//! [`FixedClock`]: a clock that a test sets.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::ports::Clock;

/// A clock that changes only when a test sets or advances it.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// Creates a clock at this time, truncated to milliseconds.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self(Mutex::new(truncate_to_milliseconds(time)))
    }

    /// Sets the clock, forward or back.
    pub fn set(&self, time: Timestamp) {
        *self.lock() = truncate_to_milliseconds(time);
    }

    /// Advances the clock.
    pub fn advance(&self, by: Duration) {
        let mut time = self.lock();
        *time = truncate_to_milliseconds(*time + by);
    }

    fn lock(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn truncate_to_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_timestamp_millis(time.timestamp_millis()).unwrap_or(time)
}

impl Default for FixedClock {
    /// 1 January 2026 at noon and 123 milliseconds, UTC.
    fn default() -> Self {
        Self::at(Timestamp::UNIX_EPOCH + Duration::from_millis(1_767_268_800_123))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}
