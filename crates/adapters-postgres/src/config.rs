//! What a store needs to know to be reached.

use std::time::Duration;

use onair_domain::stream::SearchQuery;
use secrecy::{ExposeSecret as _, SecretString};

use crate::connect::Address;
use crate::error::AddressError;

/// Where the database is and how patient to be with it. The defaults suit a service; only the
/// address has none.
#[derive(Debug, Clone)]
pub struct PgConfig {
    /// `postgres://user:password@host:port/database?sslmode=…`.
    ///
    /// `sslmode` is `disable`, `allow` or `prefer` (the default): a plain connection, for loopback
    /// and private networks; or `require`, `verify-ca` or `verify-full`: TLS with a certificate that
    /// proves the host, by the system's authorities and those in the file of `sslrootcert`. Other `ssl…`
    /// settings of libpq are refused, but for `sslnegotiation`.
    pub url: SecretString,
    /// The most connections held at once by calls. Who listens and who holds a lock has one besides
    /// these; the locks take up to 16.
    pub max_connections: usize,
    /// The most connections held at once by searches, besides those. Few: each may keep a processor of the
    /// database busy for as long as a search may take.
    pub max_search_connections: usize,
    /// A search is given up after this long, by its caller and by the server.
    pub search_within: Duration,
    /// How long to wait for a free connection, and for a new one to be made.
    pub acquire_within: Duration,
    /// The server gives a statement up after this long.
    pub statement_timeout: Duration,
    /// The server drops a transaction that does nothing for this long, with the locks it holds.
    pub idle_in_transaction_timeout: Duration,
    /// An operation of several statements is given up after this long, also when the network
    /// swallows the answer.
    pub answer_within: Duration,
}

impl PgConfig {
    /// The defaults, for this address.
    #[must_use]
    pub fn new(url: impl Into<SecretString>) -> Self {
        Self {
            url: url.into(),
            max_connections: 16,
            max_search_connections: 2,
            search_within: SearchQuery::TIME_LIMIT,
            acquire_within: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(5),
            idle_in_transaction_timeout: Duration::from_secs(5),
            answer_within: Duration::from_secs(8),
        }
    }
}

impl PgConfig {
    /// Whether others on a network can read what is said to the database, passwords included: no TLS, and a
    /// host that is neither this machine's loopback interface nor a Unix socket.
    pub fn is_plaintext_over_network(&self) -> Result<bool, AddressError> {
        Ok(Address::parse(self.url.expose_secret())?.is_plaintext_over_network())
    }
}
