//! Expired data of large tables is deleted in bounded batches.

use onair_adapters_postgres::testing::fresh_database;
use onair_domain::Timestamp;
use onair_domain::ports::ExpiringData;
use onair_domain::retention::{ExpiringKind, RetentionService};

use crate::support;

/// 1,000 ended sessions with 100 messages each, and one open session. Half of them ended in 2020.
const MANY_MESSAGES: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    VALUES ('u', 'u', 'u', 'u', '', now(), now());
    INSERT INTO streams (id, user_id, title, search_text, is_live, created_at, updated_at)
    VALUES ('s', 'u', 'x', '', true, now(), now());
    INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since, ended_at, end_reason,
                          messages)
    SELECT 's' || n, 's', 'u', 'x', 'RM', '2020-01-01Z', 'ENDED', NULL,
           make_timestamptz(2020 + n % 2, 2, 1, 0, 0, n * 0.01, 'UTC'), 'ROOM_CLOSED', 100
    FROM generate_series(1, 1000) n;
    INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since, messages)
    VALUES ('open', 's', 'u', 'x', 'RM', '2019-01-01Z', 'ON_AIR', '2019-01-01Z', 100);
    INSERT INTO chat_messages (id, session_id, seq, author_id, author_number, author_name, text, sent_at, visible_at)
    SELECT session || '-' || n, session, n, 'v', n, 'v', md5(n::text), '2020-01-01Z', '2020-01-01Z'
    FROM generate_series(1, 100) n, (SELECT 's' || i FROM generate_series(1, 1000) i UNION SELECT 'open') AS all_sessions (session);
    ANALYZE;";

#[tokio::test]
async fn batches_of_a_hundred_thousand_messages_are_bounded_and_use_the_indexes() {
    let database = fresh_database().await;
    database.execute(MANY_MESSAGES).await.unwrap();
    let before: Timestamp = "2020-12-31T00:00:00Z".parse().unwrap();
    let data = database.expiring();
    let limit = RetentionService::BATCH;
    let (mut batches, mut deleted) = (0, 0);
    loop {
        let batch = data
            .delete_expired(ExpiringKind::Chat, before, limit)
            .await
            .unwrap();
        assert!(batch.deleted <= limit, "{batch:?}");
        batches += 1;
        deleted += batch.deleted;
        if !batch.has_more {
            break;
        }
    }
    assert_eq!(deleted, 50_000);
    // Each batch but the last few is full: 10 sessions of 100 messages.
    assert!((50..=60).contains(&batches), "{batches}");
    let sessions = data
        .delete_expired(ExpiringKind::Sessions, before, limit)
        .await
        .unwrap();
    assert_eq!(sessions.deleted, 500);

    // No batch read the whole table. Backends report their statistics no later than at their end.
    database.close();
    let scans = "SELECT (idx_scan >= 500)::text FROM pg_stat_user_tables WHERE relname = 'chat_messages'";
    support::until(&database, scans, "true").await;
    let full_scans = "SELECT seq_scan::text FROM pg_stat_user_tables WHERE relname = 'chat_messages'";
    assert_eq!(database.texts(full_scans).await, ["0"]);
    let left =
        "SELECT count(*)::text || ' ' || count(*) FILTER (WHERE session_id = 'open') FROM chat_messages";
    assert_eq!(database.texts(left).await, ["50100 100"]);
}
