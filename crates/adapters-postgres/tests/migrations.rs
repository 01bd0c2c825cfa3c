//! Tests of migrations: up and down, concurrent servers, and the table definitions in the code.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write;

use onair_adapters_postgres::testing::{TestDatabase, blank_database, fresh_database};
use onair_adapters_postgres::{MigrateError, migrate, revert_all};
use onair_domain::ports::{StreamRepository, UserDirectory};
use onair_domain::user::Requester;
use onair_port_contracts::fixtures;

/// Describes all objects that migrations create, one per line.
async fn schema_objects(database: &TestDatabase) -> Vec<String> {
    let query = "
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
               || ' ' || coalesce(column_default, '') || ' ' || coalesce(collation_name, '')
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'table ' || oid::regclass::text || ' ' || relpersistence::text || ' ' || coalesce(reloptions::text, '')
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT 'function ' || p.oid::regprocedure || ' ' || prosrc FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
            SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e'
        )
        ORDER BY 1";
    database.texts(query).await
}

#[tokio::test]
async fn migrations_are_reversible() {
    let database = blank_database().await;
    let first = migrate(database.url()).await.unwrap();
    assert!(first.len() >= 4, "{first:?}");
    let migrated = schema_objects(&database).await;
    assert!(
        migrated
            .iter()
            .any(|line| line.starts_with("column streams.is_live boolean NO"))
    );

    let reverted = revert_all(database.url()).await.unwrap();
    assert_eq!(reverted.len(), first.len());
    let reverted_objects = schema_objects(&database).await;
    assert!(
        reverted_objects
            .iter()
            .all(|line| line.contains("__diesel_schema_migrations")),
        "{reverted_objects:#?}"
    );

    assert_eq!(migrate(database.url()).await.unwrap(), first);
    assert_eq!(schema_objects(&database).await, migrated);
}

#[tokio::test]
async fn migrated_database_needs_no_migration() {
    let database = fresh_database().await;
    assert_eq!(migrate(database.url()).await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn database_of_a_newer_version_is_not_changed() {
    let database = blank_database().await;
    migrate(database.url()).await.unwrap();
    // The last known migration is pending, so a migration would run.
    database
        .execute(
            "DELETE FROM __diesel_schema_migrations
             WHERE version = (SELECT max(version) FROM __diesel_schema_migrations);
             INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000002'), ('99990101000001')",
        )
        .await
        .unwrap();
    let before = schema_objects(&database).await;
    let error = migrate(database.url()).await.unwrap_err();
    assert!(matches!(error, MigrateError::TooNew(_)), "{error:?}");
    let message = error.to_string();
    assert!(message.contains("(99990101000001, 99990101000002)"), "{message}");
    assert_eq!(schema_objects(&database).await, before);
    let versions = "SELECT version::text FROM __diesel_schema_migrations ORDER BY 1 DESC LIMIT 2";
    assert_eq!(
        database.texts(versions).await,
        ["99990101000002", "99990101000001"]
    );
}

#[tokio::test]
async fn one_of_eight_concurrent_servers_migrates() {
    let database = blank_database().await;
    let servers: Vec<_> = (0..8)
        .map(|_| {
            let url = database.url().to_owned();
            tokio::spawn(async move { migrate(&url).await })
        })
        .collect();
    let mut migrated = Vec::new();
    for server in servers {
        migrated.push(server.await.unwrap().unwrap());
    }
    assert_eq!(
        migrated.iter().filter(|names| !names.is_empty()).count(),
        1,
        "{migrated:?}"
    );
}

/// One session in each state, with the columns before the migration `session_course`.
const OLD_SESSIONS: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT id, id, id, id, '', now(), now() FROM unnest(ARRAY['a', 'b', 'c', 'd']) AS ids (id);
    INSERT INTO streams (id, user_id, title, is_live, search_text, created_at, updated_at)
    SELECT id, id, 'Title', id <> 'd', '', now(), now() FROM users;
    INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, interrupted_since,
                          ended_at, end_reason, peak_viewers)
    VALUES ('a', 'a', 'a', 'Title', 'RM_1', '2026-01-01 10:00Z', 'STARTING', NULL, NULL, NULL, 0),
           ('b', 'b', 'b', 'Title', 'RM_1', '2026-01-01 10:00Z', 'ON_AIR', NULL, NULL, NULL, 7),
           ('c', 'c', 'c', 'Title', 'RM_1', '2026-01-01 10:00Z', 'INTERRUPTED', '2026-01-01 11:00Z', NULL, NULL, 0),
           ('d', 'd', 'd', 'Title', 'RM_1', '2026-01-01 10:00Z', 'ENDED', NULL, '2026-01-01 12:00Z', 'ROOM_CLOSED', 3)";

#[tokio::test]
async fn session_course_migration_is_reversible() {
    const UP: &str = include_str!("../../../migrations/2026-11-24-000001_session_course/up.sql");
    const DOWN: &str = include_str!("../../../migrations/2026-11-24-000001_session_course/down.sql");
    let database = fresh_database().await;
    database.execute(DOWN).await.unwrap();
    database.execute(OLD_SESSIONS).await.unwrap();
    let old = "SELECT to_jsonb(sessions)::text FROM sessions ORDER BY id";
    let before = database.texts(old).await;

    database.execute(&format!("BEGIN; {UP}; COMMIT")).await.unwrap();
    let columns =
        "SELECT concat_ws(' ', state, to_char(state_since AT TIME ZONE 'UTC', 'HH24'), interruption,
                                   total_viewers, messages, revision)
                  FROM sessions ORDER BY id";
    let expected = [
        "STARTING 10 0 0 0",
        "ON_AIR 10 7 0 0",
        "INTERRUPTED 11 CREATOR_GONE 0 0 0",
        "ENDED 3 0 0",
    ];
    assert_eq!(database.texts(columns).await, expected);

    database.execute(&format!("BEGIN; {DOWN}; COMMIT")).await.unwrap();
    assert_eq!(database.texts(old).await, before);
}

#[tokio::test]
async fn reverting_chat_resets_counts_of_open_sessions() {
    const UP: &str = include_str!("../../../migrations/2026-11-24-000004_chat/up.sql");
    const DOWN: &str = include_str!("../../../migrations/2026-11-24-000004_chat/down.sql");
    let database = fresh_database().await;
    let sessions = OLD_SESSIONS.replace("interrupted_since", "messages, interruption, state_since");
    let sessions = sessions
        .replace("'STARTING', NULL", "'STARTING', 5, NULL, now()")
        .replace("'ON_AIR', NULL", "'ON_AIR', 6, NULL, now()")
        .replace("'INTERRUPTED', ", "'INTERRUPTED', 7, 'CREATOR_GONE', ")
        .replace("'ENDED', NULL", "'ENDED', 8, NULL, NULL");
    database.execute(&sessions).await.unwrap();
    database
        .execute(&format!("BEGIN; {DOWN}; {UP}; COMMIT"))
        .await
        .unwrap();
    let counts = "SELECT messages::text FROM sessions ORDER BY id";
    assert_eq!(database.texts(counts).await, ["0", "0", "0", "8"]);
}

/// Rows of the previous version, which only converted to lower case.
const UNFOLDED: &str = r"
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT id, username, lower_case, name, E'\n' || lower_case || E'\n ' || lower_case || E'\n', at::timestamptz, at::timestamptz
    FROM (VALUES
        ('wide', E'\uFF21da', E'\uFF41da', 'Wide', '2026-01-01'),
        ('plain', 'ada', 'ada', 'Plain', '2026-01-02'),
        ('hidden', E'a\u200Bda', E'a\u200Bda', E'Ann\u202Egnp.exe', '2026-01-03'),
        ('late', E'Zoe\u0308', E'zoe\u0308', 'Late', '2026-01-05'),
        ('early', E'Zo\u00EB', E'zo\u00EB', 'Early', '2026-01-04'),
        ('dots', E'.\u2060', E'.\u2060', 'Dots', '2026-01-06'),
        ('alone', E'Stra\u00DFe', E'stra\u00DFe', 'Alone', '2026-01-07'),
        ('same', 'ben', 'ben', 'Ben', '2026-01-08')
    ) AS old (id, username, lower_case, name, at);
    INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
    SELECT 's-' || id, id, E'Soire\u0301e a\u0300 Orle\u0301ans \u202E' || id, 'old', now(), now() FROM users;";

/// Selects id, name and key of each user.
const NAMES: &str = "SELECT id || ' ' || username || ' ' || username_key FROM users ORDER BY created_at, id";

fn disambiguated(name: &str, id: &str) -> String {
    let name = fixtures::username(name).disambiguate(&fixtures::user_id(id));
    format!("{id} {name} {}", name.key())
}

/// The expected result of [`UNFOLDED`]: the oldest user keeps the name.
fn folded() -> Vec<String> {
    vec![
        "wide Ａda ada".to_owned(),
        disambiguated("ada", "plain"),
        disambiguated("ada", "hidden"),
        "early Zoë zoë".to_owned(),
        disambiguated("Zoe\u{308}", "late"),
        "dots dots dots".to_owned(),
        "alone Straße strasse".to_owned(),
        "same ben ben".to_owned(),
    ]
}

#[tokio::test]
async fn refolding_disambiguates_colliding_names() {
    let database = fresh_database().await;
    database.execute(UNFOLDED).await.unwrap();
    migrate(database.url()).await.unwrap();
    assert_eq!(database.texts(NAMES).await, folded());

    let users = database.users();
    let wide = users
        .find_by_username(&fixtures::username("ADA"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(wide.id.as_str(), "wide");
    let hidden = users.find(&fixtures::user_id("hidden")).await.unwrap().unwrap();
    assert_eq!(hidden.name.as_str(), "Anngnp.exe");
    let found = database
        .streams()
        .search(&fixtures::query("Orléans"), &Requester::Guest)
        .await
        .unwrap();
    assert_eq!(found.len(), 8);
    let remaining = "SELECT (SELECT count(*) FROM users WHERE fold_version <> 1)
                     + (SELECT count(*) FROM streams WHERE fold_version <> 1 OR title ~ U&'\\202E') || ''";
    assert_eq!(database.texts(remaining).await, ["0"]);

    // The next start changes nothing.
    let version = "SELECT string_agg(xmin::text, ' ' ORDER BY id) FROM users";
    let before = database.texts(version).await;
    migrate(database.url()).await.unwrap();
    assert_eq!(database.texts(version).await, before);
}

#[tokio::test]
async fn concurrent_servers_refold_without_errors() {
    let database = fresh_database().await;
    database.execute(UNFOLDED).await.unwrap();
    let servers = (0..4).map(|_| {
        let url = database.url().to_owned();
        tokio::spawn(async move { migrate(&url).await })
    });
    for server in servers.collect::<Vec<_>>() {
        server.await.unwrap().unwrap();
    }
    assert_eq!(database.texts(NAMES).await, folded());
}

/// More rows than a batch, so that a batch completes before the failure.
const MANY_USERS: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT 'u' || n, 'Straße' || n, 'straße' || n, 'Someone', '', '2025-01-01'::timestamptz + n * interval '1 s', now()
    FROM generate_series(1, 2500) n;
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON users FOR EACH ROW WHEN (NEW.id = 'u2200') EXECUTE FUNCTION fail();";

#[tokio::test]
async fn interrupted_refolding_continues_at_the_next_start() {
    let database = fresh_database().await;
    database.execute(UNFOLDED).await.unwrap();
    database.execute(MANY_USERS).await.unwrap();
    migrate(database.url()).await.unwrap_err();
    let done = "SELECT count(*)::text FROM users WHERE fold_version = 1";
    assert_eq!(database.texts(done).await, ["2000"]);

    database.execute("DROP TRIGGER fail ON users").await.unwrap();
    migrate(database.url()).await.unwrap();
    assert_eq!(database.texts(done).await, ["2508"]);
    let names = database.texts(NAMES).await;
    assert_eq!(names[2500..], folded());
    assert_eq!(names[0], "u1 Straße1 strasse1");
}

#[tokio::test]
async fn folding_migration_is_reversible() {
    const UP: &str = include_str!("../../../migrations/2026-11-26-000010_folded_texts/up.sql");
    const DOWN: &str = include_str!("../../../migrations/2026-11-26-000010_folded_texts/down.sql");
    let database = fresh_database().await;
    database.execute(UNFOLDED).await.unwrap();
    migrate(database.url()).await.unwrap();
    database
        .execute(&format!("BEGIN; {DOWN}; {UP}; COMMIT"))
        .await
        .unwrap();
    migrate(database.url()).await.unwrap();
    assert_eq!(database.texts(NAMES).await, folded());
}

#[tokio::test]
async fn migration_removes_bidi_controls_from_chat_names() {
    const UP: &str = include_str!("../../../migrations/2026-11-26-000010_folded_texts/up.sql");
    const DOWN: &str = include_str!("../../../migrations/2026-11-26-000010_folded_texts/down.sql");
    let database = fresh_database().await;
    let sessions = OLD_SESSIONS.replace("interrupted_since", "interruption, state_since");
    let sessions = sessions
        .replace("'STARTING', NULL", "'STARTING', NULL, now()")
        .replace("'ON_AIR', NULL", "'ON_AIR', NULL, now()")
        .replace("'INTERRUPTED', ", "'INTERRUPTED', 'CREATOR_GONE', ")
        .replace("'ENDED', NULL", "'ENDED', NULL, NULL");
    database.execute(&sessions).await.unwrap();
    let messages = r"
        INSERT INTO chat_messages (id, session_id, seq, author_id, author_number, author_name, text, sent_at, visible_at)
        SELECT id, id, 1, 'guest-1', 1, E'Ann\u202Egnp.exe', 'Hello', now(), now() FROM sessions";
    database.execute(messages).await.unwrap();
    database
        .execute(&format!("BEGIN; {DOWN}; {UP}; COMMIT"))
        .await
        .unwrap();
    let names = database
        .texts("SELECT DISTINCT author_name FROM chat_messages WHERE id <> 'd'")
        .await;
    assert_eq!(names, ["Anngnp.exe"]);
}

#[tokio::test]
async fn migration_of_an_unreachable_database_fails() {
    let error = migrate("postgres://nobody@127.0.0.1:1/nothing")
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "the database is unreachable");
}

/// Generates the table macros of a database as in `src/schema.rs`.
async fn macros_of(database: &TestDatabase) -> String {
    let tables = database
        .texts(
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations' ORDER BY 1",
        )
        .await;
    let mut macros = String::new();
    for table in &tables {
        let key = database
            .texts(&format!(
                "SELECT string_agg(attname, ', ' ORDER BY array_position(indkey, attnum))
                 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
                 WHERE indrelid = '{table}'::regclass AND indisprimary"
            ))
            .await;
        let columns = database
            .texts(&format!(
                "SELECT column_name || ' -> ' || CASE WHEN is_nullable = 'YES'
                     THEN 'Nullable<' || kind || '>' ELSE kind END
                 FROM information_schema.columns, LATERAL (SELECT CASE udt_name
                     WHEN 'text' THEN 'Text' WHEN '_text' THEN 'Array<Text>' WHEN 'bool' THEN 'Bool'
                     WHEN 'int8' THEN 'Int8' WHEN 'int4' THEN 'Int4' WHEN 'int2' THEN 'Int2' WHEN '_int8' THEN 'Array<Int8>' WHEN 'timestamptz' THEN 'Timestamptz'
                     ELSE udt_name END) AS kinds (kind)
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ))
            .await;
        let columns: String = columns.iter().fold(String::new(), |mut lines, column| {
            writeln!(lines, "        {column},").unwrap();
            lines
        });
        writeln!(
            macros,
            "diesel::table! {{\n    {table} ({}) {{\n{columns}    }}\n}}\n",
            key[0]
        )
        .unwrap();
    }
    let names: String = tables.iter().fold(String::new(), |mut lines, table| {
        writeln!(lines, "    {table},").unwrap();
        lines
    });
    writeln!(
        macros,
        "diesel::allow_tables_to_appear_in_same_query!(\n{names});"
    )
    .unwrap();
    macros
}

#[tokio::test]
async fn schema_file_matches_the_database() {
    let database = fresh_database().await;
    let (_about, in_code) = include_str!("../src/schema.rs").split_once("\n\n").unwrap();
    let in_database = macros_of(&database).await;
    assert_eq!(
        in_code, in_database,
        "src/schema.rs should have:\n\n{in_database}"
    );
}
