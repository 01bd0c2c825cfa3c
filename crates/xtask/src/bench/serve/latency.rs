//! Rows that compare latencies at a fixed rate, of two servers in turn.

use std::time::Duration;

use anyhow::Result;

use super::cost::{self, Cost};
use super::load::{Calls, Load, pace};
use super::report::{Goal, Measured, Outcome, percentile};
use super::stack::{Server, Stack};

/// Requests per second. Enough for a 99th percentile, and far from what the machine can do.
const RATE: f64 = 50.0;

/// A row of requests to a server with much data, and the same ones to a server with little.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) few: Calls,
    pub(super) many: Calls,
}

struct Round {
    few: Load,
    many: Load,
    /// Of the requests to the server with much data
    cost: Cost,
}

/// The servers with little and with much data.
pub(super) struct Servers<'a> {
    pub(super) few: &'a Server,
    pub(super) many: &'a Server,
}

pub(super) fn measure(
    stack: &Stack,
    servers: &Servers,
    rows: Vec<Row>,
    rounds: u16,
    duration: Duration,
    mut progress: impl FnMut(String),
) -> Result<Vec<Outcome>> {
    let mut rows: Vec<(Row, Vec<Round>)> = rows.into_iter().map(|row| (row, Vec::new())).collect();
    for number in 0..=rounds {
        for (row, measured) in &mut rows {
            progress(format!("round {number} of {rounds}, {}", row.name));
            let round = round(stack, servers, row, duration)?;
            // The first one is the warm-up.
            if number > 0 {
                measured.push(round);
            }
        }
    }
    Ok(rows.iter().map(|(row, rounds)| outcome(row, rounds)).collect())
}

fn round(stack: &Stack, servers: &Servers, row: &mut Row, duration: Duration) -> Result<Round> {
    let few = pace(servers.few.address, &mut row.few, RATE, duration)?;
    let (many, cost) = cost::measure(stack, servers.many, || {
        pace(servers.many.address, &mut row.many, RATE, duration)
    })?;
    Ok(Round { few, many, cost })
}

fn outcome(row: &Row, rounds: &[Round]) -> Outcome {
    let each = |value: &dyn Fn(&Round) -> f64| Measured::new(rounds.iter().map(value).collect());
    let mut outcome = Outcome::new(row.name, Goal::AtMost(2.0, Some(50.0)));
    outcome.ratio = each(&|it| percentile(&it.many.latencies, 99) / percentile(&it.few.latencies, 99));
    outcome.per_second = each(&|it| it.many.per_second());
    outcome.reference = each(&|it| percentile(&it.few.latencies, 99));
    outcome.reference_name = String::from("p99 with few streams");
    outcome.p50 = each(&|it| percentile(&it.many.latencies, 50));
    outcome.p99 = each(&|it| percentile(&it.many.latencies, 99));
    cost::report(&mut outcome, rounds.iter().map(|it| &it.cost));
    for round in rounds {
        outcome.fail(&round.few);
        outcome.fail(&round.many);
    }
    outcome
}
