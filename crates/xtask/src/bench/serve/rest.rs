//! The row of a server at rest: how soon it is ready, and its memory when nobody uses it.

use std::thread;
use std::time::Duration;

use anyhow::Result;

use super::data::Size;
use super::report::{Goal, Limits, Measured, Outcome};
use super::stack::Stack;
use crate::progress::Step;

pub(super) const NAME: &str = "at-rest";

/// Long enough for all tasks that run after the start.
const REST: Duration = Duration::from_secs(3);
const GOAL: Limits = Limits {
    p99_ms: 150.0,
    statements: None,
    resident_kib: Some(25 * 1024),
};

/// Starts servers on a migrated database, one after the other.
pub(super) fn measure(stack: &mut Stack, starts: u16) -> Result<Outcome> {
    let database = stack.database("rest", Size::EMPTY, Step::begin("An empty database"))?;
    let mut step = Step::begin("Measuring starts");
    let mut outcome = Outcome::new(NAME, Goal::Limits(GOAL));
    let mut ready = Vec::new();
    for number in 1..=starts {
        step.update(format!("start {number} of {starts}"));
        let server = stack.serve(&database)?;
        ready.push(server.ready_after.as_secs_f64() * 1_000.0);
        if number == starts {
            thread::sleep(REST);
            outcome.resident_kib = Some(server.resident_kib()?);
        }
    }
    step.succeed("");
    outcome.p50 = Measured::new(ready.clone());
    // All starts count as one distribution.
    let slowest = ready.iter().copied().fold(0.0, f64::max);
    outcome.p99 = Measured::new(vec![slowest]);
    Ok(outcome)
}
