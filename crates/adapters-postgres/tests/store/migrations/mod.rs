//! Tests of migrations: up and down, concurrent servers, and the table definitions in the code.

mod refold;

use std::fmt::Write;

use onair_adapters_postgres::testing::{TestDatabase, blank_database, fresh_database};
use onair_adapters_postgres::{MigrateError, Migrated, migrate, revert_all};

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
    let first = migrate(database.url()).await.unwrap().applied;
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

    assert_eq!(migrate(database.url()).await.unwrap().applied, first);
    assert_eq!(schema_objects(&database).await, migrated);
}

#[tokio::test]
async fn migrated_database_needs_no_migration() {
    let database = fresh_database().await;
    assert_eq!(migrate(database.url()).await.unwrap(), Migrated::default());
}

/// Migrations of a newer version.
const UNKNOWN: &str =
    "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000002'), ('99990101000001')";

#[tokio::test]
async fn database_of_a_newer_version_that_only_added_to_it_can_be_used() {
    let database = fresh_database().await;
    database.execute(UNKNOWN).await.unwrap();
    let newest = "SELECT max(version)::text FROM __diesel_schema_migrations WHERE version < '9999'";
    let newest = database.texts(newest).await.concat();
    let unknown = Migrated {
        unknown: ["99990101000001", "99990101000002"].map(str::to_owned).to_vec(),
        ..Migrated::default()
    };
    for comment in ["NULL".to_owned(), format!("'{newest}'")] {
        let comment = format!("COMMENT ON TABLE __diesel_schema_migrations IS {comment}");
        database.execute(&comment).await.unwrap();
        assert_eq!(migrate(database.url()).await.unwrap(), unknown, "{comment}");
    }
    let comment = "COMMENT ON TABLE __diesel_schema_migrations IS '99990101000001'";
    database.execute(comment).await.unwrap();
    let error = migrate(database.url()).await.unwrap_err();
    assert!(matches!(error, MigrateError::TooNew(_)), "{error:?}");
}

#[tokio::test]
async fn database_of_a_newer_version_is_not_changed() {
    let database = blank_database().await;
    migrate(database.url()).await.unwrap();
    // The last known migration is pending, so a migration would run.
    let pending = "DELETE FROM __diesel_schema_migrations
                   WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)";
    database.execute(&format!("{pending}; {UNKNOWN}")).await.unwrap();
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
        migrated.iter().filter(|it| !it.applied.is_empty()).count(),
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
    const UP: &str = include_str!("../../../../../migrations/2026-11-24-000001_session_course/up.sql");
    const DOWN: &str = include_str!("../../../../../migrations/2026-11-24-000001_session_course/down.sql");
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
    const UP: &str = include_str!("../../../../../migrations/2026-11-24-000004_chat/up.sql");
    const DOWN: &str = include_str!("../../../../../migrations/2026-11-24-000004_chat/down.sql");
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

#[tokio::test]
async fn migration_removes_bidi_controls_from_chat_names() {
    const UP: &str = include_str!("../../../../../migrations/2026-11-26-000010_folded_texts/up.sql");
    const DOWN: &str = include_str!("../../../../../migrations/2026-11-26-000010_folded_texts/down.sql");
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
                     WHEN 'bytea' THEN 'Bytea' WHEN 'int8' THEN 'Int8' WHEN 'int4' THEN 'Int4' WHEN 'int2' THEN 'Int2'
                     WHEN '_int8' THEN 'Array<Int8>' WHEN 'timestamptz' THEN 'Timestamptz'
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
    let (_about, in_code) = include_str!("../../../src/schema.rs").split_once("\n\n").unwrap();
    let in_database = macros_of(&database).await;
    assert_eq!(
        in_code, in_database,
        "src/schema.rs should have:\n\n{in_database}"
    );
}
