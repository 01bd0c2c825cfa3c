//! Tests of notifications for invisible changes, and of removed texts.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use onair_domain::chat::NewMessage;
use onair_domain::ports::{
    AppendOutcome, Change, ChatLog, LiveEvents, SessionRepository, StreamRepository, UserDirectory,
};
use onair_domain::room::Identity;
use onair_domain::session::{Presence, Session, SessionChange};
use onair_domain::stream::{Stream, StreamPatch};
use onair_port_contracts::fixtures;

async fn a_stream(database: &TestDatabase, creator: &str) -> Stream {
    let profile = fixtures::a_profile(creator);
    database
        .users()
        .upsert_from_claims(&profile, fixtures::time())
        .await
        .unwrap();
    let fresh = fixtures::a_stream(&profile.id);
    let stored = database.streams().upsert(&fresh, &StreamPatch::default()).await;
    stored.unwrap().0
}

#[tokio::test]
async fn invisible_change_is_not_notified() {
    let database = fresh_database().await;
    let sessions = database.sessions();
    let stream = a_stream(&database, "ada").await;
    let before = fixtures::a_session(&stream);
    assert!(sessions.open(&before).await.unwrap().is_some());

    let mut listener = database.store().events().subscribe().await.unwrap();
    // The room changed, and a viewer joined and left.
    let who = Identity::of_user(&fixtures::user_id("vera"));
    let after = Session {
        total_viewers: 1,
        room_sid: fixtures::room_sid(),
        ..before.clone()
    };
    let change = SessionChange {
        attendance: vec![(who, fixtures::an_attendance(Presence::Left))],
        ..fixtures::a_change(&before, after)
    };
    assert!(sessions.save(&change).await.unwrap());

    // A chat message was posted.
    let chat = database.chat();
    let appended = chat.append(&fixtures::a_message(&before, "vera"), 0).await;
    assert_eq!(appended.unwrap(), AppendOutcome::Stored(1));

    a_stream(&database, "ben").await;
    assert_eq!(
        listener.next().await,
        Some(Change::Stream(fixtures::user_id("ben")))
    );
}

#[tokio::test]
async fn removed_text_is_in_no_table() {
    let database = fresh_database().await;
    let stream = a_stream(&database, "ada").await;
    let session = fixtures::a_session(&stream);
    assert!(database.sessions().open(&session).await.unwrap().is_some());
    let message = NewMessage {
        text: fixtures::chat_text("What nobody should read"),
        ..fixtures::a_message(&session, "vera")
    };
    let chat = database.chat();
    chat.append(&message, 0).await.unwrap();
    let reply = NewMessage {
        reply_to: Some(Box::new(fixtures::a_quote(&message))),
        ..fixtures::a_message(&session, "ben")
    };
    chat.append(&reply, 0).await.unwrap();
    let count = "SELECT count(*)::text FROM chat_messages WHERE chat_messages::text LIKE '%nobody should%'";
    assert_eq!(database.texts(count).await, ["1"]);
    assert!(chat.remove(&message.id, fixtures::later(1), None).await.unwrap());
    assert_eq!(database.texts(count).await, ["0"]);
}
