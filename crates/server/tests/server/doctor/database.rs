//! PostgreSQL is unreachable, or lacks what the server needs.

use onair_adapters_postgres::testing::{TestDatabase, blank_database, fresh_database};

use super::{Diagnosis, doctor, fakes, tls};
use crate::support::command;

async fn diagnose(url: &str) -> Diagnosis {
    Diagnosis::of(doctor(url)).await
}

/// A role of the cluster. It is dropped with the test's database, as far as it owns something there.
struct Role {
    name: String,
    url: String,
}

impl Role {
    async fn create(database: &TestDatabase, options: &str) -> Self {
        let mut url = reqwest::Url::parse(database.url()).unwrap();
        let name = url
            .path()
            .trim_start_matches('/')
            .replace("onair_test", "onair_role");
        let password = "password-of-a-role";
        database
            .execute(&format!(
                "CREATE ROLE {name} LOGIN PASSWORD '{password}' {options}"
            ))
            .await
            .unwrap();
        url.set_username(&name).unwrap();
        url.set_password(Some(password)).unwrap();
        Self {
            name,
            url: url.into(),
        }
    }

    async fn drop(self, database: &TestDatabase) {
        let statement = format!("DROP OWNED BY {0}; DROP ROLE {0}", self.name);
        database.execute(&statement).await.unwrap();
    }
}

/// Lets functions and views of the schema `public` hide those of PostgreSQL.
async fn shadow(database: &TestDatabase, definitions: &str) {
    let search_path = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', \
                       current_database()); END $$";
    database.execute(search_path).await.unwrap();
    database.execute(definitions).await.unwrap();
}

#[tokio::test]
async fn doctor_tells_why_the_database_is_unreachable() {
    let database = fresh_database().await;
    let url = reqwest::Url::parse(database.url()).unwrap();
    let changed = |change: fn(&mut reqwest::Url)| {
        let mut url = url.clone();
        change(&mut url);
        String::from(url)
    };
    for (url, words) in [
        (
            changed(|url| url.set_port(Some(1)).unwrap()),
            &["does not answer", "host and port"][..],
        ),
        (
            changed(|url| url.set_password(Some("wrong")).unwrap()),
            &["refuses to sign in", "password"],
        ),
        (
            changed(|url| url.set_username("nobody").unwrap()),
            &["refuses to sign in", "nobody"],
        ),
        (
            changed(|url| url.set_path("missing")),
            &["no such database", "missing", "CREATE DATABASE"],
        ),
        (
            changed(|url| url.set_query(Some("sslmode=verify-full"))),
            &["No encrypted connection", "TLS", "ssl in postgresql.conf"],
        ),
        (
            changed(|url| url.set_query(Some("sslcert=a.pem"))),
            &["DATABASE_URL", "sslcert is not supported"],
        ),
    ] {
        let diagnosis = diagnose(&url).await;
        diagnosis.has("database.connection", "error", words);
        for skipped in [
            "version",
            "extension",
            "schema",
            "rights",
            "sessions",
            "connections",
            "clock",
        ] {
            diagnosis.has(
                &format!("database.{skipped}"),
                "skipped",
                &["database.connection"],
            );
        }
        // The other checks run all the same.
        diagnosis.has("livekit.key", "ok", &[]);
    }
}

#[tokio::test]
async fn doctor_tells_what_is_wrong_with_the_certificate_of_the_database() {
    let authority = tls::Authority::new();
    let nothing = |_: &[u8]| Vec::new();
    let valid = tls::serve(authority.issue([2020, 2120]), nothing);
    let expired = tls::serve(authority.issue([2020, 2021]), nothing);
    let early = tls::serve(authority.issue([2110, 2120]), nothing);
    let root = authority.file.path().display();
    let trusted = format!("&sslrootcert={root}");
    for (host, port, trust, words) in [
        ("localhost", valid, &*trusted, &["PostgreSQL does not answer"][..]),
        (
            "localhost",
            valid,
            "",
            &["by an unknown authority", "Give PostgreSQL", "sslrootcert"],
        ),
        (
            "127.0.0.1",
            valid,
            &trusted,
            &["for another host name", "localhost"],
        ),
        (
            "localhost",
            expired,
            &trusted,
            &["certificate expired on 2021-01-01", "let PostgreSQL load"],
        ),
        (
            "localhost",
            early,
            &trusted,
            &["not valid before 2110-01-01", "clock"],
        ),
    ] {
        // Without the request that precedes TLS in the protocol of PostgreSQL.
        let parameters = format!("sslmode=verify-full&sslnegotiation=direct{trust}");
        let found = diagnose(&format!("postgres://onair@{host}:{port}/onair?{parameters}")).await;
        found.has("database.connection", "error", words);
    }
}

#[tokio::test]
async fn doctor_warns_of_a_plaintext_connection_to_another_machine() {
    // Not a loopback address, but connections to it stay on this machine.
    let diagnosis = diagnose("postgres://onair@0.0.0.0:1/onair?connect_timeout=1").await;
    diagnosis.has("database.encryption", "warning", &["sslmode=verify-full"]);
}

#[tokio::test]
async fn doctor_finds_a_role_without_rights() {
    let database = blank_database().await;
    let role = Role::create(&database, "").await;
    database
        .execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        .await
        .unwrap();
    let diagnosis = diagnose(&role.url).await;
    diagnosis.has(
        "database.rights",
        "error",
        &["create tables in the schema public", "owner"],
    );
    diagnosis.has(
        "database.extension",
        "error",
        &["pg_trgm", "may not install", "superuser"],
    );
    // The finding is true: the server does not start.
    let output = command(&role.url, "migrate").output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));

    let grant = format!(
        "GRANT ALL ON SCHEMA public TO {}; CREATE EXTENSION pg_trgm",
        role.name
    );
    database.execute(&grant).await.unwrap();
    let diagnosis = diagnose(&role.url).await;
    diagnosis.has("database.rights", "ok", &[]);
    diagnosis.has("database.extension", "ok", &["installed"]);
    let output = command(&role.url, "migrate").output().await.unwrap();
    assert_eq!(output.status.code(), Some(0));
    role.drop(&database).await;
}

#[tokio::test]
async fn doctor_finds_tables_of_another_role() {
    let database = fresh_database().await;
    let role = Role::create(&database, "").await;
    database
        .execute("GRANT ALL ON SCHEMA public TO PUBLIC")
        .await
        .unwrap();
    let diagnosis = diagnose(&role.url).await;
    diagnosis.has("database.schema", "error", &["list of migrations", "owner"]);
    diagnosis.has("database.rights", "error", &["__diesel_schema_migrations"]);

    database
        .execute("GRANT SELECT ON __diesel_schema_migrations TO PUBLIC; GRANT ALL ON users TO PUBLIC")
        .await
        .unwrap();
    let diagnosis = diagnose(&role.url).await;
    diagnosis.has(
        "database.rights",
        "error",
        &["read and write the table audit_log", "and 9 more"],
    );

    database
        .execute("DELETE FROM __diesel_schema_migrations WHERE version > '20261127'")
        .await
        .unwrap();
    let diagnosis = diagnose(&role.url).await;
    diagnosis.has("database.schema", "ok", &["older version"]);
    diagnosis.has("database.rights", "error", &["alter the table audit_log"]);
    role.drop(&database).await;
}

#[tokio::test]
async fn doctor_compares_the_schema_with_its_version() {
    let database = blank_database().await;
    diagnose(database.url())
        .await
        .has("database.schema", "ok", &["empty"]);
    diagnose(database.url())
        .await
        .has("database.extension", "ok", &["will install"]);

    database.execute("CREATE TABLE users (id int)").await.unwrap();
    let foreign = diagnose(database.url()).await;
    foreign.has(
        "database.schema",
        "error",
        &["Another program", "users", "of its own"],
    );

    let database = fresh_database().await;
    diagnose(database.url())
        .await
        .has("database.schema", "ok", &["this version"]);
    database
        .execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000001')")
        .await
        .unwrap();
    let newer = diagnose(database.url()).await;
    newer.has(
        "database.schema",
        "warning",
        &["newer version", "can still use", "99990101000001"],
    );
    newer.has("database.rights", "ok", &["the rights"]);
    database
        .execute("COMMENT ON TABLE __diesel_schema_migrations IS '99990101000001'")
        .await
        .unwrap();
    let too_new = diagnose(database.url()).await;
    too_new.has("database.schema", "error", &["can't use", "99990101000001"]);
}

#[tokio::test]
async fn doctor_finds_a_missing_or_hidden_extension() {
    let database = blank_database().await;
    shadow(
        &database,
        "CREATE VIEW pg_available_extensions AS SELECT 'plpgsql'::name AS name",
    )
    .await;
    let missing = diagnose(database.url()).await;
    missing.has("database.extension", "error", &["does not have", "contrib"]);

    let database = fresh_database().await;
    database
        .execute("CREATE SCHEMA elsewhere; ALTER EXTENSION pg_trgm SET SCHEMA elsewhere")
        .await
        .unwrap();
    let hidden = diagnose(database.url()).await;
    hidden.has("database.extension", "error", &["does not search", "SET SCHEMA"]);
}

#[tokio::test]
async fn doctor_finds_an_old_version() {
    let database = fresh_database().await;
    shadow(
        &database,
        "CREATE FUNCTION current_setting(name text) RETURNS text LANGUAGE sql AS $$ SELECT CASE name \
         WHEN 'server_version_num' THEN '110022' WHEN 'server_version' THEN '11.22' \
         ELSE pg_catalog.current_setting(name) END $$",
    )
    .await;
    let old = diagnose(database.url()).await;
    old.has("database.version", "error", &["11.22", "12 or newer"]);
}

#[tokio::test]
async fn doctor_finds_a_wrong_clock_of_the_database() {
    let database = fresh_database().await;
    shadow(
        &database,
        "CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql AS \
         $$ SELECT pg_catalog.clock_timestamp() - interval '1 hour' $$",
    )
    .await;
    let wrong = diagnose(database.url()).await;
    let (status, text) = wrong.check("database.clock");
    assert_eq!(status, "warning");
    assert!(text.contains("differs") && text.contains("NTP"), "{text}");
}

#[tokio::test]
async fn doctor_finds_too_few_connections() {
    let database = fresh_database().await;
    let role = Role::create(&database, "CONNECTION LIMIT 22").await;
    let few = diagnose(&role.url).await;
    few.has(
        "database.connections",
        "error",
        &[
            "up to 28",
            "permits 22",
            "CONNECTION LIMIT of the role",
            "DATABASE_POOL_SIZE",
        ],
    );
    database
        .execute(&format!("ALTER ROLE {} CONNECTION LIMIT 0", role.name))
        .await
        .unwrap();
    let none = diagnose(&role.url).await;
    none.has(
        "database.connection",
        "error",
        &["no more connections", "max_connections"],
    );
    role.drop(&database).await;
}

#[tokio::test]
async fn doctor_finds_a_pooler_that_shares_sessions() {
    for permits_transactions in [true, false] {
        let address = fakes::pooler(permits_transactions);
        let shared = diagnose(&format!("postgres://onair@{address}/onair")).await;
        shared.has("database.connection", "ok", &[]);
        shared.has("database.sessions", "error", &["pooler", "pool_mode = session"]);
    }
}
