//! Errors of an import.

use std::fmt;
use std::io;

use onair_domain::error::Source;
use onair_domain::legacy::{LineError, Table};

use super::Counts;
use crate::error::AddressError;

/// Why an import failed. Nothing was changed, except as [`Self::Commit`] tells.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A URL is invalid.
    #[error("{0}")]
    Address(Database, #[source] AddressError),
    /// A database is unreachable.
    #[error("{0} is unreachable")]
    Unreachable(Database, #[source] Source),
    /// The old database does not have the expected tables.
    #[error("the old database does not have the expected tables:\n{}", lines(.0))]
    Tables(Vec<String>),
    /// Lines of the file of subjects are wrong.
    #[error("the file of subjects is wrong:\n{}", lines(.0))]
    Subjects(Vec<LineError>),
    /// Another import runs.
    #[error("another import into this database is running")]
    AlreadyRunning,
    /// A database rejected a statement, or the connection was lost.
    #[error("{0}, while {1}")]
    Failed(Database, String, #[source] tokio_postgres::Error),
    /// Other transactions changed the same rows during each attempt.
    #[error(
        "rows of {0} could not be inserted, because a trigger or other transactions interfere; run the import again"
    )]
    Contention(Table),
    /// The counts do not add up.
    #[error(
        "the counts of {table} do not add up: the old table has {in_source} rows, of which {} were read; {} were \
         carried over, {} were already there, {} were left out; the new table has {inserted} new rows",
        .counts.read, .counts.carried_over, .counts.already_there, .counts.left_out
    )]
    Counts {
        /// The old table.
        table: Table,
        /// What the import counted.
        counts: Counts,
        /// The rows of the old table.
        in_source: u64,
        /// The rows that this transaction inserted.
        inserted: u64,
    },
    /// The report could not be written.
    #[error("the report could not be written")]
    Report(#[source] io::Error),
    /// The connection was lost during the commit, so it is unknown whether the rows were carried over. Running
    /// the import again tells.
    #[error("the commit failed; run the import again to see whether the rows were carried over")]
    Commit(#[source] tokio_postgres::Error),
}

/// A database of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// The old one.
    Old,
    /// That of this server.
    New,
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Old => "the old database (--from)",
            Self::New => "the new database (DATABASE_URL)",
        })
    }
}

fn lines(errors: &[impl fmt::Display]) -> String {
    /// More would scroll the first ones away.
    const MAX: usize = 50;
    let mut lines: Vec<_> = errors
        .iter()
        .take(MAX)
        .map(|error| format!("  {error}"))
        .collect();
    if let Some(more) = errors.len().checked_sub(MAX).filter(|more| *more > 0) {
        lines.push(format!("  and {more} more"));
    }
    lines.join("\n")
}

/// Adds the context of a failed statement.
pub(super) trait SqlError<T> {
    fn of(self, database: Database, action: impl FnOnce() -> String) -> Result<T, ImportError>;
}

impl<T> SqlError<T> for Result<T, tokio_postgres::Error> {
    fn of(self, database: Database, action: impl FnOnce() -> String) -> Result<T, ImportError> {
        self.map_err(|error| ImportError::Failed(database, action(), error))
    }
}
