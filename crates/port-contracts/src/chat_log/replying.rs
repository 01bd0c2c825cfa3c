//! Replies: what is stored and read of the messages that they answer.

use onair_domain::chat::{Author, ChatEvent, ChatMessage, NewMessage, Quote, Reader, Slice};
use onair_domain::retention::ExpiringKind;
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, Session};

use super::{read, remove, write};
use crate::{World, fixtures};

/// A message of a guest, and a reply of vera to it with the quote as it is at this moment.
async fn write_reply(world: &World, session: &Session) -> (NewMessage, ChatMessage) {
    let quoted = NewMessage {
        author: Author {
            identity: Identity::from_outside("guest-1-2".to_owned()),
            name: "Otter 🦦 \"'".to_owned(),
        },
        text: fixtures::chat_text("'; -- <b>&amp;</b> 🎥"),
        ..fixtures::a_message(session, "x")
    };
    write(world, &quoted).await;
    let reply = NewMessage {
        reply_to: Some(Box::new(fixtures::a_quote(&quoted))),
        ..fixtures::a_message(session, "vera")
    };
    let seq = write(world, &reply).await;
    (quoted, ChatMessage::numbered(reply, seq))
}

/// The quote of the reply wherever it is read: in history, by its id, and as a pending event.
async fn quotes(world: &World, session: &Session, reply: &ChatMessage) -> [Option<Quote>; 3] {
    let listed = read(world, session, &Reader::Other(None), Slice::Newest).await;
    let listed = listed.into_iter().find(|message| message.id == reply.id);
    let found = world.chat.find(&reply.id).await.unwrap().unwrap();
    let pending = world.chat.list_pending(fixtures::later(99), 50).await.unwrap();
    let pending = pending.into_iter().find_map(|event| match event {
        ChatEvent::Posted(message) if message.id == reply.id => Some(message),
        ChatEvent::Posted(_) | ChatEvent::Removed { .. } => None,
    });
    [
        listed.unwrap().reply_to,
        found.reply_to,
        pending.unwrap().reply_to,
    ]
    .map(|quote| quote.map(|quote| *quote))
}

pub async fn a_reply_is_read_with_the_message_that_it_answers(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (quoted, reply) = write_reply(world, &session).await;
    let expected = Some(fixtures::a_quote(&quoted));
    let [listed, found, pending] = quotes(world, &session, &reply).await;
    assert_eq!((&listed, &found, &pending), (&expected, &expected, &expected));
    for slice in [Slice::Newest, Slice::After(0)] {
        let all = read(world, &session, &Reader::Host, slice).await;
        assert_eq!(all[1], reply);
        assert_eq!(all[0].reply_to, None);
    }
    let meta = world.chat.find(&quoted.id).await.unwrap().unwrap();
    assert_eq!(meta.reply_to, None);
}

pub async fn only_the_id_of_a_quoted_message_is_stored_with_a_reply(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (quoted, _) = write_reply(world, &session).await;
    let wrong = Quote {
        id: quoted.id.clone(),
        author: fixtures::a_message(&session, "mallory").author,
        text: None,
    };
    let reply = NewMessage {
        reply_to: Some(Box::new(wrong)),
        ..fixtures::a_message(&session, "ben")
    };
    let seq = write(world, &reply).await;
    let expected = Some(fixtures::a_quote(&quoted));
    let read = quotes(world, &session, &ChatMessage::numbered(reply, seq)).await;
    assert_eq!(read, [expected.clone(), expected.clone(), expected]);
}

pub async fn a_quote_of_a_removed_message_has_no_text(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (quoted, reply) = write_reply(world, &session).await;
    assert!(remove(world, &quoted.id, fixtures::later(1)).await);
    let expected = Some(Quote {
        text: None,
        ..fixtures::a_quote(&quoted)
    });
    let read = quotes(world, &session, &reply).await;
    assert_eq!(read, [expected.clone(), expected.clone(), expected]);
}

pub async fn a_removed_reply_keeps_no_text_and_its_quoted_message_stays(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (quoted, reply) = write_reply(world, &session).await;
    assert!(remove(world, &reply.id, fixtures::later(1)).await);
    assert!(world.chat.find(&reply.id).await.unwrap().unwrap().is_removed());
    let left = read(world, &session, &Reader::Host, Slice::Newest).await;
    assert_eq!(left, [ChatMessage::numbered(quoted, 1)]);
}

pub async fn a_reply_to_a_deleted_message_has_no_quote(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (_, reply) = write_reply(world, &session).await;
    let open = world.find_open(&session.creator_id).await.unwrap();
    world.end(&open, EndReason::RoomClosed).await;
    // Expired chats are deleted from their start.
    let kind = ExpiringKind::Chat;
    let batch = world
        .expiring
        .delete_expired(kind, fixtures::later(1_000), 1)
        .await;
    assert_eq!(batch.unwrap().deleted, 1);
    let left = read(world, &session, &Reader::Host, Slice::Newest).await;
    let expected = ChatMessage {
        reply_to: None,
        ..reply
    };
    assert_eq!(left, [expected]);
}
