//! Messages that were not sent to the room yet.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatEvent, ChatMessage, NewMessage};
use onair_domain::session::{EndReason, Session};

use super::{remove, write};
use crate::{World, at_once, fixtures};

/// A time at which all messages of these cases are due.
fn in_the_end() -> Timestamp {
    fixtures::later(3_600)
}

async fn pending(world: &World, due_before: Timestamp, limit: usize) -> Vec<ChatEvent> {
    world.chat.list_pending(due_before, limit).await.unwrap()
}

async fn settle(world: &World, news: &[ChatEvent]) {
    world.chat.mark_sent(news).await.unwrap();
}

/// Appends a message that is due after this many seconds.
async fn written(world: &World, session: &Session, author: &str, seconds: u64) -> ChatMessage {
    let message = NewMessage {
        visible_at: fixtures::later(seconds),
        ..fixtures::a_message(session, author)
    };
    let seq = write(world, &message).await;
    ChatMessage::numbered(message, seq)
}

fn removal(message: &ChatMessage) -> ChatEvent {
    ChatEvent::Removed {
        id: message.id.clone(),
        creator_id: message.creator_id.clone(),
    }
}

pub async fn a_message_is_pending_from_its_due_time_until_it_is_marked_as_sent(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = written(world, &session, "vera", 3).await;
    let news = [ChatEvent::Posted(message)];
    assert_eq!(pending(world, fixtures::later(3), 10).await, []);
    let after = fixtures::later(3) + Duration::from_millis(1);
    assert_eq!(pending(world, after, 10).await, news);
    settle(world, &news).await;
    assert_eq!(pending(world, in_the_end(), 10).await, []);
    settle(world, &news).await;
    settle(world, &[]).await;
    assert_eq!(pending(world, in_the_end(), 10).await, []);
}

pub async fn pending_events_are_listed_earliest_first_up_to_the_limit(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    let mut news = Vec::new();
    for (session, seconds) in [(&ada, 9), (&ben, 5), (&ada, 2), (&ben, 7), (&ada, 30), (&ada, 6)] {
        news.push((seconds, written(world, session, "vera", seconds).await));
    }
    news.sort_by_key(|(seconds, _)| *seconds);
    let news: Vec<_> = news
        .into_iter()
        .map(|(_, message)| ChatEvent::Posted(message))
        .collect();
    assert_eq!(pending(world, fixtures::later(10), 10).await, news[..5]);
    for limit in [0, 1, 3] {
        assert_eq!(pending(world, fixtures::later(10), limit).await, news[..limit]);
    }
}

pub async fn events_due_at_the_same_time_are_listed_by_number(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut news = Vec::new();
    for number in 0..20 {
        let message = written(world, &session, &format!("author-{}", number % 3), 1).await;
        news.push(ChatEvent::Posted(message));
    }
    assert_eq!(pending(world, in_the_end(), 50).await, news);
}

pub async fn marking_some_events_as_sent_leaves_the_others_pending(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    let mut news = Vec::new();
    for seconds in 1..=6 {
        let session = if seconds % 2 == 0 { &ada } else { &ben };
        news.push(ChatEvent::Posted(written(world, session, "vera", seconds).await));
    }
    let never = fixtures::a_message(&ada, "vera");
    let unknown = ChatEvent::Posted(ChatMessage::numbered(never, 99));
    settle(
        world,
        &[news[4].clone(), unknown, news[1].clone(), news[0].clone()],
    )
    .await;
    let left = [news[2].clone(), news[3].clone(), news[5].clone()];
    assert_eq!(pending(world, in_the_end(), 10).await, left);
}

pub async fn a_removal_replaces_the_pending_message(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = written(world, &session, "vera", 1).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    assert!(!remove(world, &message.id, fixtures::later(2)).await);
    assert_eq!(pending(world, fixtures::later(5), 10).await, []);
    assert_eq!(pending(world, fixtures::later(6), 10).await, [removal(&message)]);
    settle(world, &[removal(&message)]).await;
    assert_eq!(pending(world, in_the_end(), 10).await, []);
}

pub async fn a_removal_of_a_sent_message_is_pending(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = written(world, &session, "vera", 1).await;
    settle(world, &[ChatEvent::Posted(message.clone())]).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    assert_eq!(pending(world, in_the_end(), 10).await, [removal(&message)]);
}

pub async fn a_removal_stays_pending_when_its_message_is_marked_as_sent(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = written(world, &session, "vera", 1).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    settle(world, &[ChatEvent::Posted(message.clone())]).await;
    assert_eq!(pending(world, in_the_end(), 10).await, [removal(&message)]);
}

pub async fn a_removal_concurrent_with_marking_its_message_stays_pending(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut removals = Vec::new();
    for seconds in 1..=16 {
        let message = written(world, &session, "vera", seconds).await;
        removals.push(removal(&message));
        let (settling, removing) = (world.chat.clone(), world.chat.clone());
        let (id, news) = (message.id.clone(), [ChatEvent::Posted(message)]);
        let calls = [
            tokio::spawn(async move { settling.mark_sent(&news).await.map(|()| true) }),
            tokio::spawn(async move { removing.remove(&id, fixtures::later(seconds), None).await }),
        ];
        for call in calls {
            assert!(call.await.unwrap().unwrap());
        }
    }
    assert_eq!(pending(world, in_the_end(), 50).await, removals);
}

pub async fn concurrent_marking_of_the_same_events_succeeds(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut news = Vec::new();
    for number in 0..20 {
        let message = written(world, &session, &format!("author-{number}"), 1).await;
        news.push(ChatEvent::Posted(message));
    }
    let backwards: Vec<_> = news.iter().rev().cloned().collect();
    let calls = (0..16).map(|call| {
        let chat = world.chat.clone();
        let news = if call % 2 == 0 {
            news.clone()
        } else {
            backwards.clone()
        };
        async move { chat.mark_sent(&news).await.unwrap() }
    });
    at_once(calls).await;
    assert_eq!(pending(world, in_the_end(), 50).await, []);
}

pub async fn events_of_an_ended_session_are_not_pending(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (over, open) = (world.go_live(&ada).await, world.go_live(&ben).await);
    for seconds in 1..=3 {
        written(world, &over, "vera", seconds).await;
    }
    let gone = written(world, &over, "vera", 4).await;
    let message = written(world, &open, "vera", 5).await;
    world.end(&over, EndReason::RoomClosed).await;
    assert!(remove(world, &gone.id, fixtures::later(6)).await);
    world.go_live(&ada).await;
    assert_eq!(
        pending(world, in_the_end(), 1).await,
        [ChatEvent::Posted(message)]
    );
    assert_eq!(pending(world, in_the_end(), 10).await.len(), 1);
}
