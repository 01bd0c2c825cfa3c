//! Reading what `cargo test` prints.

use super::report::{Entry, Outcome};

/// Hears the lines of both its outputs, in order.
#[derive(Default)]
pub(crate) struct Listener {
    entries: Vec<Entry>,
    /// What is being run, and how many of its tests are still to be heard of
    program: String,
    open: usize,
}

impl Listener {
    /// Takes a line; gives it back if a person may want to see it.
    pub(crate) fn hear<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        if let Some(program) = program_in(line) {
            self.finish();
            self.program = program;
            return None;
        }
        if let Some(count) = line
            .strip_prefix("running ")
            .and_then(|rest| rest.strip_suffix(" tests"))
        {
            self.finish();
            self.open = count.parse().unwrap_or(0);
            return None;
        }
        if line == "running 1 test" {
            self.finish();
            self.open = 1;
            return None;
        }
        if let Some((name, outcome)) = test_in(line) {
            self.entries
                .push(Entry::new(format!("{} {name}", self.program), outcome));
            self.open = self.open.saturating_sub(1);
            return (outcome == Outcome::Failed).then_some(line);
        }
        if let Some(passed) = line.strip_prefix("test result: ok. ") {
            // Names that another output broke in two: the count is right all the same.
            let unheard = if passed.contains(" 0 failed") {
                self.open
            } else {
                0
            };
            let program = &self.program;
            let unnamed = (0..unheard).map(|_| Entry::new(format!("{program} (name lost)"), Outcome::Passed));
            self.entries.extend(unnamed);
            self.open = 0;
            return None;
        }
        let is_cargos = line.starts_with("    Finished `");
        (!is_cargos && !line.trim().is_empty()).then_some(line)
    }

    /// A program that stopped in the middle has failed, whatever it did before.
    pub(crate) fn finish(&mut self) {
        if self.open > 0 {
            self.entries.push(Entry::new(
                format!("{} ended early", self.program),
                Outcome::Failed,
            ));
            self.open = 0;
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn has_failures(&self) -> bool {
        self.entries.iter().any(|entry| entry.outcome == Outcome::Failed)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// "Running unittests src/lib.rs (target/debug/deps/onair_domain-0123456789abcdef)" is `onair_domain`.
fn program_in(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(library) = line.strip_prefix("Doc-tests ") {
        return Some(format!("{library} (docs)"));
    }
    let (_, path) = line.strip_prefix("Running ")?.rsplit_once('(')?;
    let file = path.strip_suffix(')')?.rsplit('/').next()?;
    Some(
        file.rsplit_once('-')
            .map_or(file, |(name, _hash)| name)
            .to_owned(),
    )
}

/// `test chat::limits::five_in_ten_seconds ... ok`
fn test_in(line: &str) -> Option<(&str, Outcome)> {
    let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let outcome = match outcome.split([',', ' ']).next()? {
        "ok" => Outcome::Passed,
        "FAILED" => Outcome::Failed,
        "ignored" => Outcome::Skipped,
        _ => return None,
    };
    Some((name.trim_end_matches(" - should panic"), outcome))
}

#[cfg(test)]
mod tests {
    use super::{Entry, Listener, Outcome};

    fn hear(output: &str) -> Vec<(String, Outcome)> {
        let mut listener = Listener::default();
        for line in output.lines() {
            listener.hear(line);
        }
        listener.finish();
        listener
            .into_entries()
            .into_iter()
            .map(|Entry { name, outcome }| (name, outcome))
            .collect()
    }

    #[test]
    fn every_test_is_named_with_its_program() {
        let heard = hear(
            "   Compiling onair-domain v0.1.0
     Running unittests src/lib.rs (target/debug/deps/onair_domain-0123456789abcdef)

running 3 tests
test chat::one ... ok
test chat::two - should panic ... ok
test chat::three ... FAILED

failures:

---- chat::three stdout ----
assertion failed

test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests onair_domain

running 1 test
test crates/domain/src/lib.rs - Title (line 12) ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
",
        );
        let expected = [
            ("onair_domain chat::one", Outcome::Passed),
            ("onair_domain chat::two", Outcome::Passed),
            ("onair_domain chat::three", Outcome::Failed),
            (
                "onair_domain (docs) crates/domain/src/lib.rs - Title (line 12)",
                Outcome::Passed,
            ),
        ];
        assert_eq!(heard, expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    }

    #[test]
    fn a_program_that_crashes_has_failed() {
        let heard =
            hear("     Running tests/api.rs (target/debug/deps/api-00)\nrunning 2 tests\ntest a ... ok\n");
        assert_eq!(
            heard.last().unwrap(),
            &("api ended early".to_owned(), Outcome::Failed)
        );
    }

    #[test]
    fn a_name_broken_by_other_output_still_counts() {
        let heard = hear(
            "     Running tests/api.rs (target/debug/deps/api-00)
running 2 tests
test a ... noise from a child process
ok
test b ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        );
        assert_eq!(
            heard
                .iter()
                .filter(|(_, outcome)| *outcome == Outcome::Passed)
                .count(),
            2
        );
    }

    #[test]
    fn only_what_tells_something_is_shown() {
        let mut listener = Listener::default();
        assert_eq!(listener.hear("test a ... ok"), None);
        assert_eq!(listener.hear(""), None);
        assert_eq!(
            listener.hear("    Finished `test` profile [unoptimized] in 0.2s"),
            None
        );
        assert_eq!(listener.hear("test b ... FAILED"), Some("test b ... FAILED"));
        assert_eq!(listener.hear("assertion failed"), Some("assertion failed"));
    }
}
