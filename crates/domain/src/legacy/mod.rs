//! The import from the previous system: which rows of its five Prisma tables are carried over, and how values
//! that today's rules do not allow are corrected.
//!
//! All rules are functions of old rows. They read and write nothing. A corrected row satisfies the rules, and
//! correcting a valid row changes nothing.

mod application;
mod finding;
mod relation;
mod stream;
mod subjects;
mod texts;
mod user;

pub use application::OldApplication;
pub use finding::{Finding, Outcome, Rule, Table, Value};
pub use relation::OldRelation;
pub use stream::OldStream;
pub use subjects::{LineError, SubjectError, Subjects};
pub use user::{ImportedUser, OldUser};

use crate::Timestamp;

/// A value of an old row whose column may be missing in the old table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// The table has no such column, so the default applies and nothing is reported.
    #[default]
    Absent,
    /// The value is missing.
    Null,
    /// The value.
    Is(T),
}

impl<T> Cell<T> {
    /// The value, if any.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Is(value) => Some(value),
        }
    }
}

/// A time in milliseconds since 1970 (UTC). The lowest and the highest number stand for PostgreSQL's
/// `-infinity` and `infinity`.
pub type OldTime = i64;

/// A row that satisfies the rules, and what was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected<T> {
    /// The row.
    pub row: T,
    /// The corrections, in the order of the columns.
    pub findings: Vec<Finding>,
}

/// Collects the corrections of one row.
struct Corrections {
    table: Table,
    row: String,
    findings: Vec<Finding>,
}

impl Corrections {
    fn new(table: Table, row: String) -> Self {
        Self {
            table,
            row,
            findings: Vec::new(),
        }
    }

    fn add(&mut self, rule: Rule, column: &'static str, old: Option<String>, new: Option<&str>) {
        self.findings.push(Finding {
            table: self.table,
            row: self.row.clone(),
            rule,
            values: vec![(column, old)],
            new: new.map(str::to_owned),
        });
    }

    fn finish<T>(self, row: T) -> Corrected<T> {
        Corrected {
            row,
            findings: self.findings,
        }
    }

    /// A time from 1970 to now, else `default`. Later times would be listed first for ever, and cursors cannot
    /// contain earlier ones.
    fn time(
        &mut self,
        column: &'static str,
        cell: &Cell<OldTime>,
        default: Timestamp,
        now: Timestamp,
    ) -> Timestamp {
        let valid = cell
            .as_ref()
            .filter(|old| **old >= 0)
            .and_then(|old| Timestamp::from_timestamp_millis(*old))
            .filter(|old| *old <= now);
        if valid.is_none() && *cell != Cell::Absent {
            let new = default.to_rfc3339();
            self.add(Rule::InvalidTime, column, time_text(cell), Some(&new));
        }
        valid.unwrap_or(default)
    }

    fn flag(&mut self, column: &'static str, cell: &Cell<bool>, default: bool) -> bool {
        if *cell == Cell::Null {
            self.add(Rule::MissingFlag, column, None, Some(&default.to_string()));
        }
        cell.as_ref().copied().unwrap_or(default)
    }
}

/// The text of a time for the report.
fn time_text(cell: &Cell<OldTime>) -> Option<String> {
    cell.as_ref().map(|millis| match *millis {
        OldTime::MAX => "infinity".to_owned(),
        OldTime::MIN => "-infinity".to_owned(),
        millis => Timestamp::from_timestamp_millis(millis)
            .map_or_else(|| format!("{millis} ms since 1970"), |time| time.to_rfc3339()),
    })
}

fn flag_text(cell: &Cell<bool>) -> Option<String> {
    cell.as_ref().map(ToString::to_string)
}
