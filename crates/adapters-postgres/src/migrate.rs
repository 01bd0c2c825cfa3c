//! Migrates a database to the tables of this version.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Bool};
use diesel::{QueryResult, declare_sql_function, sql_query};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use onair_domain::error::Source;

use crate::connect::{Address, DrivenConnection};
use crate::error::AddressError;
use crate::refold;

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// The reason why a migration failed.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The URL is invalid.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The database is unreachable.
    #[error("the database is unreachable")]
    Unreachable(#[source] Source),
    /// Another server still migrates the database after [`LOCK_TIMEOUT`].
    #[error("another server has been migrating the database for {} s", LOCK_TIMEOUT.as_secs())]
    Locked,
    /// A newer version has migrated the database. This version does not know the meaning of those
    /// migrations, so it must not use the database.
    #[error(
        "the database is newer than this server: this version does not know its migrations ({}); \
         start the version that made them, or a newer one",
        .0.join(", ")
    )]
    TooNew(Vec<String>),
    /// Migrations are pending, and the role may not change the tables.
    #[error(
        "the database needs migrations ({}), and the role of DATABASE_URL may not change its tables; run `server \
         migrate` with the DATABASE_URL of the role that owns them",
        .0.join(", ")
    )]
    NotOwner(Vec<String>),
    /// Another transaction holds a lock that a migration needs. Earlier migrations remain.
    #[error(
        "a migration waited {} s for a lock that another transaction holds, and changed nothing; start again, or end \
         that transaction (see pg_stat_activity)",
        STATEMENT_LOCK_TIMEOUT.as_secs()
    )]
    LockTimeout(#[source] Source),
    /// A migration failed. Earlier migrations remain.
    #[error("a migration failed")]
    Failed(#[source] Source),
}

/// How long a statement of a migration waits for a lock. Meanwhile other statements queue behind it, so a longer wait
/// would stop running servers.
const STATEMENT_LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The timeout for another server that migrates.
const LOCK_TIMEOUT: Duration = Duration::from_mins(5);

#[declare_sql_function]
extern "SQL" {
    /// Acquires a session-level lock if it is free.
    fn pg_try_advisory_lock(key: BigInt) -> Bool;
}

/// Runs pending migrations, refolds texts of older versions, and returns the names of the migrations.
///
/// Several servers may call this concurrently: one migrates, and the others wait and then find nothing to
/// do. A database that a newer version has migrated stays unchanged.
pub async fn migrate(url: &str) -> Result<Vec<String>, MigrateError> {
    run(&Address::parse(url)?, up).await
}

/// Reverts all migrations and deletes the data.
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
    let (unknown, pending) = compare(connection).map_err(MigrateError::Failed)?;
    if !unknown.is_empty() {
        return Err(MigrateError::TooNew(unknown));
    }
    // A role that may not change tables can run a server on a current database.
    let names = if pending.is_empty() {
        Vec::new()
    } else {
        run_pending(connection, pending)?
    };
    refold::refold(connection).map_err(MigrateError::Failed)?;
    Ok(names)
}

/// Returns applied migrations that this version does not know, and known ones that are not applied. Changes nothing,
/// unlike diesel's functions, which create their table.
fn compare(connection: &mut Blocking) -> Result<(Vec<String>, Vec<String>), Source> {
    let known = MigrationSource::<Pg>::migrations(&MIGRATIONS)?;
    let known: BTreeSet<_> = known
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    let mut applied = BTreeSet::new();
    if has_table(connection)? {
        let versions = sql_query("SELECT version::text AS version FROM __diesel_schema_migrations");
        let rows: Vec<Applied> = diesel::RunQueryDsl::load(versions, connection)?;
        applied.extend(rows.into_iter().map(|row| row.version));
    }
    let unknown = applied.difference(&known).cloned().collect();
    let pending = known.difference(&applied).cloned().collect();
    Ok((unknown, pending))
}

#[derive(diesel::QueryableByName)]
struct Applied {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

fn is_true(connection: &mut Blocking, condition: &str) -> QueryResult<bool> {
    let condition = diesel::dsl::sql::<Bool>(condition);
    diesel::RunQueryDsl::get_result(diesel::select(condition), connection)
}

fn has_table(connection: &mut Blocking) -> QueryResult<bool> {
    is_true(
        connection,
        "to_regclass('__diesel_schema_migrations') IS NOT NULL",
    )
}

/// Whether the role may create tables, and owns those that exist.
const IS_OWNER: &str = "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AND NOT EXISTS (
    SELECT FROM pg_class
    WHERE oid = to_regclass('__diesel_schema_migrations') AND NOT pg_has_role(relowner, 'USAGE')
)";

fn run_pending(connection: &mut Blocking, pending: Vec<String>) -> Names {
    let failed = |error: diesel::result::Error| MigrateError::Failed(error.into());
    if !is_true(connection, IS_OWNER).map_err(failed)? {
        return Err(MigrateError::NotOwner(pending));
    }
    let limit = format!("SET lock_timeout = {}", STATEMENT_LOCK_TIMEOUT.as_millis());
    diesel::RunQueryDsl::execute(sql_query(limit), connection).map_err(failed)?;
    let run = connection.run_pending_migrations(MIGRATIONS);
    let names = names(&run.map_err(classify)?);
    diesel::RunQueryDsl::execute(sql_query("RESET lock_timeout"), connection).map_err(failed)?;
    Ok(names)
}

/// The driver hides SQLSTATE codes.
fn classify(error: Source) -> MigrateError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error.as_ref());
    while let Some(current) = cause {
        if current.to_string().contains("due to lock timeout") {
            return MigrateError::LockTimeout(error);
        }
        cause = current.source();
    }
    MigrateError::Failed(error)
}

/// Returns the versions of the migrations of this program.
pub(crate) fn known_versions() -> Vec<String> {
    let migrations = MigrationSource::<Pg>::migrations(&MIGRATIONS).unwrap_or_default();
    let mut versions: Vec<_> = migrations
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    versions.sort();
    versions
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
    let waiting = tokio::time::timeout(LOCK_TIMEOUT, lock(&mut link, LOCK)).await;
    waiting
        .map_err(|_| MigrateError::Locked)?
        .map_err(|error| MigrateError::Unreachable(error.into()))?;
    // The migration harness requires a blocking connection.
    let result = tokio::task::spawn_blocking(move || work(&mut Blocking::from(link.connection))).await;
    result.map_err(|error| MigrateError::Failed(error.into()))?
}

/// An arbitrary key that no other lock in the database uses.
const LOCK: i64 = 0x0061_6972_6d69_6772;

/// Polls for a lock. Waiting inside the database would keep a transaction open, and a concurrent index
/// build would wait for that transaction.
pub(crate) async fn lock(link: &mut DrivenConnection, key: i64) -> QueryResult<()> {
    const POLL_INTERVAL: Duration = Duration::from_millis(50);
    while !diesel::select(pg_try_advisory_lock(key))
        .get_result::<bool>(&mut link.connection)
        .await?
    {
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    Ok(())
}
