//! Simulated outages, which a test starts and ends.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The error of a call during a simulated outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulatedOutage;

impl fmt::Display for SimulatedOutage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("simulated outage")
    }
}

impl std::error::Error for SimulatedOutage {}

/// State behind a lock, with a simulated outage.
#[derive(Debug, Default)]
pub(crate) struct OutageSwitch<T> {
    inner: Mutex<Inner<T>>,
}

#[derive(Debug, Default)]
struct Inner<T> {
    is_out: bool,
    state: T,
}

impl<T> OutageSwitch<T> {
    /// Reads or changes the state in one step. Fails during an outage.
    pub(crate) fn access<R>(&self, step: impl FnOnce(&mut T) -> R) -> Result<R, SimulatedOutage> {
        let mut inner = self.lock();
        if inner.is_out {
            Err(SimulatedOutage)
        } else {
            Ok(step(&mut inner.state))
        }
    }

    /// As [`Self::access`], for calls by the test itself. It also works during an outage.
    pub(crate) fn access_always<R>(&self, step: impl FnOnce(&mut T) -> R) -> R {
        step(&mut self.lock().state)
    }

    pub(crate) fn set_outage(&self, is_out: bool) {
        self.lock().is_out = is_out;
    }

    /// A panic in a test does not make the state unusable for other threads.
    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
