//! Errors of the store.

use diesel::result::{DatabaseErrorKind, Error as QueryError};
use onair_domain::error::Source;

/// The database URL is invalid. The message never contains the password.
#[derive(Debug, thiserror::Error)]
#[error("the database URL is invalid: {0}")]
pub struct AddressError(pub(crate) String);

/// The error of an operation.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// No connection could be opened.
    #[error("no connection to the database")]
    NoConnection(#[source] Source),
    /// All connections were in use until the timeout.
    #[error("all connections to the database are in use")]
    PoolExhausted,
    /// The connection was lost during the operation.
    #[error("the connection to the database was lost")]
    ConnectionLost(#[source] QueryError),
    /// The operation timed out.
    #[error("the operation on the database timed out")]
    Timeout,
    /// The database rejected a statement.
    #[error("the database rejected a statement")]
    Rejected(#[source] QueryError),
    /// A lock could not be acquired, or the connection was lost.
    #[error("the database granted no lock")]
    LockFailed(#[source] tokio_postgres::Error),
    /// A row contains a value that the domain does not accept.
    #[error("a row in the database cannot be read: {0}")]
    Unreadable(String),
}

impl StoreError {
    /// Whether a foreign key was violated.
    pub(crate) fn is_foreign_key_violation(&self) -> bool {
        self.is(|kind| matches!(kind, DatabaseErrorKind::ForeignKeyViolation))
    }

    /// Whether a unique constraint was violated.
    pub(crate) fn is_unique_violation(&self) -> bool {
        self.is(|kind| matches!(kind, DatabaseErrorKind::UniqueViolation))
    }

    /// Whether this unique constraint was violated.
    pub(crate) fn violates_unique_constraint(&self, constraint: &str) -> bool {
        let Self::Rejected(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, details)) = self
        else {
            return false;
        };
        details.constraint_name() == Some(constraint)
    }

    /// Whether the operation exceeded a time or connection limit, although the database may be healthy. A
    /// statement timeout is recognised by its message, because the driver hides SQLSTATE codes.
    pub(crate) fn is_overload(&self) -> bool {
        match self {
            Self::PoolExhausted | Self::Timeout => true,
            Self::Rejected(QueryError::DatabaseError(_, details)) => {
                details.message().contains("due to statement timeout")
            }
            _ => false,
        }
    }

    fn is(&self, kind: impl Fn(&DatabaseErrorKind) -> bool) -> bool {
        matches!(self, Self::Rejected(QueryError::DatabaseError(found, _)) if kind(found))
    }
}

/// Whether an error means that the connection is unusable. The driver hides SQLSTATE codes, so a session
/// that an administrator or a shutdown terminated is recognised by its message. With another message
/// language only the retry is lost.
pub(crate) fn is_broken(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
            _,
        )
        | QueryError::BrokenTransactionManager => true,
        QueryError::DatabaseError(_, details) => details.message().starts_with("terminating connection"),
        QueryError::RollbackErrorOnCommit { commit_error, .. } => is_broken(commit_error),
        _ => false,
    }
}
