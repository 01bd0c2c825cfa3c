//! Erasing a user, on a database in which they used everything.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_adapters_postgres::{EraseError, erase_user};
use onair_domain::chat::{Reader, Slice};
use onair_domain::ports::ChatLog as _;
use onair_domain::stream::SessionId;
use onair_domain::user::UserId;
use onair_port_contracts::fixtures;

/// The user `u-ada` (ada, formerly countess) has an ended and maybe a live broadcast, and wrote in the running and
/// in the ended chat of `u-ben`.
const POPULATED: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    SELECT 'u-' || n, n, n, n, n, now(), now() FROM unnest(ARRAY['ada', 'ben', 'cleo']) AS names (n);
    INSERT INTO given_up_usernames VALUES ('countess', 'u-ada', '2026-01-01Z');
    INSERT INTO follows VALUES ('u-ada', 'u-ben', now()), ('u-cleo', 'u-ada', now()), ('u-cleo', 'u-ben', now());
    INSERT INTO blocks VALUES ('u-ada', 'u-cleo', now()), ('u-ben', 'u-ada', now()), ('u-cleo', 'u-ben', now());
    INSERT INTO creator_applications (user_id, about, status, created_at, reviewed_at, reviewed_by)
    VALUES ('u-ada', 'I am ada', 'approved', now(), now(), 'u-cleo'),
           ('u-ben', 'Ben', 'approved', now(), now(), 'u-ada');
    INSERT INTO streams (id, user_id, title, search_text, is_live, created_at, updated_at)
    VALUES ('s-1', 'u-ada', 'Engines by ada', 'ada', false, now(), now()),
           ('s-2', 'u-ben', 'Synths', '', true, now(), now());
    INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since, ended_at,
                          end_reason, messages)
    VALUES ('own', 's-1', 'u-ada', 'By ada', 'RM', '2026-01-01Z', 'ENDED', NULL, '2026-01-02Z', 'ROOM_CLOSED', 2),
           ('past', 's-2', 'u-ben', 'Synths', 'RM', '2026-01-01Z', 'ENDED', NULL, '2026-01-02Z', 'ROOM_CLOSED', 2),
           ('open', 's-2', 'u-ben', 'Synths', 'RM', '2026-01-03Z', 'ON_AIR', '2026-01-03Z', NULL, NULL, 4);
    INSERT INTO session_exclusions VALUES ('own', 'u-cleo', now()), ('past', 'u-ada', now()), ('past', 'u-cleo', now());
    INSERT INTO session_viewer_counts VALUES ('own', 0, 1, 2), ('past', 0, 1, 2);
    INSERT INTO chat_messages (id, session_id, seq, author_id, author_number, author_name, text, sent_at, visible_at)
    SELECT session || seq, session, seq, 'u-' || name, number, name, 'by ' || name, '2026-01-01Z', '2026-01-01Z'
    FROM (VALUES ('own', 1, 'ada', 1), ('own', 2, 'cleo', 1), ('past', 1, 'ada', 1), ('past', 2, 'cleo', 1),
                 ('open', 1, 'ada', 1), ('open', 2, 'cleo', 1), ('open', 3, 'ada', 2), ('open', 4, 'cleo', 2))
         AS messages (session, seq, name, number);
    UPDATE chat_messages SET text = NULL, removed_at = '2026-01-04Z' WHERE id = 'open3';
    UPDATE chat_messages SET reply_to = 'past1' WHERE id = 'past2';
    UPDATE chat_messages SET reply_to = 'open1' WHERE id = 'open2';
    UPDATE chat_messages SET reply_to = 'open2' WHERE id = 'open3';
    INSERT INTO audit_log VALUES ('1', now(), 'u-cleo', 'APPROVE', 'u-ada', NULL);";

async fn populated() -> TestDatabase {
    let database = fresh_database().await;
    database.execute(POPULATED).await.unwrap();
    database
}

fn ada() -> UserId {
    fixtures::user_id("u-ada")
}

/// All rows of all tables.
async fn rows(database: &TestDatabase) -> Vec<String> {
    let tables = "SELECT relname::text FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1";
    let mut rows = Vec::new();
    for table in database.texts(tables).await {
        let all = format!("SELECT '{table} ' || to_jsonb({table})::text FROM {table} ORDER BY 1");
        rows.extend(database.texts(&all).await);
    }
    rows
}

#[tokio::test]
async fn what_stays_names_the_user_only_where_it_is_documented() {
    let database = populated().await;
    let erased = erase_user(database.url(), &ada(), fixtures::time(), false)
        .await
        .unwrap();
    let counts: Vec<u64> = erased.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [1, 2, 2, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1], "{erased:?}");
    let named: Vec<_> = rows(&database)
        .await
        .into_iter()
        .filter(|row| row.contains("ada"))
        .collect();
    let [reserved, review, audit] = <[String; 3]>::try_from({
        let mut named = named;
        named.sort_by_key(|row| (!row.starts_with("given"), !row.starts_with("creator")));
        named
    })
    .unwrap();
    assert!(
        reserved.starts_with("given_up_usernames") && !reserved.contains("u-ada"),
        "{reserved}"
    );
    assert!(
        review.starts_with("creator_applications") && review.contains("\"user_id\": \"u-ben\""),
        "{review}"
    );
    assert!(audit.starts_with("audit_log"), "{audit}");
    let reserved_names = "SELECT username_key || ' ' || user_id FROM given_up_usernames ORDER BY 1";
    assert_eq!(
        database.texts(reserved_names).await,
        ["ada erased-user", "countess erased-user"]
    );
    // Messages of others stay. Messages in the running chat are removed messages without an author.
    let messages = "SELECT concat_ws(' ', id, author_id, author_name, text, removed_at::date, due_at::date)
                    FROM chat_messages ORDER BY id";
    let expected = [
        "open1 guest-erased-1  2026-01-01 2026-01-01",
        "open2 u-cleo cleo by cleo",
        "open3 guest-erased-3  2026-01-04",
        "open4 u-cleo cleo by cleo",
        "past2 u-cleo cleo by cleo",
    ];
    assert_eq!(database.texts(messages).await, expected);
}

#[tokio::test]
async fn quotes_of_an_erased_user_have_no_text_and_no_name() {
    let database = populated().await;
    erase_user(database.url(), &ada(), fixtures::time(), false)
        .await
        .unwrap();
    for (session, expected) in [("open", Some(("guest-erased-1", ""))), ("past", None)] {
        let session = SessionId::from_trusted(session.to_owned());
        let read = database
            .chat()
            .read(&session, &Reader::Host, fixtures::time(), Slice::Newest)
            .await;
        let quote = read.unwrap()[0].reply_to.clone();
        let shown = quote
            .as_ref()
            .map(|quote| (quote.author.identity.as_str(), quote.author.name.as_str()));
        assert_eq!(shown, expected);
        assert_eq!(quote.and_then(|quote| quote.text), None);
    }
}

#[tokio::test]
async fn a_dry_run_counts_and_changes_nothing() {
    let database = populated().await;
    let before = rows(&database).await;
    let counted = erase_user(database.url(), &ada(), fixtures::time(), true)
        .await
        .unwrap();
    assert_eq!(rows(&database).await, before);
    let erased = erase_user(database.url(), &ada(), fixtures::time(), false)
        .await
        .unwrap();
    assert_eq!(counted, erased);
}

#[tokio::test]
async fn an_unknown_user_and_one_who_is_live_are_refused() {
    let database = populated().await;
    let before = rows(&database).await;
    for (id, is_live) in [("u-nobody", false), ("u-ben", true)] {
        let refused = erase_user(database.url(), &fixtures::user_id(id), fixtures::time(), false).await;
        match refused.unwrap_err() {
            EraseError::Live => assert!(is_live, "{id}"),
            EraseError::Unknown => assert!(!is_live, "{id}"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(rows(&database).await, before);
    erase_user(database.url(), &ada(), fixtures::time(), false)
        .await
        .unwrap();
    let again = erase_user(database.url(), &ada(), fixtures::time(), false).await;
    assert!(matches!(again, Err(EraseError::Unknown)));
}
