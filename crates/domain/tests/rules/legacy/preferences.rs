//! Which of several old rows of a user is carried over.

use onair_domain::legacy::{Cell, OldApplication, OldRelation, OldStream, Rule};
use onair_domain::user::UserId;
use quickcheck::{TestResult, quickcheck};

fn stream(id: u8, is_live: bool, changed: i64) -> OldStream {
    OldStream {
        id: id.to_string(),
        is_live: Cell::Is(is_live),
        updated_at: Cell::Is(changed),
        ..OldStream::default()
    }
}

fn application(id: u8, status: &str, applied: i64) -> OldApplication {
    OldApplication {
        id: Some(id.to_string()),
        status: Some(status.to_owned()),
        created_at: Cell::Is(applied),
        ..OldApplication::default()
    }
}

#[test]
fn the_live_stream_is_preferred_then_the_one_that_was_changed_last() {
    assert!(stream(1, true, 1).is_preferred_to(&stream(2, false, 9)));
    assert!(stream(1, false, 9).is_preferred_to(&stream(2, false, 1)));
    assert!(stream(1, false, 5).is_preferred_to(&stream(2, false, 5)));
}

#[test]
fn the_latest_decision_is_preferred_then_the_latest_application() {
    let is_preferred = |one: &str, at, other: &str, other_at| {
        application(1, one, at).is_preferred_to(&application(2, other, other_at))
    };
    assert!(is_preferred("approved", 1, "pending", 9));
    assert!(is_preferred("REVOKED", 9, "APPROVED", 1));
    assert!(is_preferred("APPROVED", 9, "REVOKED", 1));
    assert!(is_preferred("pending", 9, "on hold", 1));
}

quickcheck! {
    /// So the result does not depend on the order of the rows.
    fn one_of_two_streams_is_preferred(one: (u8, bool, i64), other: (u8, bool, i64)) -> TestResult {
        if one.0 == other.0 {
            return TestResult::discard();
        }
        let (one, other) = (stream(one.0, one.1, one.2), stream(other.0, other.1, other.2));
        TestResult::from_bool(one.is_preferred_to(&other) != other.is_preferred_to(&one))
    }

    fn one_of_two_applications_is_preferred(one: (u8, bool, i64), other: (u8, bool, i64)) -> TestResult {
        if one.0 == other.0 {
            return TestResult::discard();
        }
        let of = |(id, is_approved, at): (u8, bool, i64)| {
            application(id, if is_approved { "approved" } else { "pending" }, at)
        };
        let (one, other) = (of(one), of(other));
        TestResult::from_bool(one.is_preferred_to(&other) != other.is_preferred_to(&one))
    }
}

#[test]
fn a_relation_needs_two_users() {
    let user = |id| UserId::parse(id).ok();
    assert!(OldRelation::pair(user("a"), user("b")).is_ok());
    assert_eq!(OldRelation::pair(user("a"), user("a")), Err(Rule::SelfReference));
    assert_eq!(OldRelation::pair(user("a"), None), Err(Rule::UserUnknown));
    assert_eq!(OldRelation::pair(None, user("a")), Err(Rule::UserUnknown));
}
