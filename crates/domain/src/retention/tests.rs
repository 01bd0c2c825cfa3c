//! Tests of what is expired.

use chrono::TimeDelta;
use quickcheck::{Arbitrary, Gen, quickcheck};

use super::*;
use crate::names::VariantArray as _;

#[derive(Debug, Clone)]
struct AnyPolicy(RetentionPolicy);

impl Arbitrary for AnyPolicy {
    fn arbitrary(g: &mut Gen) -> Self {
        let mut days = || match u32::arbitrary(g) % 4 {
            0 => None,
            1 => RetentionDays::new(RetentionDays::MAX),
            _ => RetentionDays::new(RetentionDays::MIN + u32::arbitrary(g) % 60),
        };
        Self(RetentionPolicy {
            chat: days(),
            exclusions: days(),
            sessions: days(),
            audit: days(),
        })
    }
}

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH + Duration::from_hours(490_908)
}

#[test]
fn days_are_1_to_36500() {
    assert_eq!(RetentionDays::new(0), None);
    assert_eq!(RetentionDays::new(36_501), None);
    assert_eq!(RetentionDays::new(1).map(RetentionDays::get), Some(1));
    assert_eq!(RetentionDays::new(36_500).map(RetentionDays::get), Some(36_500));
}

#[test]
fn by_default_chats_expire_after_30_days_and_sessions_and_audit_entries_never() {
    let before = |kind| RetentionPolicy::default().expired_before(kind, now());
    assert_eq!(before(ExpiringKind::Chat), Some(now() - TimeDelta::days(30)));
    assert_eq!(before(ExpiringKind::Exclusions), Some(now() - TimeDelta::days(1)));
    assert_eq!(before(ExpiringKind::Usernames), Some(now() - TimeDelta::days(30)));
    assert_eq!(before(ExpiringKind::Sessions), None);
    assert_eq!(before(ExpiringKind::Audit), None);
}

#[test]
fn kinds_keep_their_names_and_sessions_follow_what_they_contain() {
    let names: Vec<&str> = ExpiringKind::VARIANTS.iter().map(Into::into).collect();
    assert_eq!(names, ["chat", "exclusions", "sessions", "usernames", "audit"]);
}

quickcheck! {
    fn a_row_expires_exactly_when_it_is_older_than_its_days(policy: AnyPolicy, age_hours: u32) -> bool {
        let AnyPolicy(policy) = policy;
        let age = TimeDelta::hours(i64::from(age_hours % (24 * 40_000)));
        [(ExpiringKind::Sessions, policy.sessions), (ExpiringKind::Audit, policy.audit)]
            .into_iter()
            .all(|(kind, days)| {
                let is_expired = policy.expired_before(kind, now()).is_some_and(|before| now() - age < before);
                is_expired == days.is_some_and(|days| age > TimeDelta::days(days.get().into()))
            })
    }

    fn what_a_session_contains_never_outlives_it(policy: AnyPolicy) -> bool {
        let AnyPolicy(policy) = policy;
        let before = |kind| policy.expired_before(kind, now());
        let content = [(ExpiringKind::Chat, policy.chat), (ExpiringKind::Exclusions, policy.exclusions)];
        content.into_iter().all(|(kind, own)| {
            let own = own.map(|days| now() - TimeDelta::days(days.get().into()));
            before(kind) == own.max(before(ExpiringKind::Sessions))
        })
    }
}
