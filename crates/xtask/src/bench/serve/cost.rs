//! What a request costs the server and PostgreSQL.

use std::time::Duration;

use anyhow::Result;

use super::super::usage;
use super::load::Load;
use super::report::{Measured, Outcome};
use super::stack::{Server, Stack};

/// Per correct response.
pub(super) struct Cost {
    server_time: Duration,
    postgres_time: Duration,
    statements: Option<f64>,
}

/// Runs a load and returns it with what it cost.
pub(super) fn measure(
    stack: &Stack,
    server: &Server,
    run: impl FnOnce() -> Result<Load>,
) -> Result<(Load, Cost)> {
    let times = || {
        anyhow::Ok((
            usage::tree_time(server.pid())?,
            usage::tree_time(stack.postgres_pid())?,
        ))
    };
    let statements_before = server.database.statements()?;
    let before = times()?;
    let load = run()?;
    let after = times()?;
    let statements_after = server.database.statements()?;
    let answered = load.answered.max(1);
    let statements = statements_before.zip(statements_after).map(|(before, after)| {
        let count = u32::try_from(after.saturating_sub(before)).unwrap_or(u32::MAX);
        f64::from(count) / f64::from(answered)
    });
    let cost = Cost {
        server_time: after.0.saturating_sub(before.0) / answered,
        postgres_time: after.1.saturating_sub(before.1) / answered,
        statements,
    };
    Ok((load, cost))
}

/// Adds the costs of the rounds to a row.
pub(super) fn report<'a>(outcome: &mut Outcome, costs: impl Iterator<Item = &'a Cost> + Clone) {
    let microseconds = |time: Duration| time.as_secs_f64() * 1e6;
    let server = costs.clone().map(|it| microseconds(it.server_time));
    outcome.server_us = Measured::new(server.collect());
    let postgres = costs.clone().map(|it| microseconds(it.postgres_time));
    outcome.postgres_us = Measured::new(postgres.collect());
    outcome.statements = Measured::new(costs.filter_map(|it| it.statements).collect());
}
