//! Messages that were not sent to the room yet.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatEvent, ChatMessage, NewMessage};
use onair_domain::session::{EndReason, Session};

use super::{remove, write};
use crate::{World, fixtures, run_concurrently};

/// A time at which all messages of these cases are due.
fn after_all_due() -> Timestamp {
    fixtures::later(3_600)
}

async fn pending(world: &World, due_before: Timestamp, limit: usize) -> Vec<ChatEvent> {
    world.chat.list_pending(due_before, limit).await.unwrap()
}

async fn mark_sent(world: &World, events: &[ChatEvent]) {
    world.chat.mark_sent(events).await.unwrap();
}

/// Appends a message that is due after this many seconds.
async fn append_due_after(world: &World, session: &Session, author: &str, seconds: u64) -> ChatMessage {
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
    let message = append_due_after(world, &session, "vera", 3).await;
    let events = [ChatEvent::Posted(message)];
    assert_eq!(pending(world, fixtures::later(3), 10).await, []);
    let after = fixtures::later(3) + Duration::from_millis(1);
    assert_eq!(pending(world, after, 10).await, events);
    mark_sent(world, &events).await;
    assert_eq!(pending(world, after_all_due(), 10).await, []);
    mark_sent(world, &events).await;
    mark_sent(world, &[]).await;
    assert_eq!(pending(world, after_all_due(), 10).await, []);
}

pub async fn pending_events_are_listed_earliest_first_up_to_the_limit(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    let mut events = Vec::new();
    for (session, seconds) in [(&ada, 9), (&ben, 5), (&ada, 2), (&ben, 7), (&ada, 30), (&ada, 6)] {
        events.push((seconds, append_due_after(world, session, "vera", seconds).await));
    }
    events.sort_by_key(|(seconds, _)| *seconds);
    let events: Vec<_> = events
        .into_iter()
        .map(|(_, message)| ChatEvent::Posted(message))
        .collect();
    assert_eq!(pending(world, fixtures::later(10), 10).await, events[..5]);
    for limit in [0, 1, 3] {
        assert_eq!(pending(world, fixtures::later(10), limit).await, events[..limit]);
    }
}

pub async fn events_due_at_the_same_time_are_listed_by_number(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut events = Vec::new();
    for number in 0..20 {
        let message = append_due_after(world, &session, &format!("author-{}", number % 3), 1).await;
        events.push(ChatEvent::Posted(message));
    }
    assert_eq!(pending(world, after_all_due(), 50).await, events);
}

pub async fn marking_some_events_as_sent_leaves_the_others_pending(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    let mut events = Vec::new();
    for seconds in 1..=6 {
        let session = if seconds % 2 == 0 { &ada } else { &ben };
        events.push(ChatEvent::Posted(
            append_due_after(world, session, "vera", seconds).await,
        ));
    }
    let never = fixtures::a_message(&ada, "vera");
    let unknown = ChatEvent::Posted(ChatMessage::numbered(never, 99));
    mark_sent(
        world,
        &[events[4].clone(), unknown, events[1].clone(), events[0].clone()],
    )
    .await;
    let left = [events[2].clone(), events[3].clone(), events[5].clone()];
    assert_eq!(pending(world, after_all_due(), 10).await, left);
}

pub async fn a_removal_replaces_the_pending_message(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = append_due_after(world, &session, "vera", 1).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    assert!(!remove(world, &message.id, fixtures::later(2)).await);
    assert_eq!(pending(world, fixtures::later(5), 10).await, []);
    assert_eq!(pending(world, fixtures::later(6), 10).await, [removal(&message)]);
    mark_sent(world, &[removal(&message)]).await;
    assert_eq!(pending(world, after_all_due(), 10).await, []);
}

pub async fn a_removal_of_a_sent_message_is_pending(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = append_due_after(world, &session, "vera", 1).await;
    mark_sent(world, &[ChatEvent::Posted(message.clone())]).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    assert_eq!(pending(world, after_all_due(), 10).await, [removal(&message)]);
}

pub async fn a_removal_stays_pending_when_its_message_is_marked_as_sent(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let message = append_due_after(world, &session, "vera", 1).await;
    assert!(remove(world, &message.id, fixtures::later(5)).await);
    mark_sent(world, &[ChatEvent::Posted(message.clone())]).await;
    assert_eq!(pending(world, after_all_due(), 10).await, [removal(&message)]);
}

pub async fn a_removal_concurrent_with_marking_its_message_stays_pending(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut removals = Vec::new();
    for seconds in 1..=16 {
        let message = append_due_after(world, &session, "vera", seconds).await;
        removals.push(removal(&message));
        let (settling, removing) = (world.chat.clone(), world.chat.clone());
        let (id, events) = (message.id.clone(), [ChatEvent::Posted(message)]);
        let calls = [
            tokio::spawn(async move { settling.mark_sent(&events).await.map(|()| true) }),
            tokio::spawn(async move { removing.remove(&id, fixtures::later(seconds), None).await }),
        ];
        for call in calls {
            assert!(call.await.unwrap().unwrap());
        }
    }
    assert_eq!(pending(world, after_all_due(), 50).await, removals);
}

pub async fn concurrent_marking_of_the_same_events_succeeds(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut events = Vec::new();
    for number in 0..20 {
        let message = append_due_after(world, &session, &format!("author-{number}"), 1).await;
        events.push(ChatEvent::Posted(message));
    }
    let backwards: Vec<_> = events.iter().rev().cloned().collect();
    let calls = (0..16).map(|call| {
        let chat = world.chat.clone();
        let events = if call % 2 == 0 {
            events.clone()
        } else {
            backwards.clone()
        };
        async move { chat.mark_sent(&events).await.unwrap() }
    });
    run_concurrently(calls).await;
    assert_eq!(pending(world, after_all_due(), 50).await, []);
}

pub async fn events_of_an_ended_session_are_not_pending(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (ended, open) = (world.go_live(&ada).await, world.go_live(&ben).await);
    for seconds in 1..=3 {
        append_due_after(world, &ended, "vera", seconds).await;
    }
    let gone = append_due_after(world, &ended, "vera", 4).await;
    let message = append_due_after(world, &open, "vera", 5).await;
    world.end(&ended, EndReason::RoomClosed).await;
    assert!(remove(world, &gone.id, fixtures::later(6)).await);
    world.go_live(&ada).await;
    assert_eq!(
        pending(world, after_all_due(), 1).await,
        [ChatEvent::Posted(message)]
    );
    assert_eq!(pending(world, after_all_due(), 10).await.len(), 1);
}
