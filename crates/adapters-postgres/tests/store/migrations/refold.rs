//! Tests of the refolding of texts that an older version folded.

use onair_adapters_postgres::migrate;
use onair_adapters_postgres::testing::fresh_database;
use onair_domain::ports::{StreamRepository, UserDirectory};
use onair_domain::user::Requester;
use onair_port_contracts::fixtures;

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
    const UP: &str = include_str!("../../../../../migrations/2026-11-26-000010_folded_texts/up.sql");
    const DOWN: &str = include_str!("../../../../../migrations/2026-11-26-000010_folded_texts/down.sql");
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
