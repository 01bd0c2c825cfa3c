//! Simulated outages, which a test starts and ends.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The error of a call during a simulated outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulatedOutage;

impl fmt::Display for SimulatedOutage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("away, as the test asked")
    }
}

impl std::error::Error for SimulatedOutage {}

/// State behind a lock, with a simulated outage.
#[derive(Debug, Default)]
pub(crate) struct OutageSwitch<T> {
    inside: Mutex<Inside<T>>,
}

#[derive(Debug, Default)]
struct Inside<T> {
    is_out: bool,
    state: T,
}

impl<T> OutageSwitch<T> {
    /// Reads or changes the state in one step. Fails during an outage.
    pub(crate) fn reach<R>(&self, step: impl FnOnce(&mut T) -> R) -> Result<R, SimulatedOutage> {
        let mut inside = self.lock();
        if inside.is_out {
            Err(SimulatedOutage)
        } else {
            Ok(step(&mut inside.state))
        }
    }

    /// As [`Self::reach`], for the test itself: it also works during an outage.
    pub(crate) fn peek<R>(&self, step: impl FnOnce(&mut T) -> R) -> R {
        step(&mut self.lock().state)
    }

    pub(crate) fn set_outage(&self, is_out: bool) {
        self.lock().is_out = is_out;
    }

    /// A panic in a test does not make the state unusable for other threads.
    fn lock(&self) -> MutexGuard<'_, Inside<T>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
