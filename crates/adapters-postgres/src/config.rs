//! The configuration of the store.

use std::time::Duration;

use onair_domain::stream::SearchQuery;
use secrecy::{ExposeSecret as _, SecretString};

use crate::connect::Address;
use crate::error::AddressError;
use crate::locks::MAX_LOCK_CONNECTIONS;
use crate::pipelines::MAX_PIPELINES;

/// The database's URL and the limits for its use. All limits have defaults.
#[derive(Debug, Clone)]
pub struct PgConfig {
    /// `postgres://user:password@host:port/database?sslmode=…`.
    ///
    /// With the `sslmode` `disable`, `allow` or `prefer` (the default), connections are not encrypted; use
    /// these for loopback and private networks. With `require`, `verify-ca` or `verify-full`, connections
    /// use TLS, and the server's certificate must match the host and be signed by an authority of the
    /// system or of the file `sslrootcert`. Other `ssl…` settings of libpq are rejected, except
    /// `sslnegotiation`.
    pub url: SecretString,
    /// The maximum number of pooled connections. Each listener has a separate connection, small reads share up to
    /// four, and locks use up to 16 more.
    pub max_connections: usize,
    /// The maximum number of additional connections for searches. Keep it small, because each search may
    /// occupy a processor of the database.
    pub max_search_connections: usize,
    /// The timeout of a search, for its caller and for the statement in the database.
    pub search_timeout: Duration,
    /// The timeout for a free connection, and for opening a new one.
    pub acquire_timeout: Duration,
    /// The statement timeout in the database.
    pub statement_timeout: Duration,
    /// The timeout after which the database aborts an idle transaction and releases its locks.
    pub idle_in_transaction_timeout: Duration,
    /// The timeout of an operation with all its statements. It also applies if the network drops the
    /// response.
    pub operation_timeout: Duration,
}

impl PgConfig {
    /// Creates a configuration with defaults. See [`Self::url`] for the format of `url`.
    #[must_use]
    pub fn new(url: impl Into<SecretString>) -> Self {
        Self {
            url: url.into(),
            max_connections: 16,
            max_search_connections: 2,
            search_timeout: SearchQuery::TIME_LIMIT,
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(5),
            idle_in_transaction_timeout: Duration::from_secs(5),
            operation_timeout: Duration::from_secs(8),
        }
    }
}

/// Rounds a timeout up to PostgreSQL's unit. Rounded down, it would end early, and 0 would disable it.
pub(crate) fn milliseconds(timeout: Duration) -> u128 {
    timeout.as_nanos().div_ceil(1_000_000).max(1)
}

impl PgConfig {
    /// Returns how many connections a server opens at most: pooled ones, and those for searches, locks, shared
    /// reads and notifications.
    #[must_use]
    pub const fn max_connections_in_all(&self) -> usize {
        self.max_connections + self.max_search_connections + MAX_LOCK_CONNECTIONS + MAX_PIPELINES + 1
    }

    /// Whether the connection crosses a network unencrypted, including the password: without TLS, and to a
    /// host that is neither on the loopback interface nor a Unix socket.
    ///
    /// Fails if the URL is invalid.
    pub fn is_plaintext_over_network(&self) -> Result<bool, AddressError> {
        Ok(Address::parse(self.url.expose_secret())?.is_plaintext_over_network())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_rounded_up_and_never_disabled() {
        let rounded = [0, 1, 999, 1_000, 1_001, 99_914].map(|us| milliseconds(Duration::from_micros(us)));
        assert_eq!(rounded, [1, 1, 1, 1, 2, 100]);
    }
}
