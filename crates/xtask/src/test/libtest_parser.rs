//! Parses the output of `cargo test`.

use super::report::{Entry, Outcome};

/// Parses the lines of both output streams in order.
#[derive(Default)]
pub(crate) struct LibtestParser {
    entries: Vec<Entry>,
    /// The running test program, and the number of its tests without a result
    program: String,
    pending: usize,
}

impl LibtestParser {
    /// Parses a line. Returns it if it is relevant to the user.
    pub(crate) fn parse_line<'a>(&mut self, line: &'a str) -> Option<&'a str> {
        if let Some(program) = parse_program(line) {
            self.finish();
            self.program = program;
            return None;
        }
        if let Some(count) = line
            .strip_prefix("running ")
            .and_then(|rest| rest.strip_suffix(" tests"))
        {
            self.finish();
            self.pending = count.parse().unwrap_or(0);
            return None;
        }
        if line == "running 1 test" {
            self.finish();
            self.pending = 1;
            return None;
        }
        if let Some((name, outcome)) = parse_test(line) {
            self.entries
                .push(Entry::new(format!("{} {name}", self.program), outcome));
            self.pending = self.pending.saturating_sub(1);
            return (outcome == Outcome::Failed).then_some(line);
        }
        if let Some(passed) = line.strip_prefix("test result: ok. ") {
            // Other output may split the line of a test. The count is still right.
            let missing = if passed.contains(" 0 failed") {
                self.pending
            } else {
                0
            };
            let program = &self.program;
            let missing_entries =
                (0..missing).map(|_| Entry::new(format!("{program} (name lost)"), Outcome::Passed));
            self.entries.extend(missing_entries);
            self.pending = 0;
            return None;
        }
        let is_cargo_status = line.starts_with("    Finished `");
        (!is_cargo_status && !line.trim().is_empty()).then_some(line)
    }

    /// Reports a program that ended early as failed.
    pub(crate) fn finish(&mut self) {
        if self.pending > 0 {
            self.entries.push(Entry::new(
                format!("{} ended early", self.program),
                Outcome::Failed,
            ));
            self.pending = 0;
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

/// Extracts `onair_domain` from "Running unittests src/lib.rs
/// (target/debug/deps/onair_domain-0123456789abcdef)".
fn parse_program(line: &str) -> Option<String> {
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

/// Parses a line like `test chat::limits::five_in_ten_seconds ... ok`.
fn parse_test(line: &str) -> Option<(&str, Outcome)> {
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
    use super::{LibtestParser, Outcome};

    fn parse(output: &str) -> Vec<(String, Outcome)> {
        let mut parser = LibtestParser::default();
        for line in output.lines() {
            parser.parse_line(line);
        }
        parser.finish();
        parser
            .into_entries()
            .into_iter()
            .map(|entry| (entry.name, entry.outcome))
            .collect()
    }

    #[test]
    fn test_names_include_the_program() {
        let parsed = parse(
            "   Compiling onair-domain v0.1.0
     Running unittests src/lib.rs (target/debug/deps/onair_domain-0123456789abcdef)

running 3 tests
test chat::one ... ok
test chat::two - should panic ... ok
test chat::three ... FAILED

failures:

---- chat::three stdout ----
assertion failed

test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; completed in 0.00s

   Doc-tests onair_domain

running 1 test
test crates/domain/src/lib.rs - Title (line 12) ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; completed in 0.10s
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
        assert_eq!(parsed, expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    }

    #[test]
    fn program_that_ends_early_has_failed() {
        let parsed =
            parse("     Running tests/api.rs (target/debug/deps/api-00)\nrunning 2 tests\ntest a ... ok\n");
        assert_eq!(
            parsed.last().unwrap(),
            &("api ended early".to_owned(), Outcome::Failed)
        );
    }

    #[test]
    fn test_line_split_by_other_output_still_counts() {
        let parsed = parse(
            "     Running tests/api.rs (target/debug/deps/api-00)
running 2 tests
test a ... noise from a child process
ok
test b ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; completed in 0.00s",
        );
        assert_eq!(
            parsed
                .iter()
                .filter(|(_, outcome)| *outcome == Outcome::Passed)
                .count(),
            2
        );
    }

    #[test]
    fn only_relevant_lines_are_returned() {
        let mut parser = LibtestParser::default();
        assert_eq!(parser.parse_line("test a ... ok"), None);
        assert_eq!(parser.parse_line(""), None);
        assert_eq!(
            parser.parse_line("    Finished `test` profile [unoptimized] in 0.2s"),
            None
        );
        assert_eq!(parser.parse_line("test b ... FAILED"), Some("test b ... FAILED"));
        assert_eq!(parser.parse_line("assertion failed"), Some("assertion failed"));
    }
}
