//! Appending messages: numbering, concurrent authors, and ended sessions.

use onair_domain::chat::{NewMessage, Reader, Slice};
use onair_domain::ports::AppendOutcome;
use onair_domain::session::{EndReason, Session};

use super::{append, texts, write};
use crate::{World, fixtures, run_concurrently};

/// Returns the message count of a session.
async fn message_count(world: &World, session: &Session) -> u32 {
    let session = world.sessions.find(&session.id).await.unwrap();
    session.unwrap().messages
}

pub async fn messages_are_numbered_from_1_in_each_session(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    for (number, author) in (1..).zip(["vera", "ada", "vera", "guest-1-2"]) {
        for session in [&ada, &ben] {
            assert_eq!(write(world, &fixtures::a_message(session, author)).await, number);
            assert_eq!(message_count(world, session).await, number);
        }
    }
    world
        .end(
            &world.find_open(&ada.creator_id).await.unwrap(),
            EndReason::RoomClosed,
        )
        .await;
    let next = world.go_live(&world.stored_stream(&ada.creator_id).await).await;
    assert_eq!(write(world, &fixtures::a_message(&next, "vera")).await, 1);
    assert_eq!(message_count(world, &ada).await, 4);
}

pub async fn concurrent_authors_get_numbers_without_gaps(world: &World) {
    const AUTHORS: u32 = 48;
    let session = world.go_live(&world.stream("ada").await).await;
    let calls = (0..AUTHORS).map(|author| {
        let (chat, session) = (world.chat.clone(), session.clone());
        async move {
            let mut numbers = Vec::new();
            for written_before in 0..3 {
                let message = fixtures::a_message(&session, &format!("author-{author}"));
                match chat.append(&message, written_before).await.unwrap() {
                    AppendOutcome::Stored(number) => numbers.push((number, message.id)),
                    other => panic!("{other:?}"),
                }
            }
            numbers
        }
    });
    let mut stored = run_concurrently(calls).await.concat();
    stored.sort();
    let numbers: Vec<_> = stored.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=3 * AUTHORS).collect::<Vec<_>>());
    assert_eq!(message_count(world, &session).await, 3 * AUTHORS);
    let read = world
        .chat
        .read(&session.id, &Reader::Host, fixtures::time(), Slice::After(0))
        .await
        .unwrap();
    let read: Vec<_> = read
        .into_iter()
        .map(|message| (message.seq, message.id))
        .collect();
    assert_eq!(read, stored);
}

/// All state the same count of earlier messages.
async fn append_concurrently(
    world: &World,
    messages: &[NewMessage],
    written_before: u32,
) -> Vec<AppendOutcome> {
    let calls = messages.iter().cloned().map(|message| {
        let chat = world.chat.clone();
        async move { chat.append(&message, written_before).await.unwrap() }
    });
    run_concurrently(calls).await
}

pub async fn one_of_concurrent_messages_of_an_author_is_stored(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for round in 0..8 {
        let messages: Vec<_> = (0..6).map(|_| fixtures::a_message(&session, "vera")).collect();
        let appended = append_concurrently(world, &messages, round).await;
        let stored: Vec<_> = appended
            .iter()
            .filter(|one| **one != AppendOutcome::Conflict)
            .collect();
        assert_eq!(stored, [&AppendOutcome::Stored(round + 1)]);
        assert_eq!(message_count(world, &session).await, round + 1);
        for (message, appended) in messages.iter().zip(&appended) {
            let found = world.chat.find(&message.id).await.unwrap();
            assert_eq!(found.is_some(), *appended != AppendOutcome::Conflict);
        }
    }
}

pub async fn a_wrong_message_count_is_a_conflict(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    for author in ["vera", "ben", "vera"] {
        write(world, &fixtures::a_message(&session, author)).await;
    }
    for (author, counts) in [
        ("vera", &[0, 1, 3, 9][..]),
        ("ben", &[0, 2, 3]),
        ("new", &[1, u32::MAX]),
    ] {
        for count in counts {
            let message = fixtures::a_message(&session, author);
            let appended = append(world, &message, *count).await;
            assert_eq!(appended, AppendOutcome::Conflict, "{author} {count}");
            assert_eq!(world.chat.find(&message.id).await.unwrap(), None);
        }
    }
    assert_eq!(message_count(world, &session).await, 3);
    assert_eq!(
        append(world, &fixtures::a_message(&session, "vera"), 2).await,
        AppendOutcome::Stored(4)
    );
}

pub async fn without_an_open_session_nothing_is_stored(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    write(world, &fixtures::a_message(&session, "vera")).await;
    let read = world.find_open(&stream.user_id).await.unwrap();
    world.end(&read, EndReason::EndedByCreator).await;
    let unknown = Session {
        id: fixtures::session_id(),
        ..session.clone()
    };
    for session in [&session, &unknown] {
        for count in [0, 1, 5] {
            let message = fixtures::a_message(session, "vera");
            assert_eq!(append(world, &message, count).await, AppendOutcome::SessionEnded);
            assert_eq!(world.chat.find(&message.id).await.unwrap(), None);
        }
    }
    assert_eq!(message_count(world, &session).await, 1);
}

pub async fn a_message_concurrent_with_the_end_is_stored_and_counted_or_neither(world: &World) {
    for round in 0..8 {
        let stream = world.stream(&format!("host-{round}")).await;
        let session = world.go_live(&stream).await;
        let (sessions, open) = (world.sessions.clone(), session.clone());
        let ending = tokio::spawn(async move {
            let ended = fixtures::ended(&open, fixtures::later(1), EndReason::RoomClosed);
            sessions.save(&fixtures::a_change(&open, ended)).await.unwrap()
        });
        let messages: Vec<_> = (0..12)
            .map(|author| fixtures::a_message(&session, &format!("author-{author}")))
            .collect();
        let appended = append_concurrently(world, &messages, 0).await;
        assert!(
            ending.await.unwrap(),
            "a message is no change of its session's revision"
        );
        let mut stored = 0;
        for (message, appended) in messages.iter().zip(appended) {
            let is_stored = match appended {
                AppendOutcome::Stored(_) => true,
                AppendOutcome::SessionEnded => false,
                AppendOutcome::Conflict => panic!("nobody wrote twice"),
            };
            stored += u32::from(is_stored);
            assert_eq!(world.chat.find(&message.id).await.unwrap().is_some(), is_stored);
        }
        assert_eq!(message_count(world, &session).await, stored);
        assert_eq!(texts(world, &session, Slice::Newest).await.len(), stored as usize);
    }
}

pub async fn a_change_of_the_session_keeps_the_count(world: &World) {
    let stream = world.stream("ada").await;
    let read = world.go_live(&stream).await;
    write(world, &fixtures::a_message(&read, "vera")).await;
    write(world, &fixtures::a_message(&read, "ben")).await;
    // The session as read before, without a message.
    let saved = world.save(&read, fixtures::with_viewers(&read, 7)).await;
    assert_eq!(message_count(world, &saved).await, 2);
    world.end(&saved, EndReason::RoomClosed).await;
    assert_eq!(message_count(world, &saved).await, 2);
}
