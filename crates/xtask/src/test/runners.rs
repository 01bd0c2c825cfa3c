//! Parses the JSON reports of Vitest and Playwright.

use serde::Deserialize;

use super::report::{Entry, Outcome};

/// Parses a report of Vitest, which uses the format of Jest.
pub(crate) fn vitest(json: &str) -> serde_json::Result<Vec<Entry>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Run {
        test_results: Vec<File>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct File {
        name: String,
        status: String,
        assertion_results: Vec<Test>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Test {
        full_name: String,
        status: String,
    }
    let run: Run = serde_json::from_str(json)?;
    let mut entries = Vec::new();
    for file in run.test_results {
        let to_outcome = |status: &str| match status {
            "passed" => Outcome::Passed,
            "failed" => Outcome::Failed,
            _ => Outcome::Skipped,
        };
        // A file that cannot be loaded has no test results.
        if file.assertion_results.is_empty() && file.status == "failed" {
            entries.push(Entry::new(
                format!("web {}", relative_path(&file.name)),
                Outcome::Failed,
            ));
        }
        let tests = file.assertion_results.iter();
        entries.extend(
            tests.map(|test| Entry::new(format!("web {}", test.full_name.trim()), to_outcome(&test.status))),
        );
    }
    Ok(entries)
}

fn relative_path(path: &str) -> &str {
    path.rsplit("/app/").next().unwrap_or(path)
}

/// Parses a report of Playwright, which nests suites.
pub(crate) fn playwright(json: &str) -> serde_json::Result<Vec<Entry>> {
    #[derive(Deserialize)]
    struct Run {
        #[serde(default)]
        suites: Vec<Suite>,
    }
    #[derive(Deserialize)]
    struct Suite {
        title: String,
        #[serde(default)]
        suites: Vec<Suite>,
        #[serde(default)]
        specs: Vec<Spec>,
    }
    #[derive(Deserialize)]
    struct Spec {
        title: String,
        tests: Vec<Test>,
    }
    #[derive(Deserialize)]
    struct Test {
        status: String,
        #[serde(default)]
        results: Vec<Attempt>,
    }
    #[derive(Deserialize)]
    struct Attempt {
        #[serde(default)]
        errors: Vec<Failure>,
    }
    #[derive(Deserialize)]
    struct Failure {
        #[serde(default)]
        message: String,
    }
    fn collect(suite: Suite, parent: &str, entries: &mut Vec<Entry>) {
        let title = format!("{parent} {}", suite.title);
        for spec in suite.specs {
            for test in spec.tests {
                // Flaky tests count as failed.
                let outcome = match test.status.as_str() {
                    "expected" => Outcome::Passed,
                    "skipped" => Outcome::Skipped,
                    _ => Outcome::Failed,
                };
                let mut entry = Entry::new(format!("{title} › {}", spec.title), outcome);
                let failures = test.results.iter().flat_map(|attempt| &attempt.errors);
                let messages: Vec<_> = failures.map(|failure| without_colors(&failure.message)).collect();
                if !messages.is_empty() {
                    entry = entry.with_message(messages.join("\n"));
                }
                entries.push(entry);
            }
        }
        for inner in suite.suites {
            collect(inner, &title, entries);
        }
    }
    let run: Run = serde_json::from_str(json)?;
    let mut entries = Vec::new();
    for suite in run.suites {
        collect(suite, "journey", &mut entries);
    }
    Ok(entries)
}

/// Removes the terminal's colour codes.
fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Entry, Outcome, playwright, vitest};

    #[test]
    fn vitest_report_is_parsed() {
        let json = r#"{"numTotalTests": 2, "testResults": [
            {"name": "/w/crates/web/app/src/a.test.ts", "status": "failed", "assertionResults": [
                {"fullName": "retry waits longer each time", "status": "passed", "title": "t"},
                {"fullName": "retry gives up after three", "status": "failed", "title": "t"}]},
            {"name": "/w/crates/web/app/src/b.test.ts", "status": "failed", "assertionResults": []}]}"#;
        let expected = [
            Entry::new("web retry waits longer each time", Outcome::Passed),
            Entry::new("web retry gives up after three", Outcome::Failed),
            Entry::new("web src/b.test.ts", Outcome::Failed),
        ];
        assert_eq!(vitest(json).unwrap(), expected);
    }

    #[test]
    fn playwright_report_is_parsed() {
        let json = r#"{"suites": [{"title": "live.spec.ts", "specs": [
                {"title": "goes live", "tests": [{"projectName": "journeys", "status": "expected"}]}],
            "suites": [{"title": "while live", "specs": [
                {"title": "ends", "tests": [{"projectName": "faults", "status": "flaky", "results": [
                    {"errors": [{"message": "\u001b[31mexpected\u001b[39m 1"}]}, {}]}]},
                {"title": "waits", "tests": [{"projectName": "faults", "status": "skipped"}]}]}]}]}"#;
        let expected = [
            Entry::new("journey live.spec.ts › goes live", Outcome::Passed),
            Entry::new("journey live.spec.ts while live › ends", Outcome::Failed).with_message("expected 1"),
            Entry::new("journey live.spec.ts while live › waits", Outcome::Skipped),
        ];
        assert_eq!(playwright(json).unwrap(), expected);
    }
}
