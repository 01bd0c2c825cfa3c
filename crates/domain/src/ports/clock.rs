//! The port that tells the time.

use crate::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds. It MAY step back, as clocks do.
    fn now(&self) -> Timestamp;
}
