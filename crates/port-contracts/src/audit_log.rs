//! What every `AuditLog` must do. The suites of the ports that write entries check which entries they
//! write.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use onair_domain::audit::{AuditAction, AuditEntry, AuditKey};
use onair_domain::names::VariantArray as _;
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::SessionChange;

use crate::{World, fixtures};

/// Runs all cases of an `AuditLog`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! audit_log {
    ($fresh:expr) => {
        $crate::cases!(
            audit_log,
            $fresh,
            [
                a_new_audit_log_is_empty,
                every_entry_is_stored_unchanged,
                entries_are_listed_newest_first_then_higher_id_first,
                pages_contain_each_entry_once,
                an_entry_written_between_pages_shifts_nothing,
            ]
        );
    };
}

/// Stores each entry together with a change of a session that changes nothing.
async fn record(world: &World, entries: &[AuditEntry]) {
    let creator = fixtures::user_id("recorded");
    let mut session = match world.find_open(&creator).await {
        Some(session) => session,
        None => world.go_live(&world.stream(creator.as_str()).await).await,
    };
    for entry in entries {
        let change = SessionChange {
            audit: Some(entry.clone()),
            ..fixtures::a_change(&session, session.clone())
        };
        assert!(world.sessions.save(&change).await.unwrap());
        session = fixtures::saved(&change);
    }
}

async fn page(world: &World, limit: i64, after: Option<AuditKey>) -> Page<AuditEntry, AuditKey> {
    let limit = PageLimit::new(limit).unwrap();
    world.audit.list(&PageRequest { limit, after }).await.unwrap()
}

/// Entries with few different times, so that ids decide their order; in the order of their creation.
fn entries(number: u64) -> Vec<AuditEntry> {
    let admin = fixtures::user_id("admin");
    (0..number)
        .map(|number| AuditEntry {
            at: fixtures::later((number * 7) % 5),
            ..fixtures::an_audit_entry(&admin, AuditAction::Approve, "ada")
        })
        .collect()
}

fn newest_first(mut entries: Vec<AuditEntry>) -> Vec<AuditEntry> {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.key()));
    entries
}

pub async fn a_new_audit_log_is_empty(world: &World) {
    world.live_stream("ada", 3).await;
    let nothing = Page {
        items: Vec::new(),
        next: None,
    };
    assert_eq!(page(world, 50, None).await, nothing);
}

pub async fn every_entry_is_stored_unchanged(world: &World) {
    // Neither the admin nor the target has to exist: entries outlive them.
    let admin = fixtures::user_id(&"a".repeat(255));
    let mut made: Vec<_> = AuditAction::VARIANTS
        .iter()
        .map(|&action| fixtures::an_audit_entry(&admin, action, "a message's id"))
        .collect();
    made.push(AuditEntry {
        reason: Some(fixtures::reason(&format!("a\n\t{}", "🎥".repeat(497)))),
        ..fixtures::an_audit_entry(&admin, AuditAction::Reject, &"t".repeat(255))
    });
    record(world, &made).await;
    assert_eq!(page(world, 50, None).await.items, newest_first(made));
}

pub async fn entries_are_listed_newest_first_then_higher_id_first(world: &World) {
    let made = entries(12);
    record(world, &made).await;
    assert_eq!(page(world, 50, None).await.items, newest_first(made));
}

pub async fn pages_contain_each_entry_once(world: &World) {
    let made = entries(11);
    record(world, &made).await;
    let made = newest_first(made);
    for limit in [1, 3, 11] {
        let (mut listed_items, mut after) = (Vec::new(), None);
        loop {
            let Page { items, next } = page(world, limit, after).await;
            assert!(items.len() <= usize::try_from(limit).unwrap());
            listed_items.extend(items);
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed_items, made);
    }
}

pub async fn an_entry_written_between_pages_shifts_nothing(world: &World) {
    let made = entries(10);
    record(world, &made).await;
    let first = page(world, 4, None).await;
    let newer = AuditEntry {
        at: fixtures::later(99),
        ..made[0].clone()
    };
    let newer = AuditEntry {
        id: fixtures::audit_id(),
        ..newer
    };
    record(world, &[newer]).await;
    let rest = page(world, 50, first.next).await;
    assert_eq!([first.items, rest.items].concat(), newest_first(made));
}
