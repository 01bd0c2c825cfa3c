//! The results: one table, and a file for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::{Value, json};

use super::super::samples::{Row, Samples};
use super::load::Load;

/// Values of several rounds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Measured(Vec<f64>);

impl Measured {
    pub(super) fn new(values: Vec<f64>) -> Self {
        Self(values)
    }

    /// The middle value; of an even number the smaller one.
    pub(super) fn median(&self) -> Option<f64> {
        self.percentile(50)
    }

    fn percentile(&self, percent: usize) -> Option<f64> {
        Samples::percentile_of(&self.0, percent)
    }

    fn median_text(&self) -> String {
        self.median().map_or_else(|| "-".to_owned(), number)
    }

    /// The median, with the least and the greatest value.
    fn text(&self) -> String {
        match (self.median(), self.percentile(0), self.percentile(100)) {
            (Some(median), Some(least), Some(most)) => {
                format!("{} ({} to {})", number(median), number(least), number(most))
            }
            _ => "-".to_owned(),
        }
    }
}

/// What the ratio has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    AtLeast(f64),
    /// At most this ratio, and in both measurements at most so many milliseconds at the 99th percentile, if any
    AtMost(f64, Option<f64>),
    /// Without a reference
    Limits(Limits),
}

/// What a row may need at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    /// At the 99th percentile
    pub(super) p99_ms: f64,
    /// Less than this, per request
    pub(super) statements: Option<f64>,
    pub(super) resident_kib: Option<u64>,
}

impl Limits {
    fn are_kept(&self, outcome: &Outcome) -> bool {
        let p99 = outcome.p99.median().unwrap_or(f64::INFINITY);
        let statements = outcome.statements.median();
        p99 <= self.p99_ms
            // Without statistics of PostgreSQL, the number is unknown.
            && self.statements.zip(statements).is_none_or(|(limit, count)| count < limit)
            && self.resident_kib.is_none_or(|limit| outcome.resident_kib.is_some_and(|kib| kib <= limit))
    }

    fn text(&self) -> String {
        let mut text = format!("≤ {} ms", self.p99_ms);
        if let Some(limit) = self.statements {
            let _infallible = write!(text, ", < {limit} statements");
        }
        if let Some(limit) = self.resident_kib {
            let _infallible = write!(text, ", {} MiB", limit / 1024);
        }
        text
    }
}

/// What was measured for a row.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) row: &'static str,
    pub(super) goal: Goal,
    pub(super) ratio: Measured,
    pub(super) per_second: Measured,
    pub(super) reference: Measured,
    pub(super) reference_name: String,
    pub(super) p50: Measured,
    pub(super) p99: Measured,
    pub(super) server_us: Measured,
    pub(super) postgres_us: Measured,
    pub(super) statements: Measured,
    pub(super) resident_kib: Option<u64>,
    failures: BTreeMap<String, u32>,
    /// What a reader of the figures needs to know
    notes: Vec<String>,
}

impl Outcome {
    pub(super) fn new(row: &'static str, goal: Goal) -> Self {
        Self {
            row,
            goal,
            ratio: Measured::default(),
            per_second: Measured::default(),
            reference: Measured::default(),
            reference_name: String::new(),
            p50: Measured::default(),
            p99: Measured::default(),
            server_us: Measured::default(),
            postgres_us: Measured::default(),
            statements: Measured::default(),
            resident_kib: None,
            failures: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Records the wrong responses of a load.
    pub(super) fn fail(&mut self, load: &Load) {
        for (failure, count) in &load.failures {
            *self.failures.entry(failure.clone()).or_default() += count;
        }
    }

    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Records what else was wrong.
    pub(super) fn fail_once(&mut self, failure: String) {
        self.failures.insert(failure, 1);
    }

    /// A row with a wrong response misses its goal: a refusal costs less than an answer.
    pub(super) fn is_goal_met(&self) -> bool {
        let p99 = self.p99.median().unwrap_or(f64::INFINITY);
        let ratio = self.ratio.median();
        self.failures.is_empty()
            && match self.goal {
                Goal::AtLeast(least) => ratio.is_some_and(|ratio| ratio >= least),
                Goal::AtMost(most, limit) => {
                    ratio.is_some_and(|ratio| ratio <= most) && limit.is_none_or(|limit| p99 <= limit)
                }
                Goal::Limits(limits) => limits.are_kept(self),
            }
    }

    fn goal_text(&self) -> String {
        match self.goal {
            Goal::AtLeast(least) => format!("≥ {least}"),
            Goal::AtMost(most, None) => format!("≤ {most}"),
            Goal::AtMost(most, Some(limit)) => format!("≤ {most}, {limit} ms"),
            Goal::Limits(limits) => limits.text(),
        }
    }

    fn cells(&self) -> Vec<(String, String)> {
        let verdict = if self.is_goal_met() { "ok" } else { "missed" };
        let resident = self.resident_kib.map_or_else(|| "-".to_owned(), mib);
        let cells = [
            ("row", self.row.to_owned()),
            ("ratio", self.ratio.text()),
            ("goal", self.goal_text()),
            ("", verdict.to_owned()),
            ("a second", self.per_second.median_text()),
            ("reference", self.reference_text()),
            ("p50 ms", self.p50.median_text()),
            ("p99 ms", self.p99.median_text()),
            ("server µs", self.server_us.median_text()),
            ("database µs", self.postgres_us.median_text()),
            ("statements", self.statements.median_text()),
            ("MiB", resident),
        ];
        cells.map(|(title, value)| (title.to_owned(), value)).into()
    }

    fn reference_text(&self) -> String {
        match (self.reference_name.as_str(), self.reference.median()) {
            ("", _) => "-".to_owned(),
            (name, None) => name.to_owned(),
            (name, Some(value)) => format!("{name} {}", number(value)),
        }
    }

    fn json(&self) -> Value {
        json!({
            "row": self.row,
            "goal": self.goal_text(),
            "isGoalMet": self.is_goal_met(),
            "ratio": self.ratio,
            "perSecond": self.per_second,
            "reference": {"name": self.reference_name, "values": self.reference},
            "p50Ms": self.p50,
            "p99Ms": self.p99,
            "serverMicrosecondsPerRequest": self.server_us,
            "databaseMicrosecondsPerRequest": self.postgres_us,
            "statementsPerRequest": self.statements,
            "residentKib": self.resident_kib,
            "failures": self.failures,
            "notes": self.notes,
        })
    }
}

/// The rows of the table.
pub(super) fn rows(outcomes: &[Outcome]) -> Vec<Row> {
    let table = "Medians of the rounds; the ratio with its least and greatest value";
    let row = |outcome: &Outcome| Row {
        table: table.to_owned(),
        cells: outcome.cells(),
    };
    outcomes.iter().map(row).collect()
}

/// The wrong responses, and notes.
pub(super) fn remarks(outcomes: &[Outcome]) -> Vec<String> {
    let lines = outcomes.iter().flat_map(|outcome| {
        let failures = outcome.failures.iter();
        let failures = failures.map(|(failure, count)| format!("{count} × {failure}"));
        let all = failures.chain(outcome.notes.iter().cloned());
        all.map(|remark| format!("{}: {remark}", outcome.row))
    });
    lines.collect()
}

/// The file's content.
pub(super) fn json(head: &str, outcomes: &[Outcome]) -> Value {
    let rows: Vec<_> = outcomes.iter().map(Outcome::json).collect();
    json!({"run": head, "rows": rows})
}

/// The smallest value that at least `percent` percent do not exceed; infinite without values.
pub(super) fn percentile(values: &[f64], percent: usize) -> f64 {
    Samples::percentile_of(values, percent).unwrap_or(f64::INFINITY)
}

fn mib(kib: u64) -> String {
    format!("{}.{}", kib / 1024, kib % 1024 * 10 / 1024)
}

/// Three significant digits.
fn number(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Goal, Limits, Measured, Outcome};

    fn outcome(goal: Goal, ratio: &[f64], p99: &[f64]) -> Outcome {
        let mut outcome = Outcome::new("row", goal);
        outcome.ratio = Measured::new(ratio.to_vec());
        outcome.p99 = Measured::new(p99.to_vec());
        outcome
    }

    #[test]
    fn the_median_decides() {
        let is_met = |goal, ratio: &[f64], p99: &[f64]| outcome(goal, ratio, p99).is_goal_met();
        assert!(is_met(Goal::AtLeast(0.5), &[0.1, 0.5, 0.9], &[]));
        assert!(!is_met(Goal::AtLeast(0.5), &[0.1, 0.4, 0.9], &[]));
        assert!(!is_met(Goal::AtLeast(0.5), &[], &[]));
        assert!(is_met(Goal::AtMost(2.0, None), &[2.0], &[]));
        assert!(is_met(Goal::AtMost(2.0, Some(50.0)), &[1.0], &[50.0]));
        assert!(!is_met(Goal::AtMost(2.0, Some(50.0)), &[1.0], &[51.0]));
        assert!(!is_met(Goal::AtMost(2.0, Some(50.0)), &[3.0], &[1.0]));
    }

    #[test]
    fn each_limit_counts() {
        let limits = Limits {
            p99_ms: 10.0,
            statements: Some(3.0),
            resident_kib: Some(1024),
        };
        let is_met = |p99, statements, kib| {
            let mut outcome = outcome(Goal::Limits(limits), &[], &[p99]);
            outcome.statements = Measured::new(vec![statements]);
            outcome.resident_kib = Some(kib);
            outcome.is_goal_met()
        };
        assert!(is_met(10.0, 2.9, 1024));
        assert!(!is_met(10.1, 2.9, 1024));
        assert!(!is_met(10.0, 3.0, 1024));
        assert!(!is_met(10.0, 2.9, 1025));
    }

    #[test]
    fn a_wrong_response_misses_the_goal() {
        let mut outcome = outcome(Goal::AtLeast(0.5), &[1.0], &[]);
        outcome.failures.insert("status 503".to_owned(), 1);
        assert!(!outcome.is_goal_met());
    }

    #[test]
    fn the_spread_is_shown() {
        assert_eq!(Measured::new(vec![3.0, 12.0, 101.0]).text(), "12.0 (3.00 to 101)");
        assert_eq!(Measured::default().text(), "-");
    }
}
