//! Who may remove a message, and which removals are recorded in the audit log.

use onair_domain::audit::AuditAction;
use onair_domain::chat::{ChatError, ChatEvent, ChatParticipant, MessageId};
use onair_domain::page::PageRequest;
use onair_domain::user::Role;
use onair_port_contracts::fixtures;

use super::fixture::ChatFixture;

async fn audited_removals(fixture: &ChatFixture) -> Vec<(AuditAction, String)> {
    let page = PageRequest::default();
    let entries = fixture.services.ports.audit.list(&page).await.unwrap();
    let entries = entries.items.into_iter();
    let removals = entries.filter(|entry| entry.action == AuditAction::RemoveMessage);
    removals.map(|entry| (entry.action, entry.target)).collect()
}

async fn admin(fixture: &ChatFixture) -> ChatParticipant {
    let mut profile = fixtures::a_profile("root");
    profile.roles = Some([Role::Admin].into());
    ChatParticipant::User(fixture.services.upsert_from_claims(&profile).await)
}

#[tokio::test]
async fn removals_by_author_and_host_are_not_recorded() {
    let mut fixture = ChatFixture::new().await;
    for (author, requester) in [(1, 1), (1, 0), (3, 3), (3, 0), (0, 0)] {
        let message = fixture.post(author, "Hello").await.unwrap();
        for _ in 0..2 {
            fixture.remove(requester, &message.id).await.unwrap();
        }
        let received = fixture
            .received(2)
            .into_iter()
            .filter(|event| *event.message_id() == message.id);
        let received: Vec<_> = received.collect();
        assert!(
            matches!(received[..], [ChatEvent::Posted(_), ChatEvent::Removed { .. }]),
            "{received:?}"
        );
    }
    assert_eq!(audited_removals(&fixture).await, []);
}

#[tokio::test]
async fn other_viewers_cannot_remove_a_message() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    for other in [2, 3] {
        let refused = fixture.remove(other, &message.id).await;
        assert!(matches!(refused, Err(ChatError::Forbidden)), "{refused:?}");
    }
    assert_eq!(
        fixture.read_numbers(2, onair_domain::chat::Slice::Newest).await,
        [1]
    );
}

#[tokio::test]
async fn an_admins_removal_of_another_authors_message_is_recorded_once() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    fixture.participants.push(admin(&fixture).await);
    for _ in 0..2 {
        fixture.remove(4, &message.id).await.unwrap();
    }
    let own = fixture.post(4, "Behave").await.unwrap();
    fixture.remove(4, &own.id).await.unwrap();
    let expected = [(AuditAction::RemoveMessage, message.id.to_string())];
    assert_eq!(audited_removals(&fixture).await, expected);
}

#[tokio::test]
async fn a_message_is_only_found_in_its_own_chat() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    let ben = fixture.services.live_host("ben").await;
    let chat = &fixture.services.chat;
    let elsewhere = chat
        .remove(&ben.id, &ChatParticipant::User(ben.clone()), &message.id)
        .await;
    assert!(
        matches!(elsewhere, Err(ChatError::MessageUnknown)),
        "{elsewhere:?}"
    );
    let never = MessageId::parse("never").unwrap();
    let unknown = chat
        .remove(&fixture.host.id, &fixture.participants[0], &never)
        .await;
    assert!(matches!(unknown, Err(ChatError::MessageUnknown)), "{unknown:?}");
}

#[tokio::test]
async fn after_the_end_a_message_can_be_removed_without_an_event() {
    let mut fixture = ChatFixture::new().await;
    let message = fixture.post(1, "Hello").await.unwrap();
    fixture
        .services
        .broadcasts
        .end_stream(&fixture.host.id)
        .await
        .unwrap();
    let removed = fixture
        .services
        .chat
        .remove(&fixture.host.id, &fixture.participants[1], &message.id)
        .await;
    removed.unwrap();
    assert_eq!(fixture.services.memory.chat_outbox.take(), []);
}
