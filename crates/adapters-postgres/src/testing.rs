//! Creates a database for each test by copying a migrated template.
//!
//! Any number of processes may run tests concurrently on the cluster of `ONAIR_TEST_DATABASE_URL`. `cargo
//! xtask test` starts one and sets the variable.

#![expect(
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that has no database fails by panicking"
)]

use std::env;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;
use std::time::Duration;

use diesel::QueryResult;
use diesel::sql_types::{Bool, Text};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use crate::connect::{Address, DrivenConnection};
use crate::migrate::{lock, migrate_address};
use crate::{PgConfig, PgStore};

/// The database of a test. It is dropped with this value.
pub struct TestDatabase {
    name: String,
    url: String,
    cluster: Address,
    store: PgStore,
}

/// Creates a migrated, empty database.
pub async fn fresh_database() -> TestDatabase {
    let template = format!("onair_template_{}", env!("ONAIR_MIGRATIONS"));
    create(
        &format!("CREATE DATABASE {{name}} TEMPLATE {template}"),
        Some(&template),
    )
    .await
}

/// Creates a database without tables, for tests of migrations.
pub async fn blank_database() -> TestDatabase {
    create("CREATE DATABASE {name} TEMPLATE template0", None).await
}

async fn create(statement: &str, template: Option<&str>) -> TestDatabase {
    let cluster_url = env::var("ONAIR_TEST_DATABASE_URL").unwrap_or_else(|_| {
        panic!(
            "these tests need PostgreSQL: run them with `cargo xtask test`, which sets ONAIR_TEST_DATABASE_URL"
        )
    });
    let random = RandomState::new().hash_one(std::process::id());
    let name = format!("onair_test_{random:016x}");
    let cluster = Address::parse(&cluster_url).unwrap_or_else(|error| panic!("{error}"));
    let created = async {
        let mut admin = cluster.connect().await?;
        if let Some(template) = template {
            ensure_template(&cluster, &mut admin, template).await?;
        }
        admin
            .connection
            .batch_execute(&statement.replace("{name}", &name))
            .await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    };
    if let Err(error) = created.await {
        panic!("could not create a test database: {error}");
    }
    let url = with_database(&cluster_url, &name);
    let config = PgConfig {
        max_connections: 8,
        // Results must not depend on the load of the machine.
        search_timeout: Duration::from_secs(10),
        acquire_timeout: Duration::from_secs(30),
        statement_timeout: Duration::from_secs(30),
        idle_in_transaction_timeout: Duration::from_secs(30),
        operation_timeout: Duration::from_mins(1),
        ..PgConfig::new(url.as_str())
    };
    let store = PgStore::connect(&config).unwrap_or_else(|error| panic!("{error}"));
    TestDatabase {
        name,
        url,
        cluster,
        store,
    }
}

/// Creates the template if it is missing. It is renamed when it is complete, so that an incomplete one is
/// never used.
async fn ensure_template(
    cluster: &Address,
    admin: &mut DrivenConnection,
    template: &str,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// An arbitrary key that no other lock in the cluster uses.
    const TEMPLATE_LOCK: i64 = 0x0061_6972_7465_7374;
    if exists(&mut admin.connection, template).await? {
        return Ok(());
    }
    lock(admin, TEMPLATE_LOCK).await?;
    if exists(&mut admin.connection, template).await? {
        return Ok(());
    }
    let draft = format!("{template}_draft");
    let begin = [
        format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"),
        format!("CREATE DATABASE {draft} TEMPLATE template0"),
    ];
    for statement in begin {
        admin.connection.batch_execute(&statement).await?;
    }
    migrate_address(&cluster.clone().with_database(&draft)).await?;
    // The migration's connection may close with a delay, and would block the renaming.
    let end = [
        format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{draft}'"),
        format!("ALTER DATABASE {draft} RENAME TO {template}"),
    ];
    for statement in end {
        admin.connection.batch_execute(&statement).await?;
    }
    Ok(())
}

async fn exists(connection: &mut AsyncPgConnection, database: &str) -> QueryResult<bool> {
    let found = diesel::dsl::sql::<Bool>("SELECT EXISTS (SELECT FROM pg_database WHERE datname = ")
        .bind::<Text, _>(database)
        .sql(")");
    found.get_result(connection).await
}

/// Replaces the database name of a URL.
fn with_database(url: &str, name: &str) -> String {
    let mut url = url::Url::parse(url).unwrap_or_else(|error| panic!("ONAIR_TEST_DATABASE_URL: {error}"));
    url.set_path(name);
    url.into()
}

impl TestDatabase {
    /// Returns the database's URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the store.
    #[must_use]
    pub fn store(&self) -> &PgStore {
        &self.store
    }

    /// Runs SQL statements.
    pub async fn execute(&self, sql: &str) -> QueryResult<()> {
        let link = self.cluster.clone().with_database(&self.name).connect().await;
        let mut link = link.unwrap_or_else(|error| panic!("the test database is unreachable: {error}"));
        link.connection.batch_execute(sql).await
    }

    /// Returns the rows of a query with a single text column.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let link = self.cluster.clone().with_database(&self.name).connect().await;
        let mut link = link.unwrap_or_else(|error| panic!("the test database is unreachable: {error}"));
        let rows = diesel::dsl::sql::<Text>(sql).load(&mut link.connection).await;
        rows.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }
}

impl Deref for TestDatabase {
    type Target = PgStore;

    fn deref(&self) -> &PgStore {
        &self.store
    }
}

impl fmt::Debug for TestDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Drops the database. A separate thread and runtime are required, because the runtime of the test may be
/// shutting down. A failure only leaves a database in the test cluster.
impl Drop for TestDatabase {
    fn drop(&mut self) {
        const TIMEOUT: Duration = Duration::from_secs(10);
        self.store.close();
        let cluster = self.cluster.clone();
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                let work = async {
                    let mut link = cluster.connect().await.ok()?;
                    link.connection.batch_execute(&statement).await.ok()
                };
                let _ = runtime.block_on(async { tokio::time::timeout(TIMEOUT, work).await });
            }
        });
        let _ = dropping.join();
    }
}
