//! Bringing a database to the tables that this version needs.

use std::time::Duration;

use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sql_types::BigInt;
use diesel::{QueryResult, declare_sql_function};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use onair_domain::error::Source;

use crate::connect::{Address, Link};
use crate::error::AddressError;
use crate::refold;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// Why a database could not be migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The address is at fault.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The database can't be reached.
    #[error("the database can't be reached")]
    Unreachable(#[source] Source),
    /// Another server is still at it after [`PATIENCE`].
    #[error("another server has been migrating the database for {} s", PATIENCE.as_secs())]
    Locked,
    /// A newer version of the server has migrated the database. What its migrations mean is unknown here, so
    /// nothing may be read or written.
    #[error(
        "the database is newer than this server: it has migrations that this version doesn't know ({}); \
         start the version that made them, or a newer one",
        .0.join(", ")
    )]
    TooNew(Vec<String>),
    /// A migration failed; those before it stay.
    #[error("a migration failed")]
    Failed(#[source] Source),
}

/// How long to wait for another server that migrates.
const PATIENCE: Duration = Duration::from_mins(5);

#[declare_sql_function]
extern "SQL" {
    /// Takes a lock, if nobody holds it, that the connection holds until it is closed.
    fn pg_try_advisory_lock(key: BigInt) -> Bool;
}

/// Runs the migrations that are still to run, folds anew what an older version folded, and returns
/// the migrations' names. Any number of servers may do this at once: one does, the others wait and then
/// find nothing to do. Changes nothing in a database that a newer version has migrated.
pub async fn migrate(url: &str) -> Result<Vec<String>, MigrateError> {
    run(&Address::parse(url)?, up).await
}

/// Takes all migrations back, and the data with them.
#[cfg(feature = "testing")]
pub async fn revert_all(url: &str) -> Result<Vec<String>, MigrateError> {
    run(&Address::parse(url)?, |connection| {
        let reverted = connection.revert_all_migrations(MIGRATIONS);
        Ok(names(&reverted.map_err(MigrateError::Failed)?))
    })
    .await
}

pub(crate) type Blocking = AsyncConnectionWrapper<AsyncPgConnection>;
type Names = Result<Vec<String>, MigrateError>;

fn up(connection: &mut Blocking) -> Names {
    let unknown = unknown(connection).map_err(MigrateError::Failed)?;
    if !unknown.is_empty() {
        return Err(MigrateError::TooNew(unknown));
    }
    let run = connection.run_pending_migrations(MIGRATIONS);
    let names = names(&run.map_err(MigrateError::Failed)?);
    refold::refold(connection).map_err(MigrateError::Failed)?;
    Ok(names)
}

/// The migrations that the database has and this version doesn't.
fn unknown(connection: &mut Blocking) -> Result<Vec<String>, Source> {
    let known = MigrationSource::<Pg>::migrations(&MIGRATIONS)?;
    let is_known = |version: &MigrationVersion<'_>| known.iter().any(|one| one.name().version() == *version);
    let mut unknown = connection.applied_migrations()?;
    unknown.retain(|version| !is_known(version));
    unknown.sort();
    Ok(names(&unknown))
}

fn names(versions: &[MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

#[cfg(feature = "testing")]
pub(crate) async fn migrate_address(address: &Address) -> Result<Vec<String>, MigrateError> {
    run(address, up).await
}

async fn run(address: &Address, work: fn(&mut Blocking) -> Names) -> Result<Vec<String>, MigrateError> {
    let mut link = address
        .connect()
        .await
        .map_err(|error| MigrateError::Unreachable(error.into()))?;
    let waiting = tokio::time::timeout(PATIENCE, lock(&mut link, LOCK)).await;
    waiting
        .map_err(|_| MigrateError::Locked)?
        .map_err(|error| MigrateError::Unreachable(error.into()))?;
    // The migrations are written for a blocking connection.
    let done = tokio::task::spawn_blocking(move || work(&mut Blocking::from(link.connection))).await;
    done.map_err(|error| MigrateError::Failed(error.into()))?
}

/// Any number that nothing else in the database locks by.
const LOCK: i64 = 0x0061_6972_6d69_6772;

/// Asks for a lock until it is had. Waiting for it inside the database would hold a transaction
/// open, which a migration that builds an index concurrently waits for in turn.
pub(crate) async fn lock(link: &mut Link, key: i64) -> QueryResult<()> {
    const PAUSE: Duration = Duration::from_millis(50);
    while !diesel::select(pg_try_advisory_lock(key))
        .get_result::<bool>(&mut link.connection)
        .await?
    {
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}
