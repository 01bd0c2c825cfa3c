//! Suspended users.

use onair_domain::audit::{AuditAction, AuditEntry};
use onair_domain::page::PageRequest;
use onair_domain::user::{Profile, User, UserId};

use super::{find_by_name, found, profile_named, upsert_from_claims, upsert_later};
use crate::{World, fixtures, run_concurrently};

fn entry(user: &UserId, is_suspended: bool) -> AuditEntry {
    let admin = fixtures::user_id("admin");
    if is_suspended {
        AuditEntry {
            reason: Some(fixtures::reason("Spam.")),
            ..fixtures::an_audit_entry(&admin, AuditAction::Suspend, user.as_str())
        }
    } else {
        AuditEntry {
            reason: None,
            ..fixtures::an_audit_entry(&admin, AuditAction::Reinstate, user.as_str())
        }
    }
}

/// Suspends or reinstates a user. Returns whether that changed the user.
pub(super) async fn set_suspended(world: &World, user: &UserId, is_suspended: bool) -> bool {
    let entry = entry(user, is_suspended);
    let changed = world.users.set_suspended(user, is_suspended, &entry).await;
    changed.unwrap()
}

async fn recorded(world: &World) -> Vec<AuditEntry> {
    let page = world.audit.list(&PageRequest::default()).await.unwrap();
    page.items
}

pub async fn a_user_is_suspended_and_reinstated(world: &World) {
    let (ada, vera) = (world.user("ada").await, world.user("vera").await);
    assert!(!ada.is_suspended);
    for is_suspended in [true, false, true] {
        assert!(set_suspended(world, &ada.id, is_suspended).await);
        let expected = User {
            is_suspended,
            ..ada.clone()
        };
        assert_eq!(found(world, "ada").await.as_ref(), Some(&expected));
        assert_eq!(find_by_name(world, "ada").await.as_ref(), Some(&expected));
        assert_eq!(world.user("ada").await, expected);
        assert_eq!(found(world, "vera").await.as_ref(), Some(&vera));
    }
}

pub async fn a_suspension_and_its_audit_entry_are_stored_together(world: &World) {
    let ada = world.user("ada").await;
    let mut expected = Vec::new();
    for is_suspended in [true, false] {
        let entry = AuditEntry {
            at: fixtures::later(u64::from(!is_suspended)),
            ..entry(&ada.id, is_suspended)
        };
        let changed = world.users.set_suspended(&ada.id, is_suspended, &entry).await;
        assert!(changed.unwrap());
        expected.insert(0, entry);
        assert_eq!(recorded(world).await, expected);
    }
}

pub async fn a_repeated_suspension_changes_and_records_nothing(world: &World) {
    let ada = world.user("ada").await;
    assert!(!set_suspended(world, &ada.id, false).await);
    assert_eq!(recorded(world).await, []);
    assert!(set_suspended(world, &ada.id, true).await);
    let version = world.row_versions.user_version(&ada.id).await;
    let entries = recorded(world).await;
    assert!(!set_suspended(world, &ada.id, true).await);
    assert_eq!(world.row_versions.user_version(&ada.id).await, version);
    assert_eq!(recorded(world).await, entries);
}

pub async fn an_unknown_user_is_not_suspended(world: &World) {
    let nobody = fixtures::user_id("nobody");
    for is_suspended in [true, false] {
        assert!(!set_suspended(world, &nobody, is_suspended).await);
    }
    assert_eq!(recorded(world).await, []);
    assert!(!world.user("nobody").await.is_suspended);
}

pub async fn one_of_concurrent_suspensions_is_stored_and_recorded(world: &World) {
    let ada = world.user("ada").await;
    let entries: Vec<_> = (0..16).map(|_| entry(&ada.id, true)).collect();
    let changed = run_concurrently(entries.clone().into_iter().map(|entry| {
        let (users, id) = (world.users.clone(), ada.id.clone());
        async move { users.set_suspended(&id, true, &entry).await.unwrap() }
    }));
    let winners = entries.into_iter().zip(changed.await).filter(|(_, won)| *won);
    let winners: Vec<_> = winners.map(|(entry, _)| entry).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(recorded(world).await, winners);
}

pub async fn a_profile_does_not_reinstate_a_user(world: &World) {
    let ada = upsert_from_claims(world, &profile_named("1", "ada")).await;
    set_suspended(world, &ada.id, true).await;
    let renamed = upsert_later(world, &profile_named("1", "lovelace"), 60).await;
    let expected = User {
        is_suspended: true,
        ..fixtures::new_user_from(&profile_named("1", "lovelace"))
    };
    assert_eq!(renamed, expected);
    assert_eq!(found(world, "1").await, Some(expected.clone()));
    // Nor does it write if nothing else changes.
    let version = world.row_versions.user_version(&ada.id).await;
    let again: Profile = profile_named("1", "lovelace");
    assert_eq!(upsert_later(world, &again, 120).await, expected);
    assert_eq!(world.row_versions.user_version(&ada.id).await, version);
}

pub async fn filter_suspended_returns_suspended_users(world: &World) {
    let (ada, ben) = (world.user("ada").await, world.user("ben").await);
    let (cleo, vera) = (world.user("cleo").await, world.user("vera").await);
    for user in [&ada, &ben, &cleo] {
        set_suspended(world, &user.id, true).await;
    }
    set_suspended(world, &ben.id, false).await;
    let asked = [ada.id.clone(), ben.id, vera.id, fixtures::user_id("nobody")];
    assert_eq!(world.users.filter_suspended(&asked).await.unwrap(), [ada.id]);
    assert_eq!(world.users.filter_suspended(&[]).await.unwrap(), []);
}
