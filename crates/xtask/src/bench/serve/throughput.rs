//! Rows that compare how many requests the server answers with what the same machine can do at most: with a bare
//! route of the same server, or with the same statement in pgbench.

use std::fs;
use std::time::Duration;

use anyhow::Result;

use super::clients::Pgbench;
use super::cost::{self, Cost};
use super::data;
use super::load::{Call, Calls, Load, pace, saturate};
use super::report::{Goal, Measured, Outcome, percentile};
use super::scene::Scene;
use super::stack::{Server, Stack};
use crate::http::Request;

/// Of the load generator and of pgbench.
const CONNECTIONS: usize = 32;
/// The part of the highest rate at which latencies are measured.
const LATENCY_RATE: f64 = 0.5;

/// What a row is compared with.
#[derive(Clone, Copy)]
pub(super) enum Reference {
    /// `GET /health/live`: the server's HTTP, its middleware for all requests, and a constant.
    Bare,
    /// A script in `sql`, as its name and text.
    Pgbench(&'static str, &'static str),
}

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) calls: Calls,
    pub(super) reference: Reference,
    /// The least ratio to the reference
    pub(super) goal: f64,
}

/// One round of a row.
struct Round {
    load: Load,
    paced: Load,
    reference: f64,
    cost: Cost,
}

/// Measures rows in turn, in each round the reference first.
pub(super) fn measure(
    stack: &Stack,
    server: &Server,
    scene: &Scene,
    rows: Vec<Row>,
    rounds: u16,
    duration: Duration,
    mut progress: impl FnMut(String),
) -> Result<Vec<Outcome>> {
    let mut bare = Calls::new([Call::new(&Request::new("GET", "/health/live"), 200, "\"ok\"")]);
    let mut rows: Vec<(Row, Vec<Round>, u64)> = rows.into_iter().map(|row| (row, Vec::new(), 0)).collect();
    for (row, ..) in &mut rows {
        progress(format!("warming up, {}", row.name));
        saturate(server.address, &mut row.calls, CONNECTIONS, duration)?;
    }
    for number in 1..=rounds {
        for (row, measured, resident) in &mut rows {
            progress(format!("round {number} of {rounds}, {}", row.name));
            let reference = match row.reference {
                Reference::Bare => saturate(server.address, &mut bare, CONNECTIONS, duration)?.per_second(),
                Reference::Pgbench(name, script) => pgbench(stack, server, scene, name, script, duration)?,
            };
            measured.push(round(stack, server, row, reference, duration)?);
            *resident = server.resident_kib()?;
        }
    }
    Ok(rows
        .iter()
        .map(|(row, rounds, resident)| outcome(row, rounds, *resident))
        .collect())
}

fn pgbench(
    stack: &Stack,
    server: &Server,
    scene: &Scene,
    name: &str,
    script: &str,
    duration: Duration,
) -> Result<f64> {
    let file = stack.file(&format!("{name}.sql"));
    fs::write(&file, script)?;
    let size = scene.size;
    let last = |first: u32, count: u32| (first + count - 1).to_string();
    let variables = [
        ("first_creator", data::creator(1)),
        ("last_creator", last(data::FIRST_CREATOR, size.streams)),
        ("session", scene.star_session.clone()),
        ("count", "0".to_owned()),
        ("now", "2026-01-01 00:00:00+00".to_owned()),
    ];
    let run = Pgbench {
        clients: CONNECTIONS,
        duration,
    };
    server.database.pgbench(&file, &variables, &run)
}

fn round(stack: &Stack, server: &Server, row: &mut Row, reference: f64, duration: Duration) -> Result<Round> {
    let (load, cost) = cost::measure(stack, server, || {
        saturate(server.address, &mut row.calls, CONNECTIONS, duration)
    })?;
    let rate = (load.per_second() * LATENCY_RATE).max(1.0);
    let paced = pace(server.address, &mut row.calls, rate, duration)?;
    Ok(Round {
        load,
        paced,
        reference,
        cost,
    })
}

fn outcome(row: &Row, rounds: &[Round], resident_kib: u64) -> Outcome {
    let each = |value: &dyn Fn(&Round) -> f64| Measured::new(rounds.iter().map(value).collect());
    let mut outcome = Outcome::new(row.name, Goal::AtLeast(row.goal));
    outcome.ratio = each(&|it| it.load.per_second() / it.reference);
    outcome.per_second = each(&|it| it.load.per_second());
    outcome.reference = each(&|it| it.reference);
    outcome.reference_name = match row.reference {
        Reference::Bare => "bare route".to_owned(),
        Reference::Pgbench(name, _) => format!("pgbench {name}"),
    };
    outcome.p50 = each(&|it| percentile(&it.paced.latencies, 50));
    outcome.p99 = each(&|it| percentile(&it.paced.latencies, 99));
    cost::report(&mut outcome, rounds.iter().map(|it| &it.cost));
    outcome.resident_kib = Some(resident_kib);
    for round in rounds {
        outcome.fail(&round.load);
        outcome.fail(&round.paced);
    }
    outcome
}
