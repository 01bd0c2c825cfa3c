//! Removing messages, and the audit log entry.

use onair_domain::audit::{AuditAction, AuditEntry};
use onair_domain::chat::{MessageId, NewMessage, Slice};
use onair_domain::page::PageRequest;
use onair_domain::session::EndReason;

use super::{remove, texts, write};
use crate::{World, fixtures, run_concurrently};

async fn audit_entries(world: &World) -> Vec<AuditEntry> {
    let page = world.audit.list(&PageRequest::default()).await.unwrap();
    page.items
}

fn entry(message: &MessageId) -> AuditEntry {
    let admin = fixtures::user_id("admin");
    fixtures::an_audit_entry(&admin, AuditAction::RemoveMessage, message.as_str())
}

/// Messages of one author with these texts, in a new session.
async fn append_messages(world: &World, contents: &[&str]) -> Vec<NewMessage> {
    let session = world.go_live(&world.stream("ada").await).await;
    let mut messages = Vec::new();
    for text in contents {
        let message = NewMessage {
            text: fixtures::chat_text(text),
            ..fixtures::a_message(&session, "vera")
        };
        write(world, &message).await;
        messages.push(message);
    }
    messages
}

pub async fn a_removed_message_is_not_listed_and_keeps_its_number(world: &World) {
    let messages = append_messages(world, &["one", "two", "three"]).await;
    let session = world.find_open(&messages[0].creator_id).await.unwrap();
    assert!(remove(world, &messages[1].id, fixtures::later(1)).await);
    for slice in [Slice::Newest, Slice::After(0), Slice::After(1)] {
        let read = texts(world, &session, slice).await;
        assert!(!read.contains(&"two".to_owned()), "{slice:?}");
        assert_eq!(read.last().map(String::as_str), Some("three"));
    }
    assert_eq!(write(world, &fixtures::a_message(&session, "vera")).await, 4);
}

pub async fn a_message_may_be_removed_after_its_session(world: &World) {
    let messages = append_messages(world, &["one"]).await;
    let session = world.find_open(&messages[0].creator_id).await.unwrap();
    world.end(&session, EndReason::RoomClosed).await;
    assert!(remove(world, &messages[0].id, fixtures::later(1)).await);
    assert_eq!(texts(world, &session, Slice::Newest).await, Vec::<String>::new());
}

pub async fn removing_a_removed_or_unknown_message_changes_nothing(world: &World) {
    let messages = append_messages(world, &["one", "two"]).await;
    assert!(remove(world, &messages[0].id, fixtures::later(1)).await);
    for id in [&messages[0].id, &fixtures::message_id()] {
        assert!(!remove(world, id, fixtures::later(2)).await);
        let again = world.chat.remove(id, fixtures::later(2), Some(entry(id))).await;
        assert!(!again.unwrap());
    }
    assert_eq!(audit_entries(world).await, []);
    let session = world.find_open(&messages[0].creator_id).await.unwrap();
    assert_eq!(texts(world, &session, Slice::Newest).await, ["two"]);
}

pub async fn a_removal_and_its_audit_entry_are_stored_together(world: &World) {
    let messages = append_messages(world, &["one", "two"]).await;
    let entry = entry(&messages[0].id);
    let removed = world
        .chat
        .remove(&messages[0].id, fixtures::later(1), Some(entry.clone()))
        .await;
    assert!(removed.unwrap());
    assert!(remove(world, &messages[1].id, fixtures::later(1)).await);
    assert_eq!(audit_entries(world).await, [entry]);
}

pub async fn one_of_concurrent_removals_is_stored_and_recorded(world: &World) {
    let messages = append_messages(world, &["one"]).await;
    let entries: Vec<_> = (0..16).map(|_| entry(&messages[0].id)).collect();
    let calls = entries.iter().cloned().map(|entry| {
        let (chat, id) = (world.chat.clone(), messages[0].id.clone());
        async move { chat.remove(&id, fixtures::later(1), Some(entry)).await.unwrap() }
    });
    let done = entries
        .iter()
        .zip(run_concurrently(calls).await)
        .filter(|(_, done)| *done);
    let done: Vec<_> = done.map(|(entry, _)| entry.clone()).collect();
    assert_eq!(done.len(), 1);
    assert_eq!(audit_entries(world).await, done);
}
