//! Migrates a database to the tables of this version.

use std::collections::BTreeSet;
use std::time::Duration;

use diesel::migration::{MigrationSource, MigrationVersion};
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Bool, Text};
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
    /// A newer version has migrated the database, and removed what this version uses. See [`Schema::TooNew`].
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

/// What a call of [`migrate`] found and did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The migrations that were run.
    pub applied: Vec<String>,
    /// The migrations of a newer version, which this version does not know. The database still serves this version.
    pub unknown: Vec<String>,
}

/// Runs pending migrations, and refolds texts of older versions.
///
/// Several servers may call this concurrently: one migrates, and the others wait and then find nothing to
/// do. A database that a newer version has migrated stays unchanged.
pub async fn migrate(url: &str) -> Result<Migrated, MigrateError> {
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

fn up(connection: &mut Blocking) -> Result<Migrated, MigrateError> {
    let mut migrated = Migrated::default();
    match read_schema(connection).map_err(MigrateError::Failed)? {
        // A role that may not change tables can run a server on a current database.
        Schema::Current => {}
        Schema::Older(pending) => migrated.applied = run_pending(connection, pending)?,
        Schema::Newer(unknown) => migrated.unknown = unknown,
        Schema::TooNew(unknown) => return Err(MigrateError::TooNew(unknown)),
    }
    refold::refold(connection).map_err(MigrateError::Failed)?;
    Ok(migrated)
}

/// The migrations of a database, compared with those of this version.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// They are the same.
    Current,
    /// These are not applied yet.
    Older(Vec<String>),
    /// A newer version has applied these. They only add to what this version uses, so this version can run: beside
    /// servers of the newer version, or instead of them.
    Newer(Vec<String>),
    /// A newer version has applied these. One of them removed what this version uses, or this version has migrations
    /// that the newer one does not know.
    TooNew(Vec<String>),
}

/// Reads the oldest migration that servers must know, or an empty text. A migration that removes something sets it
/// as the comment of this table; docs/contributing.md describes it.
pub(crate) const OLDEST_SUPPORTED: &str =
    "SELECT coalesce(obj_description(to_regclass('__diesel_schema_migrations'), 'pg_class'), '')";

impl Schema {
    /// Compares the applied migrations. `oldest` is the result of [`OLDEST_SUPPORTED`].
    pub(crate) fn compare(applied: &[String], oldest: &str) -> Self {
        let known = known_versions();
        let missing_in = |versions: &[String], of: &[String]| -> Vec<String> {
            let missing: BTreeSet<_> = of.iter().filter(|it| !versions.contains(it)).cloned().collect();
            missing.into_iter().collect()
        };
        let (unknown, pending) = (missing_in(&known, applied), missing_in(applied, &known));
        let is_supported = oldest.is_empty() || known.iter().any(|version| version == oldest);
        match (unknown.is_empty(), pending.is_empty()) {
            (true, true) => Self::Current,
            (true, false) => Self::Older(pending),
            (false, true) if is_supported => Self::Newer(unknown),
            (false, _) => Self::TooNew(unknown),
        }
    }
}

/// Changes nothing, unlike diesel's functions, which create their table.
fn read_schema(connection: &mut Blocking) -> Result<Schema, Source> {
    if !has_table(connection)? {
        return Ok(Schema::compare(&[], ""));
    }
    let texts = |connection: &mut Blocking, query: &str| -> QueryResult<Vec<String>> {
        diesel::RunQueryDsl::load(diesel::dsl::sql::<Text>(query), connection)
    };
    let applied = texts(connection, "SELECT version::text FROM __diesel_schema_migrations")?;
    let oldest = texts(connection, OLDEST_SUPPORTED)?;
    Ok(Schema::compare(&applied, &oldest.concat()))
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

fn run_pending(connection: &mut Blocking, pending: Vec<String>) -> Result<Vec<String>, MigrateError> {
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
fn known_versions() -> Vec<String> {
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
pub(crate) async fn migrate_address(address: &Address) -> Result<Migrated, MigrateError> {
    run(address, up).await
}

async fn run<T: Send + 'static>(
    address: &Address,
    work: fn(&mut Blocking) -> Result<T, MigrateError>,
) -> Result<T, MigrateError> {
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
