//! The contract tests of all ports of the store, each case with a fresh database.

use std::sync::Arc;

use async_trait::async_trait;
use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{PgConfig, PgHealthProbe, PgStore};
use onair_domain::ports::{HealthProbe, HealthProbeError};
use onair_domain::user::UserId;
use onair_port_contracts::locks::LockServers;
use onair_port_contracts::{RowVersions, World};

/// The version of a row: every write changes it.
struct PgRowVersions(Arc<TestDatabase>);

#[async_trait]
impl RowVersions for PgRowVersions {
    async fn user_version(&self, user: &UserId) -> String {
        let quoted = user.as_str().replace('\'', "''");
        let version = format!("SELECT xmin || ' ' || ctid FROM users WHERE id = '{quoted}'");
        self.0.texts(&version).await.concat()
    }
}

async fn empty_store() -> World {
    let database = Arc::new(fresh_database().await);
    World {
        streams: Arc::new(database.streams()),
        sessions: Arc::new(database.sessions()),
        users: Arc::new(database.users()),
        social: Arc::new(database.social()),
        applications: Arc::new(database.applications()),
        chat: Arc::new(database.chat()),
        audit: Arc::new(database.audit()),
        thumbnails: Arc::new(database.thumbnails()),
        expiring: Arc::new(database.expiring()),
        events: Arc::new(database.store().events()),
        row_versions: Arc::new(PgRowVersions(database.clone())),
        guard: Box::new(database),
    }
}

onair_port_contracts::store!(empty_store);

/// Terminates the connections that hold a lock.
const KILL_HOLDERS: &str = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND granted AND datname = current_database()";

fn lock_servers_of(database: TestDatabase) -> LockServers {
    let second_server = PgStore::connect(&PgConfig::new(database.url())).unwrap();
    let database = Arc::new(database);
    let crashed = database.clone();
    LockServers {
        first: Arc::new(database.locks()),
        second: Arc::new(second_server.locks()),
        end_holders: Box::new(move || {
            let database = crashed.clone();
            Box::pin(async move { database.execute(KILL_HOLDERS).await.unwrap() })
        }),
        guard: Box::new(database),
    }
}

async fn lock_servers() -> LockServers {
    lock_servers_of(fresh_database().await)
}

onair_port_contracts::locks!(lock_servers);

async fn closed_locks() -> LockServers {
    let database = fresh_database().await;
    database.close();
    lock_servers_of(database)
}

onair_port_contracts::unreachable_locks!(closed_locks);

/// A store with a closed pool, as during a shutdown.
async fn closed_store() -> World {
    let world = empty_store().await;
    if let Some(database) = world.guard.downcast_ref::<Arc<TestDatabase>>() {
        database.close();
    }
    world
}

onair_port_contracts::unreachable_store!(closed_store);

/// The probe and its database, which must outlive it.
struct Probe(
    PgHealthProbe,
    #[expect(dead_code, reason = "keeps the database until the end of the test")] TestDatabase,
);

#[async_trait]
impl HealthProbe for Probe {
    async fn check(&self) -> Result<(), HealthProbeError> {
        self.0.check().await
    }
}

async fn probe() -> Arc<dyn HealthProbe> {
    let database = fresh_database().await;
    Arc::new(Probe(database.health_probe(), database))
}

onair_port_contracts::health_probe!(probe);

#[expect(clippy::unused_async, reason = "the suite expects an async function")]
async fn unreachable_probe() -> Arc<dyn HealthProbe> {
    // Nothing listens on port 1.
    let store = PgStore::connect(&PgConfig::new("postgres://nobody@127.0.0.1:1/nothing")).unwrap();
    Arc::new(store.health_probe())
}

onair_port_contracts::unreachable_health_probe!(unreachable_probe);
