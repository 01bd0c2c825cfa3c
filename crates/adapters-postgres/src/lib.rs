//! The ports that keep state, over PostgreSQL. [`PgStore`] hands them out; [`migrate()`] makes the
//! tables that they need.
//!
//! One file a port, named as the port's file. One method is one statement or one short transaction,
//! which compares what it replaces. No rule lives here: what the ports' documentation says, and the
//! values that the domain's types allow, is all there is.

#![expect(
    clippy::ref_option_ref,
    reason = "what diesel derives for a changeset of optional texts"
)]

mod audit_log;
mod chat_log;
mod config;
mod connect;
mod creator_applications;
mod error;
mod health_probe;
mod live_events;
mod locks;
mod migrate;
mod pool;
mod refold;
mod rows;
mod schema;
mod search_text;
mod session_repository;
mod social_graph;
mod stream_repository;
#[cfg(feature = "testing")]
pub mod testing;
mod user_directory;

pub use audit_log::PgAuditLog;
pub use chat_log::PgChatLog;
pub use config::PgConfig;
pub use creator_applications::PgCreatorApplications;
pub use error::AddressError;
pub use health_probe::PgHealthProbe;
pub use live_events::PgLiveEvents;
pub use locks::PgLocks;
#[cfg(feature = "testing")]
pub use migrate::revert_all;
pub use migrate::{MigrateError, migrate};
pub use session_repository::PgSessionRepository;
pub use social_graph::PgSocialGraph;
pub use stream_repository::PgStreamRepository;
pub use user_directory::PgUserDirectory;

use std::time::Duration;

use connect::Address;
use pool::Pool;
use secrecy::ExposeSecret as _;

/// A database and the ports it serves. They share one pool of connections, but for searches, which have
/// a small one; who listens and who holds a lock has one of their own.
#[derive(Clone, Debug)]
pub struct PgStore {
    pool: Pool,
    searches: Pool,
    search_within: Duration,
    events: PgLiveEvents,
    locks: PgLocks,
}

impl PgStore {
    /// Prepares the way to a database. Connections are made when they are needed, so a database that
    /// is away now is only noticed by [`PgStore::health_probe`] and by the calls themselves.
    pub fn connect(config: &PgConfig) -> Result<Self, AddressError> {
        Ok(Self {
            pool: Pool::new(config)?,
            searches: Pool::for_searches(config)?,
            search_within: config.search_within,
            events: PgLiveEvents::new(Address::parse(config.url.expose_secret())?),
            locks: PgLocks::new(Address::parse(config.url.expose_secret())?, config),
        })
    }

    /// Streams' records.
    #[must_use]
    pub fn streams(&self) -> PgStreamRepository {
        PgStreamRepository::new(self.pool.clone(), self.searches.clone(), self.search_within)
    }

    /// Sessions.
    #[must_use]
    pub fn sessions(&self) -> PgSessionRepository {
        PgSessionRepository::new(self.pool.clone())
    }

    /// Users.
    #[must_use]
    pub fn users(&self) -> PgUserDirectory {
        PgUserDirectory::new(self.pool.clone())
    }

    /// Follows and blocks.
    #[must_use]
    pub fn social(&self) -> PgSocialGraph {
        PgSocialGraph::new(self.pool.clone())
    }

    /// Applications to be a creator.
    #[must_use]
    pub fn applications(&self) -> PgCreatorApplications {
        PgCreatorApplications::new(self.pool.clone())
    }

    /// What is written in chats.
    #[must_use]
    pub fn chat(&self) -> PgChatLog {
        PgChatLog::new(self.pool.clone())
    }

    /// What admins did.
    #[must_use]
    pub fn audit(&self) -> PgAuditLog {
        PgAuditLog::new(self.pool.clone())
    }

    /// Turns, over all servers of this database.
    #[must_use]
    pub fn locks(&self) -> PgLocks {
        self.locks.clone()
    }

    /// Changes of streams, whichever server made them.
    #[must_use]
    pub fn events(&self) -> PgLiveEvents {
        self.events.clone()
    }

    /// Whether the database answers.
    #[must_use]
    pub fn health_probe(&self) -> PgHealthProbe {
        PgHealthProbe::new(self.pool.clone())
    }

    /// Closes idle connections now, the others as their calls end and their locks are let go. Later
    /// calls fail.
    pub fn close(&self) {
        self.pool.close();
        self.searches.close();
        self.locks.close();
    }
}
