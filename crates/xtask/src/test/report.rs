//! Collects the outcomes and durations of tests.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::interrupt::Interrupted;
use crate::progress::{Step, format_duration, print_error, print_line};

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
    /// The reason of a failure, if the tool reports it.
    pub(crate) message: Option<String>,
}

/// The maximum number of printed lines of a failed test's message.
const MESSAGE_LINES: usize = 25;

impl Entry {
    pub(crate) fn new(name: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            name: name.into(),
            outcome,
            message: None,
        }
    }

    pub(crate) fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }
}

/// Ends a step with the counts of its tests.
pub(crate) fn finish_step(step: Step, entries: &[Entry]) {
    let count = |outcome| entries.iter().filter(|entry| entry.outcome == outcome).count();
    match count(Outcome::Failed) {
        0 => step.succeed(&format!("{} passed", count(Outcome::Passed))),
        failed => step.fail(&format!("{} passed, {failed} failed", count(Outcome::Passed))),
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

    /// Runs work that counts as a test. Returns `None` if it failed.
    pub(crate) fn check<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        let done = self.prepare(name, work)?;
        if done.is_some() {
            self.entries.push(Entry::new(name, Outcome::Passed));
        }
        Ok(done)
    }

    /// Runs work that tests depend on. It counts as a failed test if it fails, and not at all if it
    /// succeeds. Returns `None` if it failed.
    pub(crate) fn prepare<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        let started_at = Instant::now();
        let outcome = work();
        self.times.push((name.into(), started_at.elapsed()));
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is::<Interrupted>() => Err(error),
            Err(error) => {
                print_error(&format!("\n✗ {name}: {error:#}\n"));
                self.entries.push(Entry::new(name, Outcome::Failed));
                Ok(None)
            }
        }
    }

    /// Prints all results. The last line contains the counts.
    pub(crate) fn finish(&self) -> ExitCode {
        print_line("\nTimes");
        for (name, time) in &self.times {
            print_line(&format!("  {:>12}  {name}", format_duration(*time)));
        }
        print_line("\nTests");
        for (mark, outcome) in [
            ("ok", Outcome::Passed),
            ("skipped", Outcome::Skipped),
            ("FAILED", Outcome::Failed),
        ] {
            for entry in self.entries.iter().filter(|entry| entry.outcome == outcome) {
                print_line(&format!("  {mark:<7} {}", entry.name));
                let message = entry.message.iter().flat_map(|message| message.lines());
                for line in message.take(MESSAGE_LINES) {
                    print_line(&format!("          | {line}"));
                }
            }
        }
        print_line(&self.summary_line());
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

    fn summary_line(&self) -> String {
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

    /// A run without tests is no success.
    fn is_success(&self) -> bool {
        self.count(Outcome::Failed) == 0 && self.count(Outcome::Passed) > 0
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::{Entry, Outcome, Report};

    #[test]
    fn summary_line_counts_outcomes() {
        let mut report = Report::default();
        assert_eq!(
            (report.summary_line().as_str(), report.is_success()),
            ("0 passed, 0 failed", false)
        );
        report.add([Entry::new("a", Outcome::Passed), Entry::new("b", Outcome::Passed)]);
        assert_eq!(
            (report.summary_line().as_str(), report.is_success()),
            ("2 passed, 0 failed", true)
        );
        report.add([
            Entry::new("c", Outcome::Failed),
            Entry::new("d", Outcome::Skipped),
        ]);
        assert_eq!(
            (report.summary_line().as_str(), report.is_success()),
            ("2 passed, 1 failed, 1 skipped", false)
        );
    }

    #[test]
    fn preparation_counts_only_when_it_fails() {
        let mut report = Report::default();
        assert!(report.prepare("tools", || Ok(())).unwrap().is_some());
        assert_eq!(report.summary_line(), "0 passed, 0 failed");
        assert!(
            report
                .prepare("tools", || -> anyhow::Result<()> { bail!("none") })
                .unwrap()
                .is_none()
        );
        assert_eq!(report.summary_line(), "0 passed, 1 failed");
        assert!(report.check("formatting", || Ok(())).unwrap().is_some());
        assert_eq!(report.summary_line(), "1 passed, 1 failed");
    }
}
