//! Who removes a message, and what is recorded of it.

use onair_domain::audit::AuditAction;
use onair_domain::chat::{ChatError, ChatEvent, ChatParticipant, MessageId};
use onair_domain::page::PageRequest;
use onair_domain::user::Role;
use onair_port_contracts::fixtures;

use super::crowd::Crowd;

async fn recorded(crowd: &Crowd) -> Vec<(AuditAction, String)> {
    let page = PageRequest::default();
    let entries = crowd.studio.ports.audit.list(&page).await.unwrap();
    let entries = entries.items.into_iter();
    let removals = entries.filter(|entry| entry.action == AuditAction::RemoveMessage);
    removals.map(|entry| (entry.action, entry.target)).collect()
}

async fn admin(crowd: &Crowd) -> ChatParticipant {
    let mut profile = fixtures::a_profile("root");
    profile.roles = Some([Role::Admin].into());
    ChatParticipant::User(crowd.studio.upsert_from_claims(&profile).await)
}

#[tokio::test]
async fn removals_by_author_and_host_are_not_recorded() {
    let mut crowd = Crowd::new().await;
    for (writer, remover) in [(1, 1), (1, 0), (3, 3), (3, 0), (0, 0)] {
        let message = crowd.says(writer, "Hello").await.unwrap();
        for _ in 0..2 {
            crowd.removes(remover, &message.id).await.unwrap();
        }
        let received = crowd
            .heard(2)
            .into_iter()
            .filter(|news| *news.message_id() == message.id);
        let received: Vec<_> = received.collect();
        assert!(
            matches!(received[..], [ChatEvent::Posted(_), ChatEvent::Removed { .. }]),
            "{received:?}"
        );
    }
    assert_eq!(recorded(&crowd).await, []);
}

#[tokio::test]
async fn others_do_not() {
    let mut crowd = Crowd::new().await;
    let message = crowd.says(1, "Hello").await.unwrap();
    for other in [2, 3] {
        let refused = crowd.removes(other, &message.id).await;
        assert!(matches!(refused, Err(ChatError::Forbidden)), "{refused:?}");
    }
    assert_eq!(
        crowd.numbers_read(2, onair_domain::chat::Slice::Newest).await,
        [1]
    );
}

#[tokio::test]
async fn an_admins_removal_of_another_authors_message_is_recorded_once() {
    let mut crowd = Crowd::new().await;
    let message = crowd.says(1, "Hello").await.unwrap();
    crowd.people.push(admin(&crowd).await);
    for _ in 0..2 {
        crowd.removes(4, &message.id).await.unwrap();
    }
    let own = crowd.says(4, "Behave").await.unwrap();
    crowd.removes(4, &own.id).await.unwrap();
    let expected = [(AuditAction::RemoveMessage, message.id.to_string())];
    assert_eq!(recorded(&crowd).await, expected);
}

#[tokio::test]
async fn a_message_is_only_found_in_its_own_chat() {
    let mut crowd = Crowd::new().await;
    let message = crowd.says(1, "Hello").await.unwrap();
    let ben = crowd.studio.live_host("ben").await;
    let chat = &crowd.studio.chat;
    let elsewhere = chat
        .remove(&ben.id, &ChatParticipant::User(ben.clone()), &message.id)
        .await;
    assert!(
        matches!(elsewhere, Err(ChatError::MessageUnknown)),
        "{elsewhere:?}"
    );
    let never = MessageId::parse("never").unwrap();
    let unknown = chat.remove(&crowd.host.id, &crowd.people[0], &never).await;
    assert!(matches!(unknown, Err(ChatError::MessageUnknown)), "{unknown:?}");
}

#[tokio::test]
async fn after_the_end_a_message_can_be_removed_without_an_event() {
    let mut crowd = Crowd::new().await;
    let message = crowd.says(1, "Hello").await.unwrap();
    crowd.studio.broadcasts.end_stream(&crowd.host.id).await.unwrap();
    let removed = crowd
        .studio
        .chat
        .remove(&crowd.host.id, &crowd.people[1], &message.id)
        .await;
    removed.unwrap();
    assert_eq!(crowd.studio.memory.chat_outbox.take(), []);
}
