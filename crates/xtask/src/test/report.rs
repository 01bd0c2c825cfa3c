//! What ran, how it ended and how long it took.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::interrupt::Interrupted;
use crate::progress::{Step, complain, elapsed, say};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    Skipped,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
}

impl Entry {
    pub(crate) fn new(name: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            name: name.into(),
            outcome,
        }
    }
}

/// Ends a step that ran tests.
pub(crate) fn tell(step: Step, entries: &[Entry]) {
    let count = |outcome| entries.iter().filter(|entry| entry.outcome == outcome).count();
    match count(Outcome::Failed) {
        0 => step.done(&format!("{} passed", count(Outcome::Passed))),
        failed => step.failed(&format!("{} passed, {failed} failed", count(Outcome::Passed))),
    }
}

#[derive(Default)]
pub(crate) struct Report {
    entries: Vec<Entry>,
    times: Vec<(String, Duration)>,
}

impl Report {
    pub(crate) fn add(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.entries.extend(entries);
    }

    pub(crate) fn append(&mut self, other: Self) {
        self.entries.extend(other.entries);
        self.times.extend(other.times);
    }

    /// Does a piece of work whose success is itself a test. `None` if it failed.
    pub(crate) fn check<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        let done = self.need(name, work)?;
        if done.is_some() {
            self.entries.push(Entry::new(name, Outcome::Passed));
        }
        Ok(done)
    }

    /// Does a piece of work that tests need: counts as a test only when it fails.
    pub(crate) fn need<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        let began = Instant::now();
        let outcome = work();
        self.times.push((name.into(), began.elapsed()));
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is::<Interrupted>() => Err(error),
            Err(error) => {
                complain(&format!("\n✗ {name}: {error:#}\n"));
                self.entries.push(Entry::new(name, Outcome::Failed));
                Ok(None)
            }
        }
    }

    /// Tells everything, and ends with the line that counts.
    pub(crate) fn finish(&self) -> ExitCode {
        say("\nTimes");
        for (name, time) in &self.times {
            say(&format!("  {:>12}  {name}", elapsed(*time)));
        }
        say("\nTests");
        for (mark, outcome) in [
            ("ok", Outcome::Passed),
            ("skipped", Outcome::Skipped),
            ("FAILED", Outcome::Failed),
        ] {
            for entry in self.entries.iter().filter(|entry| entry.outcome == outcome) {
                say(&format!("  {mark:<7} {}", entry.name));
            }
        }
        say(&self.closing_line());
        if self.is_success() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.outcome == outcome)
            .count()
    }

    fn closing_line(&self) -> String {
        let skipped = match self.count(Outcome::Skipped) {
            0 => String::new(),
            skipped => format!(", {skipped} skipped"),
        };
        format!(
            "{} passed, {} failed{skipped}",
            self.count(Outcome::Passed),
            self.count(Outcome::Failed)
        )
    }

    /// A run of nothing proves nothing.
    fn is_success(&self) -> bool {
        self.count(Outcome::Failed) == 0 && self.count(Outcome::Passed) > 0
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::{Entry, Outcome, Report};

    #[test]
    fn the_last_line_counts() {
        let mut report = Report::default();
        assert_eq!(
            (report.closing_line().as_str(), report.is_success()),
            ("0 passed, 0 failed", false)
        );
        report.add([Entry::new("a", Outcome::Passed), Entry::new("b", Outcome::Passed)]);
        assert_eq!(
            (report.closing_line().as_str(), report.is_success()),
            ("2 passed, 0 failed", true)
        );
        report.add([
            Entry::new("c", Outcome::Failed),
            Entry::new("d", Outcome::Skipped),
        ]);
        assert_eq!(
            (report.closing_line().as_str(), report.is_success()),
            ("2 passed, 1 failed, 1 skipped", false)
        );
    }

    #[test]
    fn a_need_counts_only_when_it_fails() {
        let mut report = Report::default();
        assert!(report.need("tools", || Ok(())).unwrap().is_some());
        assert_eq!(report.closing_line(), "0 passed, 0 failed");
        assert!(
            report
                .need("tools", || -> anyhow::Result<()> { bail!("none") })
                .unwrap()
                .is_none()
        );
        assert_eq!(report.closing_line(), "0 passed, 1 failed");
        assert!(report.check("formatting", || Ok(())).unwrap().is_some());
        assert_eq!(report.closing_line(), "1 passed, 1 failed");
    }
}
