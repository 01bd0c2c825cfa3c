//! Implements the ports that store state with PostgreSQL. [`PgStore`] provides them, and [`migrate()`]
//! creates their tables.
//!
//! Each port has one file of the same name. Each method is one statement or one short transaction, which
//! compares the state that it replaces. This crate contains no domain rules.

#![expect(
    clippy::ref_option_ref,
    reason = "diesel derives this for a changeset of optional texts"
)]

mod audit_log;
mod chat_log;
mod config;
mod connect;
mod creator_applications;
mod erasure;
mod error;
mod expiring_data;
mod health_probe;
mod inspect;
mod legacy;
mod live_events;
mod locks;
mod migrate;
mod pipelines;
mod pool;
mod prepared;
mod refold;
mod rows;
mod schema;
mod search_text;
mod searches;
mod session_repository;
mod social_graph;
mod statement_spans;
mod stream_repository;
#[cfg(feature = "testing")]
pub mod testing;
mod thumbnails;
mod user_directory;

pub use audit_log::PgAuditLog;
pub use chat_log::PgChatLog;
pub use config::PgConfig;
pub use creator_applications::PgCreatorApplications;
pub use erasure::{EraseError, Erased, erase_user};
pub use error::AddressError;
pub use expiring_data::PgExpiringData;
pub use health_probe::PgHealthProbe;
pub use inspect::{
    ConnectError, ConnectionLimit, InspectionError, MIN_VERSION, PgInspector, PgVersion, SchemaState,
    TrigramSupport,
};
pub use legacy::{Counts, ImportError, ImportReport, Imported, LegacyImport, SourceAddress, import_legacy};
pub use live_events::PgLiveEvents;
pub use locks::PgLocks;
#[cfg(feature = "testing")]
pub use migrate::revert_all;
pub use migrate::{MigrateError, Migrated, migrate};
pub use pool::PoolUsage;
pub use session_repository::PgSessionRepository;
pub use social_graph::PgSocialGraph;
pub use stream_repository::PgStreamRepository;
pub use thumbnails::PgThumbnails;
pub use user_directory::PgUserDirectory;

use connect::Address;
use pool::Pool;
use searches::Searches;
use secrecy::ExposeSecret as _;

/// A database and its ports. All ports share one connection pool, except searches, which have a small one.
/// Each listener and each lock uses a separate connection.
#[derive(Clone, Debug)]
pub struct PgStore {
    pool: Pool,
    searches: Searches,
    events: PgLiveEvents,
    locks: PgLocks,
}

impl PgStore {
    /// Creates a store. Connections are opened on demand, or in advance by [`PgStore::open_connections`], so an
    /// unreachable database shows only in [`PgStore::health_probe`] and in calls.
    ///
    /// Fails if the URL is invalid.
    pub fn connect(config: &PgConfig) -> Result<Self, AddressError> {
        Ok(Self {
            pool: Pool::new(config)?,
            searches: Searches::new(Pool::for_searches(config)?, config.search_timeout),
            events: PgLiveEvents::new(Address::parse(config.url.expose_secret())?),
            locks: PgLocks::new(Address::parse(config.url.expose_secret())?, config),
        })
    }

    /// Opens the connections of both pools, so that a burst of calls does not wait for them.
    ///
    /// It does not fail: what cannot be opened now is opened on demand.
    pub async fn open_connections(&self) {
        self.pool.fill().await;
        self.searches.open_connections().await;
    }

    /// Returns the port for streams.
    #[must_use]
    pub fn streams(&self) -> PgStreamRepository {
        PgStreamRepository::new(self.pool.clone(), self.searches.clone())
    }

    /// Returns the port for sessions.
    #[must_use]
    pub fn sessions(&self) -> PgSessionRepository {
        PgSessionRepository::new(self.pool.clone())
    }

    /// Returns the port for users.
    #[must_use]
    pub fn users(&self) -> PgUserDirectory {
        PgUserDirectory::new(self.pool.clone(), self.searches.clone())
    }

    /// Returns the port for follows and blocks.
    #[must_use]
    pub fn social(&self) -> PgSocialGraph {
        PgSocialGraph::new(self.pool.clone())
    }

    /// Returns the port for creator applications.
    #[must_use]
    pub fn applications(&self) -> PgCreatorApplications {
        PgCreatorApplications::new(self.pool.clone())
    }

    /// Returns the port for chat messages.
    #[must_use]
    pub fn chat(&self) -> PgChatLog {
        PgChatLog::new(self.pool.clone())
    }

    /// Returns the port for the pictures of open sessions.
    #[must_use]
    pub fn thumbnails(&self) -> PgThumbnails {
        PgThumbnails::new(self.pool.clone())
    }

    /// Returns the port for the audit log.
    #[must_use]
    pub fn audit(&self) -> PgAuditLog {
        PgAuditLog::new(self.pool.clone())
    }

    /// Returns the port that deletes expired data.
    #[must_use]
    pub fn expiring(&self) -> PgExpiringData {
        PgExpiringData::new(self.pool.clone())
    }

    /// Returns the port for locks. They exclude all servers that use this database.
    #[must_use]
    pub fn locks(&self) -> PgLocks {
        self.locks.clone()
    }

    /// Returns the port for changes, which all servers emit.
    #[must_use]
    pub fn events(&self) -> PgLiveEvents {
        self.events.clone()
    }

    /// Returns the health check of the database.
    #[must_use]
    pub fn health_probe(&self) -> PgHealthProbe {
        PgHealthProbe::new(self.pool.clone())
    }

    /// Returns the usage of each pool: `main`, and `searches`.
    #[must_use]
    pub fn pool_usage(&self) -> [(&'static str, PoolUsage); 2] {
        [("main", self.pool.usage()), ("searches", self.searches.usage())]
    }

    /// Closes idle connections now, and the others when their calls end or their locks are released. Later
    /// calls fail.
    pub fn close(&self) {
        self.pool.close();
        self.searches.close();
        self.locks.close();
    }
}
