//! The terms of the search follow every change of a stream, whoever makes it: triggers write them.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};

use crate::support;

/// Rows of the two tables that the present texts do not give, and those that are missing.
pub(crate) const DIFFERENCES: &str = "
    WITH expected AS (
        SELECT DISTINCT term COLLATE \"C\" AS term, is_part, id, is_name, is_live
        FROM (
            SELECT id, false, search_text, is_live FROM streams
            UNION ALL
            SELECT streams.id, true, users.search_text, is_live FROM streams JOIN users ON users.id = user_id
        ) AS texts (id, is_name, search_text, is_live), onair_search_terms(search_text)
    ),
    of_all AS (SELECT term, is_part, id, is_name FROM expected),
    of_live AS (SELECT term, is_part, id, is_name FROM expected WHERE is_live),
    stale AS (TABLE search_terms EXCEPT TABLE of_all),
    missing AS (TABLE of_all EXCEPT TABLE search_terms),
    stale_live AS (TABLE live_search_terms EXCEPT TABLE of_live),
    missing_live AS (TABLE of_live EXCEPT TABLE live_search_terms)
    SELECT kind || ' ' || term FROM (
        SELECT 'stale', term FROM stale UNION ALL SELECT 'missing', term FROM missing
        UNION ALL SELECT 'stale live', term FROM stale_live UNION ALL SELECT 'missing live', term FROM missing_live
    ) AS differences (kind, term) ORDER BY 1";

const USERS: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT id, id, id, id, E'\\n' || id || E'\\n ' || id || E'\\n', now(), now() FROM unnest(ARRAY['ada', 'ben']) AS ids (id)";

fn stream(creator: &str, title: &str) -> String {
    format!(
        "INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
         VALUES ('s-{creator}', '{creator}', 'x', E'\\n{title}\\n {title}\\n', now(), now())"
    )
}

fn title(creator: &str, title: &str) -> String {
    format!("UPDATE streams SET search_text = E'\\n{title}\\n {title}\\n' WHERE id = 's-{creator}'")
}

fn name(user: &str, name: &str) -> String {
    format!("UPDATE users SET search_text = E'\\n{user}\\n {user}\\n{name}\\n {name}\\n' WHERE id = '{user}'")
}

fn start(creator: &str) -> String {
    format!(
        "BEGIN; UPDATE streams SET is_live = true WHERE id = 's-{creator}';
         INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since)
         VALUES ('{creator}', 's-{creator}', '{creator}', 'x', 'RM', now(), 'ON_AIR', now()); COMMIT"
    )
}

fn end(creator: &str) -> String {
    format!(
        "BEGIN; UPDATE streams SET is_live = false WHERE id = 's-{creator}';
         UPDATE sessions SET state = 'ENDED', state_since = NULL, ended_at = now(), end_reason = 'ROOM_CLOSED'
         WHERE id = '{creator}'; COMMIT"
    )
}

async fn terms(database: &TestDatabase, table: &str) -> Vec<String> {
    let terms = format!("SELECT term FROM {table} WHERE stream_id = 's-ada' ORDER BY term, is_name");
    database.texts(&terms).await
}

#[tokio::test]
async fn terms_follow_every_change() {
    let database = fresh_database().await;
    database.execute(USERS).await.unwrap();
    let delete = "DELETE FROM sessions WHERE stream_id = 's-ada'; DELETE FROM streams WHERE id = 's-ada'";
    for (change, all, live) in [
        (stream("ben", "piano jazz"), &[][..], &[][..]),
        (start("ben"), &[], &[]),
        (stream("ada", "piano"), &["ada", "piano"], &[]),
        (
            title("ada", "piano at ada"),
            &["ada", "ada", "at ada", "piano at ada"],
            &[],
        ),
        (title("ada", "tea"), &["ada", "tea"], &[]),
        (start("ada"), &["ada", "tea"], &["ada", "tea"]),
        (
            title("ada", "tea time"),
            &["ada", "tea time", "time"],
            &["ada", "tea time", "time"],
        ),
        (
            name("ada", "time lady"),
            &["ada", "lady", "tea time", "time", "time lady"],
            &["ada", "lady", "tea time", "time", "time lady"],
        ),
        (end("ada"), &["ada", "lady", "tea time", "time", "time lady"], &[]),
        (name("ada", "ada"), &["ada", "tea time", "time"], &[]),
        (delete.to_owned(), &[], &[]),
    ] {
        database.execute(&change).await.unwrap();
        assert_eq!(terms(&database, "search_terms").await, all, "{change}");
        assert_eq!(terms(&database, "live_search_terms").await, live, "{change}");
        assert_eq!(
            database.texts(DIFFERENCES).await,
            Vec::<String>::new(),
            "{change}"
        );
    }
}

/// Runs a change while a transaction that renamed Ada is open, and commits that when the change waits.
async fn while_ada_is_renamed(change: &str) -> TestDatabase {
    let database = fresh_database().await;
    database.execute(USERS).await.unwrap();
    if change.starts_with("BEGIN") {
        database.execute(&stream("ada", "piano")).await.unwrap();
    }
    let connect = async || {
        let (client, connection) = tokio_postgres::connect(database.url(), tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        client
    };
    let (renaming, changing) = (connect().await, connect().await);
    renaming
        .batch_execute(&format!("BEGIN; {}", name("ada", "new name")))
        .await
        .unwrap();
    let change = change.to_owned();
    let changed = tokio::spawn(async move { changing.batch_execute(&change).await });
    let waiting = "SELECT count(*)::text FROM pg_stat_activity
                   WHERE wait_event_type = 'Lock' AND datname = current_database()";
    support::until(&database, waiting, "1").await;
    renaming.batch_execute("COMMIT").await.unwrap();
    changed.await.unwrap().unwrap();
    database
}

#[tokio::test]
async fn name_that_changes_meanwhile_has_its_terms() {
    for change in [stream("ada", "piano"), start("ada")] {
        let database = while_ada_is_renamed(&change).await;
        assert_eq!(
            database.texts(DIFFERENCES).await,
            Vec::<String>::new(),
            "{change}"
        );
        assert!(
            terms(&database, "search_terms")
                .await
                .contains(&"new name".to_owned())
        );
    }
}

#[tokio::test]
async fn streams_of_earlier_versions_get_terms() {
    const TABLES: [&str; 2] = [
        include_str!("../../../../migrations/2026-11-27-000100_search_terms/up.sql"),
        include_str!("../../../../migrations/2026-11-27-000100_search_terms/down.sql"),
    ];
    const TERMS: [&str; 2] = [
        include_str!("../../../../migrations/2026-11-27-000110_search_terms_of_existing_streams/up.sql"),
        include_str!("../../../../migrations/2026-11-27-000110_search_terms_of_existing_streams/down.sql"),
    ];
    let database = fresh_database().await;
    let [up, down] = TABLES;
    let [fill, empty] = TERMS;
    database.execute(&format!("{empty} {down}")).await.unwrap();
    for change in [
        USERS,
        &stream("ada", "tea time"),
        &stream("ben", "piano jazz"),
        &start("ben"),
        &name("ben", "benjamin"),
    ] {
        database.execute(change).await.unwrap();
    }
    database.execute(up).await.unwrap();
    // Of a server that is not updated yet, between the migrations.
    database.execute(&title("ada", "coffee time")).await.unwrap();
    database.execute(fill).await.unwrap();
    assert_eq!(database.texts(DIFFERENCES).await, Vec::<String>::new());
    assert_eq!(
        terms(&database, "search_terms").await,
        ["ada", "coffee time", "time"]
    );
}

#[tokio::test]
async fn each_word_begins_a_term() {
    let database = fresh_database().await;
    for (text, expected) in [
        (r"\n\n\n", &[][..]),
        (r"\npiano\n piano\n", &["piano f"]),
        (
            r"\nrock & roll!\n rock roll\n",
            &["& roll! t", "rock & roll! f", "rock roll f", "roll t", "roll! t"],
        ),
        (
            r"\n日本の a\n 日本の a\n",
            &["a t", "の a t", "日本の a f", "本の a t"],
        ),
        (r"\nดนตรี\n ดนตรี\n", &["ดนตรี f", "ตรี t", "นตรี t", "รี t", "ี t"]),
        (
            r"\nabcdefghijklmnopqrstuvwxyzabcdefghij z\n",
            &["abcdefghijklmnopqrstuvwxyzabcdef f", "z t"],
        ),
    ] {
        let terms = format!(
            "SELECT term || CASE WHEN is_part THEN ' t' ELSE ' f' END FROM onair_search_terms(E'{text}')
             ORDER BY term COLLATE \"C\""
        );
        assert_eq!(database.texts(&terms).await, expected, "{text}");
    }
}
