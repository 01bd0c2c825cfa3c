//! The port to the system time.

use crate::Timestamp;

/// Returns the time.
pub trait Clock: Send + Sync {
    /// The current time, truncated to milliseconds. It MAY go backwards, as system clocks do.
    fn now(&self) -> Timestamp;
}
