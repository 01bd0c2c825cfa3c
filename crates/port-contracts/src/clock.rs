//! What every `Clock` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::sync::Arc;

use onair_domain::ports::Clock;

/// Runs all cases of a `Clock`; `fresh` returns an `Arc<dyn Clock>`.
#[macro_export]
macro_rules! clock {
    ($fresh:expr) => {
        $crate::cases!(clock, $fresh, [the_time_has_whole_milliseconds]);
    };
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn the_time_has_whole_milliseconds(clock: &Arc<dyn Clock>) {
    for _ in 0..1000 {
        assert_eq!(clock.now().timestamp_subsec_nanos() % 1_000_000, 0);
    }
}
