//! What goes wrong on the way to PostgreSQL and back.

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use onair_domain::error::Source;

/// The address of the database can't be used. Says why, and nothing of the password.
#[derive(Debug, thiserror::Error)]
#[error("the database's address can't be used: {0}")]
pub struct AddressError(pub(crate) String);

/// Why an operation got no answer that it can use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// No connection was to be had.
    #[error("no connection to the database")]
    NoConnection(#[source] Source),
    /// All connections were in use for as long as a caller may wait.
    #[error("no connection to the database is free")]
    AllInUse,
    /// The connection broke during the operation.
    #[error("the connection to the database broke")]
    Broken(#[source] QueryError),
    /// The answer took too long.
    #[error("the database did not answer in time")]
    TooSlow,
    /// The database refused.
    #[error("the database refused a statement")]
    Refused(#[source] QueryError),
    /// The database refused a lock, or the connection broke that asked for it.
    #[error("the database gave no lock")]
    NoLock(#[source] tokio_postgres::Error),
    /// A row holds what the domain has no value for.
    #[error("a row in the database can't be read: {0}")]
    Unreadable(String),
}

impl StoreError {
    /// Whether a row was refused because what it refers to is not there.
    pub(crate) fn is_missing_reference(&self) -> bool {
        self.is(|kind| matches!(kind, DatabaseErrorKind::ForeignKeyViolation))
    }

    /// Whether a row was refused because there is one like it.
    pub(crate) fn is_double(&self) -> bool {
        self.is(|kind| matches!(kind, DatabaseErrorKind::UniqueViolation))
    }

    /// Whether a row was refused because there is one like it as far as that constraint goes.
    pub(crate) fn is_double_of(&self, constraint: &str) -> bool {
        let Self::Refused(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, told)) = self else {
            return false;
        };
        told.constraint_name() == Some(constraint)
    }

    /// Whether what was asked for was more than there was time for, while the database may be well. A
    /// statement that it gave up is known by its message, as below.
    pub(crate) fn is_overload(&self) -> bool {
        match self {
            Self::AllInUse | Self::TooSlow => true,
            Self::Refused(QueryError::DatabaseError(_, told)) => {
                told.message().contains("due to statement timeout")
            }
            _ => false,
        }
    }

    fn is(&self, kind: impl Fn(&DatabaseErrorKind) -> bool) -> bool {
        matches!(self, Self::Refused(QueryError::DatabaseError(found, _)) if kind(found))
    }
}

/// Whether an error means that the connection is of no more use. The driver tells no SQLSTATE, so a
/// session that an administrator or a shutdown ended is known by its message; in a database that
/// speaks another language the error is the same, only the retry is lost.
pub(crate) fn is_broken(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        )
        | QueryError::BrokenTransactionManager => true,
        QueryError::DatabaseError(_, told) => told.message().starts_with("terminating connection"),
        QueryError::RollbackErrorOnCommit { commit_error, .. } => is_broken(commit_error),
        _ => false,
    }
}
