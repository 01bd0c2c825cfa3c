//! Why a connection could not be opened, told apart by what has to be changed.

use std::error::Error;

use tokio_postgres::error::SqlState;

use super::InspectionError;
use crate::error::AddressError;

/// The reason why no connection could be opened. Messages of the server are included; they contain no
/// password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL is invalid.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Nothing answers at the address.
    #[error("{0}")]
    Unreachable(String),
    /// The user name or the password is wrong, or the server does not admit them from here.
    #[error("{0}")]
    Rejected(String),
    /// The database does not exist.
    #[error("{0}")]
    NoDatabase(String),
    /// The server does not offer TLS, or its certificate is not trusted.
    #[error("{text}")]
    Tls {
        /// The reason.
        text: String,
        /// Its causes tell what is wrong with a certificate.
        source: tokio_postgres::Error,
    },
    /// All connections are in use.
    #[error("{0}")]
    Full(String),
    /// The server is starting or stopping.
    #[error("{0}")]
    NotReady(String),
    /// Another reason.
    #[error("{0}")]
    Other(String),
}

impl From<InspectionError> for ConnectError {
    fn from(error: InspectionError) -> Self {
        error.0.into()
    }
}

impl From<tokio_postgres::Error> for ConnectError {
    fn from(error: tokio_postgres::Error) -> Self {
        let text = with_causes(&error);
        let Some(code) = error.code() else {
            let is_io = error.source().is_some_and(<dyn Error>::is::<std::io::Error>);
            // The driver hides the kind of its errors.
            return match error.to_string() {
                kind if kind.contains("TLS handshake") => Self::Tls { text, source: error },
                kind if kind.contains("timeout") || kind.contains("connecting to server") || is_io => {
                    Self::Unreachable(text)
                }
                _ => Self::Other(text),
            };
        };
        match code {
            &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                Self::Rejected(text)
            }
            &SqlState::INVALID_CATALOG_NAME => Self::NoDatabase(text),
            &SqlState::TOO_MANY_CONNECTIONS => Self::Full(text),
            &SqlState::CANNOT_CONNECT_NOW | &SqlState::ADMIN_SHUTDOWN => Self::NotReady(text),
            _ => Self::Other(text),
        }
    }
}

/// The message of the server, or that of the driver with its causes.
pub(super) fn with_causes(error: &tokio_postgres::Error) -> String {
    if let Some(error) = error.as_db_error() {
        return error.message().to_owned();
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text = format!("{text}: {message}");
        }
        cause = error.source();
    }
    text
}
