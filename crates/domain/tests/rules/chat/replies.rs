//! Replies: what may be answered, when others see the reply, and what it shows of the message that it answers.

use std::sync::Arc;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{
    Author, ChatError, ChatEvent, ChatText, MODERATION_DELAY, MessageId, MessageMeta, Reader, Slice,
    may_reply, reply_visible_at,
};
use onair_domain::ports::MockChatLog;
use onair_domain::room::Identity;
use onair_domain::stream::SessionId;
use onair_domain::user::UserId;
use quickcheck::quickcheck;

use super::fixture::ChatFixture;

/// The quotes that a participant received, each as its text, in order. It is empty
/// without one.
fn received_quotes(fixture: &ChatFixture, participant: usize) -> Vec<String> {
    let posted = fixture
        .received(participant)
        .into_iter()
        .filter_map(|event| match event {
            ChatEvent::Posted(message) => message.reply_to,
            ChatEvent::Removed { .. } => None,
        });
    posted
        .map(|quote| quote.text.map_or_else(String::new, |text| text.to_string()))
        .collect()
}

async fn read_quotes(fixture: &ChatFixture, participant: usize) -> Vec<String> {
    let reader = Some(&fixture.participants[participant]);
    let read = fixture
        .services
        .chat
        .history(&fixture.host.id, reader, Slice::Newest)
        .await;
    let quotes = read.unwrap().into_iter().filter_map(|message| message.reply_to);
    quotes
        .map(|quote| quote.text.map_or_else(String::new, |text| text.to_string()))
        .collect()
}

#[tokio::test]
async fn everybody_replies_and_is_replied_to() {
    let mut fixture = ChatFixture::new().await;
    for author in 0..4 {
        let message = fixture.post(author, "Hello").await.unwrap();
        for replier in 0..4 {
            fixture.advance(Duration::from_secs(11)).await;
            let reply = fixture.reply(replier, "Welcome", &message.id).await.unwrap();
            let quote = reply.reply_to.unwrap();
            assert_eq!((&quote.id, &quote.author), (&message.id, &message.author));
            assert_eq!(quote.text.as_ref(), Some(&message.text));
            assert_eq!(reply.visible_at, reply.sent_at);
        }
    }
    for participant in 0..4 {
        assert_eq!(received_quotes(&fixture, participant), vec!["Hello"; 16]);
        assert_eq!(read_quotes(&fixture, participant).await, vec!["Hello"; 16]);
    }
    let reply = fixture
        .reply(1, "Not at all", &fixture.received(1)[1].message_id().clone())
        .await;
    assert_eq!(reply.unwrap().reply_to.unwrap().text.unwrap().as_str(), "Welcome");
}

#[tokio::test]
async fn unknown_removed_and_earlier_messages_cannot_be_answered() {
    let mut fixture = ChatFixture::new().await;
    let unknown = MessageId::parse("nothing").unwrap();
    let removed = fixture.post(1, "Hello").await.unwrap().id;
    fixture.remove(1, &removed).await.unwrap();
    let earlier = fixture.post(1, "Good evening").await.unwrap().id;
    for participant in [0, 1, 2, 3] {
        for id in [&unknown, &removed] {
            let refused = fixture.reply(participant, "What?", id).await;
            assert!(matches!(refused, Err(ChatError::ReplyUnknown)), "{refused:?}");
        }
    }
    fixture
        .services
        .broadcasts
        .end_stream(&fixture.host.id)
        .await
        .unwrap();
    fixture.services.broadcasts.go_live(&fixture.host).await.unwrap();
    for participant in [0, 1, 2] {
        let refused = fixture.reply(participant, "What?", &earlier).await;
        assert!(matches!(refused, Err(ChatError::ReplyUnknown)), "{refused:?}");
    }
    assert_eq!(
        fixture.read_numbers(0, Slice::Newest).await,
        [],
        "nothing was stored"
    );
}

#[tokio::test]
async fn a_message_of_another_chat_cannot_be_answered() {
    let mut fixture = ChatFixture::new().await;
    let ben = fixture.services.live_host("ben").await;
    let (vera, hello) = (&fixture.participants[1], ChatText::parse("Hello").unwrap());
    let elsewhere = fixture
        .services
        .chat
        .post(&ben.id, vera, hello, None)
        .await
        .unwrap();
    for participant in [0, 1] {
        let refused = fixture.reply(participant, "What?", &elsewhere.id).await;
        assert!(matches!(refused, Err(ChatError::ReplyUnknown)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_held_message_is_answered_only_by_its_author_and_the_host_and_the_reply_is_not_seen_before_it() {
    let mut fixture = ChatFixture::new().await;
    fixture.set_delayed(true).await;
    let held = fixture.post(1, "Hello").await.unwrap();
    // The reply itself would be visible at once.
    fixture.set_delayed(false).await;
    fixture.advance(Duration::from_secs(1)).await;
    for other in [2, 3] {
        let refused = fixture.reply(other, "What?", &held.id).await;
        assert!(matches!(refused, Err(ChatError::ReplyUnknown)), "{refused:?}");
    }
    for participant in [0, 1] {
        let reply = fixture.reply(participant, "Welcome", &held.id).await.unwrap();
        assert_eq!(reply.visible_at, held.visible_at);
    }
    assert_eq!(fixture.received_numbers(2), []);
    assert_eq!(fixture.read_numbers(2, Slice::Newest).await, []);
    assert_eq!(fixture.received_numbers(0), [1, 2, 3]);
    fixture.advance(MODERATION_DELAY).await;
    assert_eq!(fixture.received_numbers(2), [1, 2, 3]);
    fixture.reply(2, "Me too", &held.id).await.unwrap();
}

#[tokio::test]
async fn a_quote_of_a_removed_message_never_shows_its_text_again() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    fixture.reply(2, "Welcome", &message.id).await.unwrap();
    fixture.set_delayed(true).await;
    fixture.reply(3, "Held", &message.id).await.unwrap();
    fixture.set_delayed(false).await;
    // This reply is stored before the removal and sent after it.
    fixture
        .post_undelivered(2, "Waiting", Some(&message.id))
        .await
        .unwrap();
    let chat = &fixture.services.chat;
    chat.remove(&fixture.host.id, &fixture.participants[0], &message.id)
        .await
        .unwrap();
    fixture.deliver().await;
    assert_eq!(received_quotes(&fixture, 1), ["Hello", ""]);
    fixture.advance(MODERATION_DELAY).await;
    assert_eq!(received_quotes(&fixture, 1), ["Hello", "", ""]);
    for reader in 0..4 {
        assert_eq!(read_quotes(&fixture, reader).await, ["", "", ""]);
    }
}

#[tokio::test]
async fn a_pending_reply_of_a_crashed_server_is_sent_with_the_current_quote() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    fixture
        .post_undelivered(2, "Welcome", Some(&message.id))
        .await
        .unwrap();
    drop(fixture.services.memory.chat_outbox.take());
    fixture.remove(1, &message.id).await.unwrap();
    fixture.advance(Duration::from_secs(6)).await;
    fixture.services.reconciler.reconcile_once().await;
    assert_eq!(received_quotes(&fixture, 3), [""]);
    assert_eq!(fixture.received_numbers(3), [1, 2]);
}

#[tokio::test]
async fn a_reply_that_was_removed_before_it_was_sent_is_not_sent() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    let reply = fixture
        .post_undelivered(2, "Oh no", Some(&message.id))
        .await
        .unwrap();
    fixture.remove(2, &reply.id).await.unwrap();
    assert_eq!(fixture.received_numbers(1), [1]);
}

#[tokio::test]
async fn a_message_that_is_no_reply_looks_up_no_message() {
    let fixture = ChatFixture::new().await;
    let mut counting = MockChatLog::new();
    counting.expect_find().never();
    counting
        .expect_find_recent()
        .returning(|_, _| Ok(onair_domain::chat::RecentMessages::default()));
    counting
        .expect_append()
        .returning(|_, _| Ok(onair_domain::ports::AppendOutcome::Stored(1)));
    counting.expect_mark_sent().returning(|_| Ok(()));
    let mut ports = fixture.services.ports.clone();
    ports.chat = Arc::new(counting);
    let outbox = fixture.services.memory.chat_outbox.clone();
    let chat = ports.chat_service(outbox.clone());
    let hello = ChatText::parse("Hello").unwrap();
    let posted = chat
        .post(&fixture.host.id, &fixture.participants[1], hello, None)
        .await;
    assert_eq!(posted.unwrap().reply_to, None);
    let report = ports.chat_delivery().deliver(&outbox.take()).await;
    assert_eq!((report.sent, report.outage.is_none()), (1, true));
}

fn at(seconds: u8) -> Timestamp {
    Timestamp::UNIX_EPOCH + Duration::from_secs(seconds.into())
}

fn a_meta(visible_at: Timestamp, is_removed: bool) -> MessageMeta {
    MessageMeta {
        session_id: SessionId::from_trusted("session-1".to_owned()),
        creator_id: UserId::parse("ada").unwrap(),
        author: Author {
            identity: Identity::from_outside("vera".to_owned()),
            name: "Vera".to_owned(),
        },
        text: (!is_removed).then(|| ChatText::parse("Hello").unwrap()),
        reply_to: None,
        visible_at,
    }
}

quickcheck! {
    fn a_reply_is_never_visible_before_its_own_time_or_that_of_the_quoted_message(own: u8, quoted: u8) -> bool {
        let (own, quoted) = (at(own), at(quoted));
        let visible_at = reply_visible_at(own, &a_meta(quoted, false));
        visible_at >= own && visible_at >= quoted && (visible_at == own || visible_at == quoted)
    }

    fn only_a_visible_message_of_the_session_is_answered(
        visible_at: u8, now: u8, reader: u8, is_removed: bool, is_elsewhere: bool
    ) -> bool {
        let session = if is_elsewhere { "session-2" } else { "session-1" };
        let session = SessionId::from_trusted(session.to_owned());
        let other = |who: &str| Reader::Other(Some(Identity::from_outside(who.to_owned())));
        let (reader, sees_held) = match reader % 4 {
            0 => (Reader::Host, true),
            1 => (other("vera"), true),
            2 => (other("victor"), false),
            _ => (Reader::Other(None), false),
        };
        let expected = !is_removed && !is_elsewhere && (sees_held || visible_at <= now);
        may_reply(&a_meta(at(visible_at), is_removed), &session, &reader, at(now)) == expected
    }
}
