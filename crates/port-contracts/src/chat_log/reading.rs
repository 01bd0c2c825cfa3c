//! Reading messages: slices, order, and visibility.

use std::time::Duration;

use onair_domain::chat::{Author, ChatMessage, MessageMeta, NewMessage, Reader, Slice};
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, Session};

use super::{read, remove, texts, write};
use crate::{World, fixtures};

fn identity(who: &str) -> Identity {
    Identity::from_outside(who.to_owned())
}

fn other(who: &str) -> Reader {
    Reader::Other(Some(identity(who)))
}

/// Appends messages of different authors, whose texts are their numbers.
async fn append_messages(world: &World, session: &Session, messages: u32) -> Vec<ChatMessage> {
    let mut stored = Vec::new();
    for number in 1..=messages {
        let message = NewMessage {
            text: fixtures::chat_text(&number.to_string()),
            ..fixtures::a_message(session, &format!("author-{number}"))
        };
        let seq = write(world, &message).await;
        stored.push(ChatMessage::numbered(message, seq));
    }
    stored
}

pub async fn the_longest_and_unusual_messages_are_stored_unchanged(world: &World) {
    let host = world.stream(&"h".repeat(255)).await;
    let session = world.go_live(&host).await;
    let longest = NewMessage {
        author: Author {
            identity: identity(&"v".repeat(255)),
            name: "🎥".repeat(100),
        },
        text: fixtures::chat_text(&"🎥".repeat(500)),
        sent_at: fixtures::later(1),
        visible_at: fixtures::later(4),
        ..fixtures::a_message(&session, "x")
    };
    let oddest = NewMessage {
        author: Author {
            identity: identity("somebody' with odd; letters 🎥"),
            name: "\"quoted\", \\ and {braces} ﷽".to_owned(),
        },
        text: fixtures::chat_text("'; DROP TABLE x; -- <b>&amp;</b> \\x00 %s $1 \u{200f}é"),
        ..fixtures::a_message(&session, "x")
    };
    let mut expected = Vec::new();
    for message in [longest, oddest] {
        let seq = write(world, &message).await;
        expected.push(ChatMessage::numbered(message, seq));
    }
    for slice in [Slice::Newest, Slice::After(0)] {
        assert_eq!(read(world, &session, &Reader::Host, slice).await, expected);
    }
}

pub async fn the_newest_50_messages_are_read_in_ascending_order(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let messages = append_messages(world, &session, 53).await;
    for reader in [Reader::Host, other("vera"), Reader::Other(None)] {
        assert_eq!(read(world, &session, &reader, Slice::Newest).await, messages[3..]);
    }
}

pub async fn messages_after_a_number_are_read_200_at_a_time(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let messages = append_messages(world, &session, 206).await;
    for reader in [Reader::Host, other("vera"), Reader::Other(None)] {
        for (after, expected) in [
            (0, &messages[..200]),
            (3, &messages[3..203]),
            (203, &messages[203..]),
            (206, &[]),
            (u32::MAX, &[]),
        ] {
            let found = read(world, &session, &reader, Slice::After(after)).await;
            assert_eq!(found, expected, "after {after}");
        }
    }
}

pub async fn removed_and_hidden_messages_do_not_count_towards_the_limit(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut messages = append_messages(world, &session, 205).await;
    // The newest seven are hidden.
    for number in 0..7 {
        let hidden = NewMessage {
            visible_at: fixtures::later(60),
            ..fixtures::a_message(&session, &format!("hidden-{number}"))
        };
        write(world, &hidden).await;
    }
    for gone in [204, 200, 180, 2, 0] {
        let message = messages.remove(gone);
        assert!(remove(world, &message.id, fixtures::time()).await);
    }
    let vera = other("vera");
    assert_eq!(read(world, &session, &vera, Slice::Newest).await, messages[150..]);
    assert_eq!(read(world, &session, &vera, Slice::After(0)).await, messages);
    assert_eq!(messages.len(), 200);
}

pub async fn a_delayed_message_is_visible_to_its_author_and_the_host_immediately(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let visible_at = fixtures::later(3);
    for author in ["vera", "ada", "guest-1-2"] {
        let message = NewMessage {
            text: fixtures::chat_text(author),
            visible_at,
            ..fixtures::a_message(&session, author)
        };
        write(world, &message).await;
    }
    let all = ["vera", "ada", "guest-1-2"];
    for (reader, seen) in [
        (Reader::Host, &all[..]),
        (other("vera"), &["vera"]),
        (other("guest-1-2"), &["guest-1-2"]),
        (other("ben"), &[]),
        (Reader::Other(None), &[]),
    ] {
        for slice in [Slice::Newest, Slice::After(0)] {
            for (now, expected) in [
                (fixtures::time(), seen),
                (visible_at - Duration::from_millis(1), seen),
                (visible_at, &all),
            ] {
                let read = world.chat.read(&session.id, &reader, now, slice).await.unwrap();
                let read: Vec<_> = read.iter().map(|message| message.text.as_str()).collect();
                assert_eq!(read, expected, "{reader:?} {slice:?} {now}");
            }
        }
    }
}

pub async fn messages_belong_to_one_session_and_are_kept(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (session, elsewhere) = (world.go_live(&ada).await, world.go_live(&ben).await);
    append_messages(world, &session, 2).await;
    assert_eq!(
        texts(world, &elsewhere, Slice::Newest).await,
        Vec::<String>::new()
    );
    world.end(&session, EndReason::RoomClosed).await;
    let next = world.go_live(&ada).await;
    let unknown = Session {
        id: fixtures::session_id(),
        ..session.clone()
    };
    for slice in [Slice::Newest, Slice::After(0)] {
        assert_eq!(texts(world, &session, slice).await, ["1", "2"]);
        for other in [&next, &unknown] {
            assert_eq!(texts(world, other, slice).await, Vec::<String>::new());
        }
    }
}

pub async fn metadata_of_a_removed_message_is_kept(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = fixtures::a_message(&session, "guest-1-2");
    assert_eq!(world.chat.find(&message.id).await.unwrap(), None);
    write(world, &message).await;
    let mut meta = MessageMeta {
        session_id: session.id.clone(),
        creator_id: session.creator_id.clone(),
        author: message.author.clone(),
        text: Some(message.text.clone()),
        reply_to: None,
        visible_at: message.visible_at,
    };
    assert_eq!(world.chat.find(&message.id).await.unwrap().as_ref(), Some(&meta));
    assert!(remove(world, &message.id, fixtures::later(1)).await);
    meta.text = None;
    assert_eq!(world.chat.find(&message.id).await.unwrap(), Some(meta));
}
