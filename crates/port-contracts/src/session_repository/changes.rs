//! Changes of an open session.

use onair_domain::audit::AuditAction;
use onair_domain::page::PageRequest;
use onair_domain::ports::OpenSession;
use onair_domain::room::Identity;
use onair_domain::session::{
    AttendanceScope, EndReason, Interruption, LiveState, Presence, Session, SessionChange,
};

use crate::{World, fixtures, run_concurrently};

pub async fn an_offline_creator_has_no_open_session(world: &World) {
    let stream = world.stream("ada").await;
    assert_eq!(world.find_open(&stream.user_id).await, None);
    assert_eq!(world.find_open(&fixtures::user_id("nobody")).await, None);
    assert_eq!(world.sessions.list_open().await.unwrap(), []);
}

pub async fn all_open_sessions_are_listed_with_their_streams(world: &World) {
    let mut expected = Vec::new();
    for creator in ["a", "b", "c", "d"] {
        let stream = world.live_stream(creator, 2).await;
        let session = world.find_open(&stream.user_id).await.unwrap();
        expected.push(OpenSession { session, stream });
    }
    world.stream("offline").await;
    let ended_session = expected.remove(1);
    world.end(&ended_session.session, EndReason::RoomClosed).await;
    let mut open = world.sessions.list_open().await.unwrap();
    open.sort_by(|one, other| one.session.creator_id.cmp(&other.session.creator_id));
    assert_eq!(open, expected);
}

fn creator_gone(since: onair_domain::Timestamp) -> LiveState {
    let cause = Interruption::CreatorGone;
    LiveState::Interrupted { since, cause }
}

pub async fn every_state_is_stored_unchanged(world: &World) {
    let mut session = world.go_live(&world.stream("ada").await).await;
    let cause = Interruption::RoomGone;
    let [one, two, three, four] = [1, 2, 3, 4].map(fixtures::later);
    for state in [
        LiveState::Starting { since: one },
        LiveState::OnAir { since: two },
        creator_gone(three),
        LiveState::Interrupted { since: three, cause },
        LiveState::OnAir { since: four },
        LiveState::Starting { since: one },
    ] {
        session = world.save(&session, fixtures::in_state(&session, state)).await;
        assert_eq!(
            world.find_open(&session.creator_id).await.as_ref(),
            Some(&session)
        );
    }
}

pub async fn counts_and_room_are_stored_unchanged(world: &World) {
    let mut session = world.go_live(&world.stream("ada").await).await;
    for (viewers, peak_viewers, total_viewers) in [
        (3, 3, 4),
        (100_000, 100_000, 250_000),
        (2, 100_000, 250_001),
        (0, u32::MAX, u32::MAX),
    ] {
        let next = Session {
            viewers,
            peak_viewers,
            total_viewers,
            room_sid: fixtures::room_sid(),
            ..session.clone()
        };
        session = world.save(&session, next).await;
        assert_eq!(
            world.find_open(&session.creator_id).await.as_ref(),
            Some(&session)
        );
    }
}

/// A change with all possible parts.
fn full_change(session: &Session, after: Session) -> SessionChange {
    let admin = fixtures::user_id("admin");
    SessionChange {
        attendance: vec![(
            Identity::of_user(&fixtures::user_id("vera")),
            fixtures::an_attendance(Presence::Present),
        )],
        audit: Some(fixtures::an_audit_entry(
            &admin,
            AuditAction::StopStream,
            session.creator_id.as_str(),
        )),
        ..fixtures::a_change(session, after)
    }
}

/// Everybody whose attendance a change writes.
fn attendees(change: &SessionChange) -> AttendanceScope {
    let written = change.attendance.iter();
    AttendanceScope::Only(written.map(|(who, _)| who.clone()).collect())
}

/// Asserts that a change is rejected without effect.
async fn assert_refused(world: &World, change: &SessionChange) {
    let creator = &change.before.creator_id;
    let (before, stream) = (world.find_open(creator).await, world.stored_stream(creator).await);
    assert!(!world.sessions.save(change).await.unwrap());
    assert_eq!(world.find_open(creator).await, before);
    assert_eq!(world.stored_stream(creator).await, stream);
    let attendance_rows = world
        .sessions
        .list_attendance(&change.before.id, &attendees(change))
        .await;
    assert_eq!(attendance_rows.unwrap(), []);
    let audit_entries = world.audit.list(&PageRequest::default()).await.unwrap();
    assert_eq!(audit_entries.items, []);
}

pub async fn a_change_of_an_older_revision_changes_nothing(world: &World) {
    let old = world.go_live(&world.stream("ada").await).await;
    let since = fixtures::later(1);
    let on_air = fixtures::in_state(&old, LiveState::OnAir { since });
    let now = world.save(&old, on_air.clone()).await;
    let ended = fixtures::ended(&old, since, EndReason::RoomClosed);
    let ahead = Session {
        revision: now.revision + 1,
        ..now.clone()
    };
    for change in [
        full_change(&old, on_air.clone()),
        full_change(&old, ended),
        full_change(&ahead, on_air),
    ] {
        assert_refused(world, &change).await;
    }
}

pub async fn a_change_of_an_ended_session_changes_nothing(world: &World) {
    let stream = world.stream("ada").await;
    let open = world.go_live(&stream).await;
    let ended_session = world.end(&open, EndReason::EndedByCreator).await;
    // The revision is right: the change is rejected because the session has ended.
    let reopened = Session {
        phase: open.phase.clone(),
        ..ended_session.clone()
    };
    assert_refused(world, &full_change(&reopened, reopened.clone())).await;
    let ended = fixtures::ended(&reopened, fixtures::later(99), EndReason::RoomClosed);
    assert_refused(world, &full_change(&reopened, ended)).await;
    assert_eq!(
        world.sessions.find(&ended_session.id).await.unwrap(),
        Some(ended_session)
    );
}

pub async fn a_change_of_an_unknown_session_changes_nothing(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let unknown = Session {
        id: fixtures::session_id(),
        ..session
    };
    assert_refused(world, &full_change(&unknown, unknown.clone())).await;
    let ended = fixtures::ended(&unknown, fixtures::later(1), EndReason::RoomClosed);
    assert_refused(world, &full_change(&unknown, ended)).await;
}

pub async fn one_of_concurrent_changes_of_a_revision_is_stored(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let changes: Vec<_> = (0..16)
        .map(|second| {
            full_change(
                &session,
                fixtures::in_state(&session, creator_gone(fixtures::later(second))),
            )
        })
        .collect();
    let saved = run_concurrently(changes.clone().into_iter().map(|change| {
        let sessions = world.sessions.clone();
        async move { sessions.save(&change).await.unwrap() }
    }));
    let saved = saved.await;
    let mut winners = changes.into_iter().zip(saved).filter(|(_, saved)| *saved);
    let (winner, _) = winners.next().unwrap();
    assert_eq!(winners.count(), 0);
    let current = world.find_open(&session.creator_id).await;
    assert_eq!(current, Some(fixtures::saved(&winner)));
    let attendance_rows = world
        .sessions
        .list_attendance(&session.id, &attendees(&winner))
        .await;
    assert_eq!(attendance_rows.unwrap(), winner.attendance);
    let audit_entries = world.audit.list(&PageRequest::default()).await.unwrap();
    assert_eq!(audit_entries.items, Vec::from_iter(winner.audit));
}

pub async fn changes_of_different_sessions_are_independent(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    let changed = world.save(&of_ada, fixtures::with_viewers(&of_ada, 5)).await;
    assert_eq!(world.find_open(&ada.user_id).await, Some(changed));
    assert_eq!(world.find_open(&ben.user_id).await, Some(of_ben));
}

pub async fn an_audit_entry_is_recorded_with_the_change(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let change = full_change(&session, session.clone());
    assert!(world.sessions.save(&change).await.unwrap());
    let audit_entries = world.audit.list(&PageRequest::default()).await.unwrap();
    assert_eq!(audit_entries.items, Vec::from_iter(change.audit));
}
