//! What every `ExpiringData` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use onair_domain::Timestamp;
use onair_domain::audit::{AuditAction, AuditEntry};
use onair_domain::chat::{Reader, Slice};
use onair_domain::names::VariantArray as _;
use onair_domain::page::PageRequest;
use onair_domain::ports::AppendOutcome;
use onair_domain::retention::ExpiringKind;
use onair_domain::room::Identity;
use onair_domain::session::{EndReason, PastScope, Session, SessionChange};
use onair_domain::user::Profile;

use crate::{World, fixtures};

/// Runs all cases of an `ExpiringData`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! expiring_data {
    ($fresh:expr) => {
        $crate::cases!(
            expiring_data,
            $fresh,
            [
                an_empty_store_has_nothing_to_delete,
                expired_chats_are_deleted_and_their_statistics_stay,
                expired_exclusions_are_deleted,
                expired_sessions_are_deleted_after_their_chat_and_exclusions,
                expired_usernames_are_deleted,
                expired_audit_entries_are_deleted,
                nothing_of_an_open_session_is_deleted,
                a_batch_deletes_at_most_its_limit,
                many_sessions_without_messages_come_to_an_end,
            ]
        );
    };
}

/// Sessions end this many seconds after [`fixtures::time`].
const END: u64 = 60;

/// Deletes everything of a kind from before a time, and returns the number of rows.
async fn delete_all(world: &World, kind: ExpiringKind, before: Timestamp, limit: usize) -> usize {
    let mut total = 0;
    loop {
        let batch = world.expiring.delete_expired(kind, before, limit).await.unwrap();
        assert!(batch.deleted <= limit, "{kind:?}: {} rows", batch.deleted);
        total += batch.deleted;
        if !batch.has_more {
            return total;
        }
    }
}

/// An open session with this many messages and one excluded viewer.
async fn session_with_chat(world: &World, creator: &str, messages: u32) -> Session {
    let stream = match world.streams.find_by_creator(&fixtures::user_id(creator)).await {
        Ok(Some(stream)) => stream,
        _ => world.stream(creator).await,
    };
    let session = world.go_live(&stream).await;
    for number in 0..messages {
        let message = fixtures::a_message(&session, "vera");
        let stored = world.chat.append(&message, number).await.unwrap();
        assert_eq!(stored, AppendOutcome::Stored(number + 1));
    }
    let (id, who) = (&session.id, mallory());
    world.sessions.exclude(id, &who, fixtures::time()).await.unwrap();
    session
}

fn mallory() -> Identity {
    Identity::of_user(&fixtures::user_id("mallory"))
}

async fn messages(world: &World, session: &Session) -> usize {
    let slice = Slice::After(0);
    let read = world
        .chat
        .read(&session.id, &Reader::Host, fixtures::later(END), slice);
    read.await.unwrap().len()
}

async fn is_excluded(world: &World, session: &Session) -> bool {
    let standing = world
        .sessions
        .find_standing(&session.creator_id, Some(&session.id), &mallory())
        .await;
    standing.unwrap().is_excluded
}

pub async fn an_empty_store_has_nothing_to_delete(world: &World) {
    for &kind in ExpiringKind::VARIANTS {
        let batch = world
            .expiring
            .delete_expired(kind, fixtures::time(), 1)
            .await
            .unwrap();
        assert_eq!((batch.deleted, batch.has_more), (0, false), "{kind:?}");
    }
}

pub async fn expired_chats_are_deleted_and_their_statistics_stay(world: &World) {
    let session = session_with_chat(world, "ada", 3).await;
    world.end(&session, EndReason::EndedByCreator).await;
    assert_eq!(
        delete_all(world, ExpiringKind::Chat, fixtures::later(END), 10).await,
        0
    );
    assert_eq!(messages(world, &session).await, 3);
    assert_eq!(
        delete_all(world, ExpiringKind::Chat, fixtures::later(END + 1), 10).await,
        3
    );
    assert_eq!(messages(world, &session).await, 0);
    let stored = world.sessions.find(&session.id).await.unwrap().unwrap();
    assert_eq!(stored.messages, 3);
    assert!(is_excluded(world, &session).await);
    let again = delete_all(world, ExpiringKind::Chat, fixtures::later(END + 1), 10);
    assert_eq!(again.await, 0);
}

pub async fn expired_exclusions_are_deleted(world: &World) {
    let session = session_with_chat(world, "ada", 1).await;
    world.end(&session, EndReason::EndedByCreator).await;
    let kind = ExpiringKind::Exclusions;
    assert_eq!(delete_all(world, kind, fixtures::later(END), 10).await, 0);
    assert!(is_excluded(world, &session).await);
    assert_eq!(delete_all(world, kind, fixtures::later(END + 1), 10).await, 1);
    assert!(!is_excluded(world, &session).await);
    assert_eq!(messages(world, &session).await, 1);
}

pub async fn expired_sessions_are_deleted_after_their_chat_and_exclusions(world: &World) {
    let session = session_with_chat(world, "ada", 1).await;
    world.end(&session, EndReason::EndedByCreator).await;
    let is_stored = async || world.sessions.find(&session.id).await.unwrap().is_some();
    let (at_end, later) = (fixtures::later(END), fixtures::later(END + 1));
    for (kind, deleted) in [
        (ExpiringKind::Sessions, 0),
        (ExpiringKind::Chat, 1),
        (ExpiringKind::Sessions, 0),
        (ExpiringKind::Exclusions, 1),
    ] {
        assert_eq!(delete_all(world, kind, later, 10).await, deleted, "{kind:?}");
        assert!(is_stored().await, "{kind:?}");
    }
    assert_eq!(delete_all(world, ExpiringKind::Sessions, at_end, 10).await, 0);
    assert!(is_stored().await);
    assert_eq!(delete_all(world, ExpiringKind::Sessions, later, 10).await, 1);
    assert!(!is_stored().await);
    let ada = fixtures::user_id("ada");
    let past = world
        .sessions
        .list_ended(&ada, PastScope::All, &PageRequest::default())
        .await;
    assert_eq!(past.unwrap().page.items, []);
    // The stream stays, and can go live again.
    world.go_live(&world.stored_stream(&ada).await).await;
}

pub async fn expired_usernames_are_deleted(world: &World) {
    world.user("ada").await;
    let renamed = Profile {
        username: Some(fixtures::username("countess")),
        ..fixtures::a_profile("ada")
    };
    let at = fixtures::later(9);
    world.users.upsert_from_claims(&renamed, at).await.unwrap();
    let kind = ExpiringKind::Usernames;
    assert_eq!(delete_all(world, kind, at, 10).await, 0);
    assert_eq!(delete_all(world, kind, fixtures::later(10), 10).await, 1);
    assert_eq!(delete_all(world, kind, fixtures::later(10), 10).await, 0);
}

/// Stores entries at these seconds, together with changes of the session that change nothing.
async fn record(world: &World, session: Session, seconds: impl Iterator<Item = u64>) -> Session {
    let mut session = session;
    for second in seconds {
        let entry = AuditEntry {
            at: fixtures::later(second),
            ..fixtures::an_audit_entry(&session.creator_id, AuditAction::Approve, "ada")
        };
        let change = SessionChange {
            audit: Some(entry),
            ..fixtures::a_change(&session, session.clone())
        };
        assert!(world.sessions.save(&change).await.unwrap());
        session = fixtures::saved(&change);
    }
    session
}

pub async fn expired_audit_entries_are_deleted(world: &World) {
    let session = session_with_chat(world, "ada", 0).await;
    record(world, session, 0..5).await;
    assert_eq!(
        delete_all(world, ExpiringKind::Audit, fixtures::later(3), 2).await,
        3
    );
    let left = world.audit.list(&PageRequest::default()).await.unwrap().items;
    let times: Vec<_> = left.iter().map(|entry| entry.at).collect();
    assert_eq!(times, [fixtures::later(4), fixtures::later(3)]);
}

pub async fn nothing_of_an_open_session_is_deleted(world: &World) {
    let session = session_with_chat(world, "ada", 2).await;
    let far = fixtures::later(1_000_000);
    for &kind in ExpiringKind::VARIANTS {
        assert_eq!(delete_all(world, kind, far, 10).await, 0, "{kind:?}");
    }
    assert_eq!(messages(world, &session).await, 2);
    assert!(is_excluded(world, &session).await);
    let open = world.find_open(&session.creator_id).await;
    assert_eq!(open.map(|open| open.messages), Some(2));
    // The chat continues with the next number.
    let stored = world.chat.append(&fixtures::a_message(&session, "vera"), 2).await;
    assert_eq!(stored.unwrap(), AppendOutcome::Stored(3));
}

pub async fn a_batch_deletes_at_most_its_limit(world: &World) {
    let far = fixtures::later(1_000_000);
    for creator in ["ada", "ben", "cleo"] {
        let session = session_with_chat(world, creator, 4).await;
        let session = record(world, session, 0..2).await;
        let session = world.find_open(&session.creator_id).await.unwrap();
        world.end(&session, EndReason::EndedByCreator).await;
        for name in ["first", "second"] {
            let renamed = Profile {
                username: Some(fixtures::username(&format!("{creator}-{name}"))),
                ..fixtures::a_profile(creator)
            };
            world
                .users
                .upsert_from_claims(&renamed, fixtures::time())
                .await
                .unwrap();
        }
    }
    for (kind, rows) in [
        (ExpiringKind::Chat, 12),
        (ExpiringKind::Exclusions, 3),
        (ExpiringKind::Sessions, 3),
        (ExpiringKind::Usernames, 6),
        (ExpiringKind::Audit, 6),
    ] {
        let first = world.expiring.delete_expired(kind, far, 2).await.unwrap();
        assert!(first.deleted <= 2 && first.has_more, "{kind:?}: {first:?}");
        let rest = delete_all(world, kind, far, 2).await;
        assert_eq!(first.deleted + rest, rows, "{kind:?}");
    }
}

pub async fn many_sessions_without_messages_come_to_an_end(world: &World) {
    let stream = world.stream("ada").await;
    for _ in 0..150 {
        let session = world.go_live(&stream).await;
        world.end(&session, EndReason::NeverConnected).await;
    }
    let later = fixtures::later(END + 1);
    assert_eq!(delete_all(world, ExpiringKind::Chat, later, 10).await, 0);
    assert_eq!(delete_all(world, ExpiringKind::Sessions, later, 10).await, 150);
}
