//! The tables and the verdict.

use std::collections::{BTreeMap, BTreeSet};

use super::super::samples::{Row, Samples};
use super::super::table::row_tables;
use super::flood::{self, Outcome, Outcomes, Source};
use super::viewer;
use super::{Round, Series};

/// How many times as long a request may take for a viewer in a flood, at the 99th percentile.
const MAX_RATIO: f64 = 3.0;

/// How much more memory the last flood may need than the first one, in KiB.
const MAX_GROWTH_KIB: u64 = 8 * 1024;

/// How many unexpected answers are listed.
const LISTED: usize = 10;

pub(super) struct Report {
    pub(super) lines: Vec<String>,
    pub(super) is_goal_met: bool,
}

impl Source {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OneAddress => "a flood from one address",
            Self::ManyAddresses => "a flood from 256 addresses",
        }
    }
}

/// The goal applies to the flood from one address.
pub(super) fn report(series: &[Series]) -> Report {
    let mut rows = Vec::new();
    for it in series {
        rows.extend(latency_rows(it));
    }
    for it in series {
        rows.extend(memory_rows(it));
    }
    let mut errors = Vec::new();
    for it in series {
        let mut outcomes = Outcomes::default();
        for round in &it.flooded {
            if let Some(flood) = &round.flood {
                outcomes.merge(flood);
            }
        }
        rows.extend(outcome_rows(it.source, &outcomes));
        if outcomes.skipped > 0 {
            errors.push(format!(
                "{}: {} requests were not sent, because all connections waited for responses",
                it.source.name(),
                outcomes.skipped
            ));
        }
        errors.extend(outcomes.unexpected);
        let rounds = it.quiet.iter().chain(&it.flooded);
        let failures = rounds.flat_map(|round| &round.viewed.failures);
        errors.extend(failures.map(|failure| format!("{}: a viewer's {failure}", it.source.name())));
    }
    let mut lines: Vec<_> = row_tables(&rows)
        .flat_map(|table| [vec![String::new()], table].concat())
        .collect();
    lines.push(String::new());
    let verdicts = series
        .iter()
        .filter(|it| it.source == Source::OneAddress)
        .flat_map(verdicts);
    let mut is_goal_met = errors.is_empty();
    for (is_met, text) in verdicts {
        is_goal_met &= is_met;
        lines.push(format!("{} {text}", if is_met { "✓" } else { "✗" }));
    }
    lines.push(format!("{} unexpected answers", errors.len()));
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for error in &errors {
        *counted.entry(error).or_default() += 1;
    }
    lines.extend(
        counted
            .iter()
            .take(LISTED)
            .map(|(error, count)| format!("  {count} × {error}")),
    );
    Report { lines, is_goal_met }
}

fn latency_rows(series: &Series) -> Vec<Row> {
    let table = format!(
        "Viewers' latency in ms, {} requests a second from their planned time: median of {} rounds (worst round)",
        viewer::REQUESTS_PER_SECOND,
        series.flooded.len()
    );
    let quiet = ("quiet", &series.quiet);
    let flooded = (series.source.name(), &series.flooded);
    let rows = [quiet, flooded].map(|(name, rounds)| {
        let requests: usize = rounds.iter().map(|round| round.viewed.latencies.len()).sum();
        let failures: usize = rounds.iter().map(|round| round.viewed.failures.len()).sum();
        let mut cells = vec![(String::new(), name.to_owned())];
        for percent in [50, 99, 100] {
            let all = percentiles(rounds, percent);
            let title = if percent == 100 {
                "max".to_owned()
            } else {
                format!("p{percent}")
            };
            cells.push((title, format!("{:.1} ({:.1})", median(&all), worst(&all))));
        }
        cells.push(("requests".to_owned(), requests.to_string()));
        cells.push(("failed".to_owned(), failures.to_string()));
        Row {
            table: table.clone(),
            cells,
        }
    });
    rows.into()
}

fn memory_rows(series: &Series) -> Vec<Row> {
    let table = format!("Server's resident memory in MiB, {}", series.source.name());
    let rounds = series.flooded.iter().zip(series.quiet.windows(2)).enumerate();
    rounds
        .map(|(number, (flooded, around))| {
            let [before, after] = around else {
                return Vec::new();
            };
            vec![
                ("round".to_owned(), (number + 1).to_string()),
                ("before".to_owned(), mib(before.memory.last)),
                ("most".to_owned(), mib(flooded.memory.max)),
                ("10 s after".to_owned(), mib(after.memory.last)),
            ]
        })
        .map(|cells| Row {
            table: table.clone(),
            cells,
        })
        .collect()
}

/// One row per kind of request, one column per outcome that occurred.
fn outcome_rows(source: Source, outcomes: &Outcomes) -> Vec<Row> {
    let table = format!(
        "Answers to {}, {} requests a second",
        source.name(),
        flood::REQUESTS_PER_SECOND
    );
    let columns: BTreeSet<_> = outcomes.counts.keys().map(|(_, outcome)| *outcome).collect();
    let names: BTreeSet<_> = outcomes.counts.keys().map(|(name, _)| *name).collect();
    names
        .into_iter()
        .map(|name| {
            let mut cells = vec![(String::new(), name.to_owned())];
            cells.extend(columns.iter().map(|outcome| {
                let title = match outcome {
                    Outcome::Status(status) => status.to_string(),
                    Outcome::Closed => "closed".into(),
                    Outcome::Open => "still open".into(),
                };
                let count = outcomes.counts.get(&(name, *outcome));
                (title, count.map_or_else(String::new, usize::to_string))
            }));
            Row {
                table: table.clone(),
                cells,
            }
        })
        .collect()
}

fn verdicts(series: &Series) -> Vec<(bool, String)> {
    let p99 = |rounds| median(&percentiles(rounds, 99));
    let (quiet, flooded) = (p99(&series.quiet), p99(&series.flooded));
    let ratio = flooded / quiet;
    let mut verdicts = vec![(
        ratio < MAX_RATIO,
        format!(
            "viewers' p99 in the flood is {ratio:.2} times the quiet one; the goal is less than {MAX_RATIO}"
        ),
    )];
    if let (Some(first), Some(last)) = (series.flooded.first(), series.flooded.last()) {
        let growth = last.memory.max.saturating_sub(first.memory.max);
        verdicts.push((
            growth <= MAX_GROWTH_KIB,
            format!(
                "the server needs {} MiB more in the last flood than in the first one; the goal is at most {}",
                mib(growth),
                mib(MAX_GROWTH_KIB)
            ),
        ));
    }
    verdicts
}

fn percentiles(rounds: &[Round], percent: usize) -> Vec<f64> {
    let all = rounds.iter().filter_map(|round| {
        Samples {
            name: String::new(),
            unit: String::new(),
            values: round.viewed.latencies.clone(),
        }
        .percentile(percent)
    });
    all.collect()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn worst(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NAN, f64::max)
}

fn mib(kib: u64) -> String {
    format!("{}.{}", kib / 1024, kib % 1024 * 10 / 1024)
}
