//! `cargo xtask bench serve`: what a server on a small machine answers, compared with what the machine can do.
//!
//! Everything shares the machine: load, server, PostgreSQL and LiveKit. So each row is a ratio to a reference that was
//! measured in the same round. `docs/performance.md` explains the rows.

mod clients;
mod cost;
mod data;
mod discovery;
mod generated_rooms;
mod hot;
mod jwt;
mod latency;
mod listeners;
mod load;
mod polls;
mod report;
mod rest;
mod rooms;
mod scene;
mod stack;
mod storm;
mod throughput;
mod words;
mod writes;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::table::row_tables;
use super::{header, release_server};
use crate::cli::BenchArgs;
use crate::progress::{Step, print_line};
use crate::workspace;

use data::Size;
use report::Outcome;
use scene::Scene;
use stack::{Server, Stack};

const ROUND: Duration = Duration::from_secs(3);
const QUICK_ROUND: Duration = Duration::from_secs(1);
const QUICK_ROUNDS: u16 = 3;
const SMALL: Size = Size {
    streams: 10_000,
    live: LIVE,
};
/// In percent of the streams
const LIVE: u32 = 10;

/// Measures a release build. The exit code is a failure if a goal is missed.
pub(super) fn run(args: &BenchArgs) -> Result<ExitCode> {
    let names = selected(&args.only)?;
    let size = if args.quick {
        SMALL
    } else {
        Size {
            streams: args.streams,
            live: LIVE,
        }
    };
    let (rounds, duration) = if args.quick {
        (QUICK_ROUNDS, QUICK_ROUND)
    } else {
        (args.runs, ROUND)
    };
    let program = release_server()?;
    let mut stack = Stack::start(&program)?;
    let database = stack.database("big", size, Step::begin("Generated data"))?;
    let server = stack.serve(&database)?;
    let scene = Scene::prepare(&stack, &server, size)?;

    let mut rows = Vec::new();
    for name in &names {
        rows.extend(hot::row(name, &scene)?);
        rows.extend(writes::row(name, &scene)?);
    }
    let mut step = Step::begin("Measuring requests per second");
    let mut outcomes = throughput::measure(&stack, &server, &scene, rows, rounds, duration, |text| {
        step.update(text);
    })?;
    step.succeed("");
    if names.iter().any(|name| rooms::NAMES.contains(name)) {
        let mut step = Step::begin("Measuring calls that need LiveKit");
        let measured = rooms::measure(&stack, &server, &scene, rounds, duration, |text| {
            step.update(text);
        })?;
        step.succeed("");
        outcomes.extend(measured);
    }
    if names.contains(&storm::NAME) {
        let step = Step::begin("Measuring a webhook storm");
        outcomes.push(storm::measure(&stack, &server, &scene)?);
        step.succeed("");
    }
    outcomes.extend(discovery(&mut stack, &server, size, &names, rounds, duration)?);
    if names.contains(&listeners::NAME) {
        let step = Step::begin("Measuring event streams");
        outcomes.push(listeners::measure(&server, &scene)?);
        step.succeed("");
    }
    if names.contains(&polls::NAME) {
        outcomes.push(polls::measure(&mut stack)?);
    }
    if names.contains(&rest::NAME) {
        outcomes.push(rest::measure(&mut stack, rounds)?);
    }

    let command = format!(
        "cargo xtask bench serve --streams {} --runs {rounds}",
        size.streams
    );
    let head = header(command, true).line();
    print_line(&format!("\n{head}"));
    for table in row_tables(&report::rows(&outcomes)) {
        print_line(&table.join("\n"));
    }
    for remark in report::remarks(&outcomes) {
        print_line(&remark);
    }
    let file = args.json.clone().unwrap_or_else(default_file);
    fs::write(&file, format!("{:#}\n", report::json(&head, &outcomes)))
        .with_context(|| format!("can't write {}", file.display()))?;
    print_line(&format!("written to {}", file.display()));
    let is_met = outcomes.iter().all(Outcome::is_goal_met);
    Ok(if is_met {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Measures searches and lists of two servers.
fn discovery(
    stack: &mut Stack,
    many: &Server,
    size: Size,
    names: &[&'static str],
    rounds: u16,
    duration: Duration,
) -> Result<Vec<Outcome>> {
    let names: Vec<_> = names
        .iter()
        .filter(|name| discovery::NAMES.contains(name))
        .collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let database = stack.database("few", SMALL, Step::begin("A second database, with little data"))?;
    let few = stack.serve(&database)?;
    let mut rows = Vec::new();
    for name in names {
        rows.push(latency::Row {
            name,
            few: discovery::calls(name, stack, &few, SMALL)?,
            many: discovery::calls(name, stack, many, size)?,
        });
    }
    let servers = latency::Servers { few: &few, many };
    let mut step = Step::begin("Measuring searches and lists");
    let outcomes = latency::measure(stack, &servers, rows, rounds, duration, |text| step.update(text))?;
    step.succeed("");
    Ok(outcomes)
}

fn default_file() -> PathBuf {
    workspace::root().join("target/bench-serve.json")
}

/// The rows to measure, in the table's order.
fn selected(only: &[String]) -> Result<Vec<&'static str>> {
    let all = [
        &hot::NAMES[..],
        &writes::NAMES,
        &rooms::NAMES,
        &discovery::NAMES,
        &[storm::NAME, listeners::NAME, polls::NAME, rest::NAME],
    ]
    .concat();
    if let Some(unknown) = only.iter().find(|name| !all.contains(&name.as_str())) {
        bail!("there is no row {unknown}; there are {}", all.join(", "));
    }
    let is_selected = |name: &&str| only.is_empty() || only.iter().any(|it| it == name);
    Ok(all.into_iter().filter(is_selected).collect())
}

#[cfg(test)]
mod tests {
    use super::selected;

    #[test]
    fn rows_are_selected_by_name() {
        let only = ["at-rest", "go-live", "guest-token"].map(str::to_owned);
        assert_eq!(selected(&only).unwrap(), ["guest-token", "go-live", "at-rest"]);
        assert!(selected(&["guest".to_owned()]).is_err());
        assert!(selected(&[]).unwrap().len() > 2);
    }
}
