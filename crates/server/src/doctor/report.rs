//! What the checks found, for people and for programs.

use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::time::Duration;

use serde_json::{Value, json};

/// The time limit of one step of a check. Steps on a healthy system take less than a second.
const STEP_TIMEOUT: Duration = Duration::from_secs(15);

/// The longest part of another program's message that is printed.
const MAX_FOREIGN_TEXT: usize = 300;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    /// It works, but not as well as it could.
    Warning,
    /// It does not work.
    Error,
    /// It could not be checked.
    Skipped,
}

/// The names of all statuses, in their order.
pub(super) const STATUS_NAMES: [&str; 4] = ["ok", "warning", "error", "skipped"];

impl Status {
    fn name(self) -> &'static str {
        STATUS_NAMES[self as usize]
    }
}

struct Finding {
    id: &'static str,
    status: Status,
    message: String,
    /// What to do. Empty if everything is fine.
    advice: String,
}

/// The findings so far. As text, each is printed at once, because later checks may take seconds.
pub(super) struct Report {
    findings: Vec<Finding>,
    is_json: bool,
}

impl Report {
    pub(super) fn new(is_json: bool) -> Self {
        Self {
            findings: Vec::new(),
            is_json,
        }
    }

    pub(super) fn ok(&mut self, id: &'static str, message: impl Display) {
        self.add(id, Status::Ok, message, "");
    }

    pub(super) fn warning(&mut self, id: &'static str, message: impl Display, advice: impl Display) {
        self.add(id, Status::Warning, message, advice);
    }

    pub(super) fn error(&mut self, id: &'static str, message: impl Display, advice: impl Display) {
        self.add(id, Status::Error, message, advice);
    }

    pub(super) fn skipped(&mut self, id: &'static str, message: impl Display, advice: impl Display) {
        self.add(id, Status::Skipped, message, advice);
    }

    /// Reports checks that need the result of another one, which failed.
    pub(super) fn skip_all(&mut self, ids: &[&'static str], cause: &str) {
        for id in ids {
            self.skipped(
                id,
                format!("Not checked, because it needs {cause}."),
                format!("Correct {cause} first."),
            );
        }
    }

    fn add(&mut self, id: &'static str, status: Status, message: impl Display, advice: impl Display) {
        let finding = Finding {
            id,
            status,
            message: one_line(&message.to_string()),
            advice: one_line(&advice.to_string()),
        };
        if !self.is_json {
            let Finding { message, advice, .. } = &finding;
            let line = format!("{:<8} {id:<24} {message} {advice}", status.name());
            print(line.trim_end());
        }
        self.findings.push(finding);
    }

    /// Prints the summary, or the document. Returns whether there is no error.
    pub(super) fn finish(self) -> bool {
        let count = |status| self.findings.iter().filter(|it| it.status == status).count();
        let [ok, warnings, errors, skipped] =
            [Status::Ok, Status::Warning, Status::Error, Status::Skipped].map(count);
        if self.is_json {
            let checks = self.findings.iter().map(|finding| {
                json!({
                    "id": finding.id,
                    "status": finding.status.name(),
                    "message": finding.message,
                    "advice": finding.advice,
                })
            });
            let document = json!({
                "checks": checks.collect::<Vec<Value>>(),
                "ok": ok, "warnings": warnings, "errors": errors, "skipped": skipped,
            });
            print(&format!("{document:#}"));
        } else {
            print(&format!(
                "{ok} ok, {warnings} warnings, {errors} errors, {skipped} skipped"
            ));
        }
        errors == 0
    }
}

/// Prints a line. A closed pipe is no error of a check.
fn print(line: &str) {
    let _closed = writeln!(std::io::stdout(), "{line}");
}

/// Replaces control characters, which a message of another program may contain.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Shortens the message of another program.
pub(super) fn foreign(text: impl Display) -> String {
    let text = text.to_string();
    match text.char_indices().nth(MAX_FOREIGN_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Runs a step of a check with a time limit. Errors are texts that complete a sentence.
pub(super) async fn within_limit<T, E: Display>(
    step: impl Future<Output = Result<T, E>>,
) -> Result<T, String> {
    match tokio::time::timeout(STEP_TIMEOUT, step).await {
        Ok(result) => result.map_err(foreign),
        Err(_) => Err(timeout_text()),
    }
}

/// Like [`within_limit`], for errors that are told apart. `None` if the time is over.
pub(super) async fn or_timeout<T>(step: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(STEP_TIMEOUT, step).await.ok()
}

pub(super) fn timeout_text() -> String {
    format!("no answer within {} s", STEP_TIMEOUT.as_secs())
}

/// The last cause of an error, which names what the system or a library reports.
pub(super) fn cause(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

/// Joins items as in a sentence, and leaves out those after the fifth.
pub(super) fn list(items: &[impl Display]) -> String {
    const MAX: usize = 5;
    let mut text = String::new();
    for (position, item) in items.iter().take(MAX).enumerate() {
        let separator = if position == 0 { "" } else { ", " };
        let _infallible = write!(text, "{separator}{item}");
    }
    if items.len() > MAX {
        let _infallible = write!(text, " and {} more", items.len() - MAX);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_programs_stay_short_and_on_one_line() {
        assert_eq!(one_line("a\nb\u{1b}[31mc"), "a b [31mc");
        assert_eq!(foreign("ä".repeat(301)), format!("{}…", "ä".repeat(300)));
        assert_eq!(foreign("ä".repeat(300)), "ä".repeat(300));
    }

    #[test]
    fn long_lists_are_shortened() {
        assert_eq!(list(&["a"; 0]), "");
        assert_eq!(list(&["a", "b"]), "a, b");
        assert_eq!(
            list(&["a", "b", "c", "d", "e", "f", "g"]),
            "a, b, c, d, e and 2 more"
        );
    }
}
