//! The database rejects rows that no adapter writes.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};

const USERS_AND_STREAM: &str = "
    INSERT INTO users (id, username, username_key, name, search_text, created_at, updated_at)
    VALUES ('ada', 'Ada', 'ada', 'Ada', '', now(), now()), ('ben', 'Ben', 'ben', 'Ben', '', now(), now());
    INSERT INTO streams (id, user_id, title, search_text, created_at, updated_at)
    VALUES ('s', 'ada', 'Title', '', now(), now());";

async fn populated() -> TestDatabase {
    let database = fresh_database().await;
    database.execute(USERS_AND_STREAM).await.unwrap();
    database
}

async fn assert_rejected(database: &TestDatabase, statement: &str, constraint: &str) {
    use diesel::result::Error;
    match database.execute(statement).await {
        Err(Error::DatabaseError(_, details)) => {
            assert_eq!(
                details.constraint_name(),
                Some(constraint),
                "{statement}: {}",
                details.message()
            );
        }
        other => panic!("{statement}: {other:?}"),
    }
}

/// Returns the insertion of a session. `since` is an SQL expression.
fn session(state: &str, since: &str, ended: &str, reason: &str, viewers: i64, peak: i64) -> String {
    let interruption = if state == "INTERRUPTED" {
        "'CREATOR_GONE'"
    } else {
        "NULL"
    };
    format!(
        "BEGIN; UPDATE streams SET is_live = {is_live} WHERE id = 's';
         INSERT INTO sessions (id, stream_id, creator_id, title, room_sid, started_at, state, state_since,
             interruption, ended_at, end_reason, viewers, peak_viewers)
         VALUES ('1', 's', 'ada', 'Title', 'RM_1', now(), '{state}', {since},
             {interruption}, {ended}, {reason}, {viewers}, {peak});
         COMMIT",
        is_live = ended == "NULL",
    )
}

fn on_air() -> String {
    session("ON_AIR", "now()", "NULL", "NULL", 0, 0)
}

#[tokio::test]
async fn inconsistent_session_columns_are_rejected() {
    let database = populated().await;
    let reason = "'ROOM_CLOSED'";
    for (columns, constraint) in [
        (
            session("LIVE", "now()", "NULL", "NULL", 0, 0),
            "sessions_state_is_known",
        ),
        (
            session("INTERRUPTED", "NULL", "NULL", "NULL", 0, 0),
            "sessions_open_knows_since",
        ),
        (
            session("ON_AIR", "NULL", "NULL", "NULL", 0, 0),
            "sessions_open_knows_since",
        ),
        (
            session("ENDED", "now()", "now()", reason, 0, 0),
            "sessions_open_knows_since",
        ),
        (
            session("ENDED", "NULL", "NULL", reason, 0, 0),
            "sessions_ended_knows_when",
        ),
        (
            session("ON_AIR", "now()", "now()", "NULL", 0, 0),
            "sessions_ended_knows_when",
        ),
        (
            session("ENDED", "NULL", "now()", "NULL", 0, 0),
            "sessions_ended_knows_why",
        ),
        (
            session("ENDED", "NULL", "now()", "'BORED'", 0, 0),
            "sessions_end_reason_is_known",
        ),
        (
            session("ENDED", "NULL", "now()", reason, 1, 1),
            "sessions_nobody_watches_what_ended",
        ),
        (
            session("ON_AIR", "now()", "NULL", "NULL", 2, 1),
            "sessions_viewers_are_counted",
        ),
        (
            session("ON_AIR", "now()", "NULL", "NULL", -1, 1),
            "sessions_viewers_are_counted",
        ),
    ] {
        assert_rejected(&database, &columns, constraint).await;
    }
    database
        .execute(&session("INTERRUPTED", "now()", "NULL", "NULL", 1, 2))
        .await
        .unwrap();
}

#[tokio::test]
async fn invalid_interruption_and_counts_are_rejected() {
    let database = populated().await;
    database.execute(&on_air()).await.unwrap();
    for (columns, constraint) in [
        ("state = 'INTERRUPTED'", "sessions_interrupted_knows_why"),
        ("interruption = 'ROOM_GONE'", "sessions_interrupted_knows_why"),
        (
            "state = 'INTERRUPTED', interruption = 'TIRED'",
            "sessions_interruption_is_known",
        ),
        ("total_viewers = -1", "sessions_total_is_counted"),
        ("total_viewers = 4294967296", "sessions_total_is_counted"),
        ("messages = -1", "sessions_messages_are_counted"),
        ("messages = 4294967296", "sessions_messages_are_counted"),
        ("revision = -1", "sessions_revision_is_counted"),
    ] {
        assert_rejected(&database, &format!("UPDATE sessions SET {columns}"), constraint).await;
    }
    let possible = "UPDATE sessions SET state = 'INTERRUPTED', interruption = 'ROOM_GONE',
                    total_viewers = 4294967295, messages = 4294967295, revision = 9223372036854775807";
    database.execute(possible).await.unwrap();
}

#[tokio::test]
async fn invalid_attendance_is_rejected() {
    let database = populated().await;
    database.execute(&on_air()).await.unwrap();
    for (row, constraint) in [
        (
            "('1', 'vera', 'PA_1', 'ASLEEP')",
            "session_attendance_presence_is_known",
        ),
        (
            "('2', 'vera', 'PA_1', 'PRESENT')",
            "session_attendance_session_id_fkey",
        ),
        (
            "('1', 'vera', 'PA_1', 'PRESENT'), ('1', 'vera', 'PA_2', 'LEFT')",
            "session_attendance_pkey",
        ),
    ] {
        let insert = format!("INSERT INTO session_attendance VALUES {row}");
        assert_rejected(&database, &insert, constraint).await;
    }
}

#[tokio::test]
async fn inconsistent_message_columns_are_rejected() {
    let database = populated().await;
    database.execute(&on_air()).await.unwrap();
    let message = |id: &str, columns: &str| {
        format!(
            "INSERT INTO chat_messages (id, session_id, author_name, sent_at, visible_at,
                                        author_id, seq, author_number, text, removed_at, due_at)
             VALUES ('{id}', '1', 'Vera', '2026-01-01 10:00Z', '2026-01-01 10:03Z', {columns})"
        )
    };
    let visible = "'2026-01-01 10:03Z'";
    let first = message("a", &format!("'vera', 1, 1, 'Hi', NULL, {visible}"));
    database.execute(&first).await.unwrap();
    for (columns, constraint) in [
        (
            "'ben', 1, 1, 'Hi', NULL, NULL",
            "chat_messages_numbers_are_taken_once",
        ),
        (
            "'vera', 2, 1, 'Hi', NULL, NULL",
            "chat_messages_an_author_writes_one_at_a_time",
        ),
        ("'ben', 0, 0, 'Hi', NULL, NULL", "chat_messages_are_numbered"),
        (
            "'ben', 4294967296, 1, 'Hi', NULL, NULL",
            "chat_messages_are_numbered",
        ),
        (
            "'ben', 2, 0, 'Hi', NULL, NULL",
            "chat_messages_author_counts_among_all",
        ),
        (
            "'ben', 2, 3, 'Hi', NULL, NULL",
            "chat_messages_author_counts_among_all",
        ),
        ("'ben', 2, 1, '', NULL, NULL", "chat_messages_say_something"),
        (
            "'ben', 2, 1, NULL, NULL, NULL",
            "chat_messages_lose_their_text_when_removed",
        ),
        (
            "'ben', 2, 1, 'Hi', now(), NULL",
            "chat_messages_lose_their_text_when_removed",
        ),
        (
            "'ben', 2, 1, 'Hi', NULL, now()",
            "chat_messages_are_due_when_they_change",
        ),
        (
            "'ben', 2, 1, NULL, now(), '2026-01-01 10:03Z'",
            "chat_messages_are_due_when_they_change",
        ),
    ] {
        assert_rejected(&database, &message("b", columns), constraint).await;
    }
    let early = "UPDATE chat_messages SET visible_at = '2026-01-01 09:59Z', due_at = NULL";
    assert_rejected(&database, early, "chat_messages_are_seen_after_they_are_sent").await;
    let elsewhere = "UPDATE chat_messages SET session_id = '2'";
    assert_rejected(&database, elsewhere, "chat_messages_session_id_fkey").await;
    let removed = message("b", "'vera', 2, 2, NULL, now(), now()");
    database.execute(&removed).await.unwrap();
}

#[tokio::test]
async fn unknown_audit_action_is_rejected() {
    let database = populated().await;
    let insert = "INSERT INTO audit_log (id, created_at, actor_id, action, target)
                  VALUES ('1', now(), 'nobody', 'SHRUG', 'ada')";
    assert_rejected(&database, insert, "audit_log_action_is_known").await;
}

#[tokio::test]
async fn second_open_session_is_rejected() {
    let database = populated().await;
    database.execute(&on_air()).await.unwrap();
    let second = session("STARTING", "now()", "NULL", "NULL", 0, 0).replace("'1'", "'2'");
    assert_rejected(&database, &second, "sessions_one_open_a_stream").await;
}

#[tokio::test]
async fn stream_is_live_only_while_a_session_is_open() {
    let database = populated().await;
    let constraint = "streams_live_is_true";
    assert_rejected(&database, "UPDATE streams SET is_live = true", constraint).await;
    let not_marked_live = on_air().replace("is_live = true", "is_live = false");
    assert_rejected(&database, &not_marked_live, constraint).await;

    database.execute(&on_air()).await.unwrap();
    let end = "UPDATE sessions
               SET state = 'ENDED', state_since = NULL, ended_at = now(), end_reason = 'ROOM_CLOSED'";
    assert_rejected(&database, end, constraint).await;
    assert_rejected(&database, "UPDATE streams SET is_live = false", constraint).await;
    assert_rejected(&database, "DELETE FROM sessions", constraint).await;
    let both = format!("BEGIN; UPDATE streams SET is_live = false; {end}; COMMIT");
    database.execute(&both).await.unwrap();
}

#[tokio::test]
async fn inconsistent_application_columns_are_rejected() {
    let database = populated().await;
    for (columns, constraint) in [
        (
            "'APPROVED', NULL, now(), 'ben'",
            "creator_applications_status_is_known",
        ),
        (
            "'pending', NULL, now(), NULL",
            "creator_applications_review_knows_when",
        ),
        (
            "'pending', NULL, NULL, 'ben'",
            "creator_applications_review_knows_who",
        ),
        (
            "'approved', NULL, NULL, 'ben'",
            "creator_applications_review_knows_when",
        ),
        (
            "'approved', NULL, now(), NULL",
            "creator_applications_review_knows_who",
        ),
        (
            "'approved', 'reason', now(), 'ben'",
            "creator_applications_refusal_knows_why",
        ),
        (
            "'rejected', NULL, now(), 'ben'",
            "creator_applications_refusal_knows_why",
        ),
        (
            "'revoked', NULL, now(), 'ben'",
            "creator_applications_refusal_knows_why",
        ),
    ] {
        let insert = format!(
            "INSERT INTO creator_applications (user_id, about, created_at, status, reason, reviewed_at, reviewed_by)
             VALUES ('ada', 'About', now(), {columns})"
        );
        assert_rejected(&database, &insert, constraint).await;
    }
}

#[tokio::test]
async fn relationship_needs_two_existing_users() {
    let database = populated().await;
    for (statement, constraint) in [
        (
            "INSERT INTO follows VALUES ('ada', 'ada', now())",
            "follows_somebody_else",
        ),
        (
            "INSERT INTO blocks VALUES ('ada', 'ada', now())",
            "blocks_somebody_else",
        ),
        (
            "INSERT INTO follows VALUES ('ada', 'nobody', now())",
            "follows_followed_id_fkey",
        ),
        (
            "INSERT INTO blocks VALUES ('nobody', 'ada', now())",
            "blocks_blocker_id_fkey",
        ),
    ] {
        assert_rejected(&database, statement, constraint).await;
    }
}

#[tokio::test]
async fn guest_ids_and_duplicate_usernames_are_rejected() {
    let database = populated().await;
    let user = |id: &str, key: &str, roles: &str| {
        format!(
            "INSERT INTO users (id, username, username_key, name, roles, search_text, created_at, updated_at)
             VALUES ('{id}', 'x', '{key}', 'x', {roles}, '', now(), now())"
        )
    };
    assert_rejected(&database, &user("guest-1", "x", "'{}'"), "users_are_no_guests").await;
    assert_rejected(&database, &user("", "x", "'{}'"), "users_are_no_guests").await;
    assert_rejected(
        &database,
        &user("cleo", "ada", "'{}'"),
        "users_username_is_unique",
    )
    .await;
    assert_rejected(&database, &user("cleo", "x", "'{NULL}'"), "users_roles_are_names").await;
}
