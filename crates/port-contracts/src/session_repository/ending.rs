//! Ending sessions.

use onair_domain::audit::AuditAction;
use onair_domain::names::VariantArray as _;
use onair_domain::page::PageRequest;
use onair_domain::session::{EndReason, Phase, Session, SessionChange};

use crate::{World, fixtures, run_concurrently};

pub async fn ending_a_session_makes_the_stream_offline(world: &World) {
    let live = world.live_stream("ada", 5).await;
    let open = world.find_open(&live.user_id).await.unwrap();
    let (at, reason) = (fixtures::later(90), EndReason::ConnectionLost);
    let ended_session = world.save(&open, fixtures::ended(&open, at, reason)).await;
    let expected = Session {
        phase: Phase::Ended { at, reason },
        viewers: 0,
        revision: open.revision + 1,
        ..open
    };
    assert_eq!(ended_session, expected);
    assert_eq!(
        world.sessions.find(&ended_session.id).await.unwrap(),
        Some(ended_session)
    );
    assert_eq!(world.find_open(&live.user_id).await, None);
    assert_eq!(world.stored_stream(&live.user_id).await.live_since, None);
    assert_eq!(world.sessions.list_open().await.unwrap(), []);
}

pub async fn every_reason_is_stored_unchanged(world: &World) {
    let stream = world.stream("ada").await;
    for &reason in EndReason::VARIANTS {
        let session = world.go_live(&stream).await;
        let ended_session = world.end(&session, reason).await;
        assert_eq!(
            world.sessions.find(&ended_session.id).await.unwrap(),
            Some(ended_session)
        );
    }
}

pub async fn a_session_ends_once(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let first = world.end(&session, EndReason::EndedByCreator).await;
    let again = fixtures::ended(&session, fixtures::later(99), EndReason::StoppedByAdmin);
    let second = fixtures::a_change(&session, again);
    assert!(!world.sessions.save(&second).await.unwrap());
    assert_eq!(world.sessions.find(&first.id).await.unwrap(), Some(first));
}

pub async fn one_of_concurrent_ends_is_stored(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let calls = (0..16).map(|second| {
        let sessions = world.sessions.clone();
        let ended = fixtures::ended(&session, fixtures::later(second), EndReason::RoomClosed);
        let change = fixtures::a_change(&session, ended);
        async move { sessions.save(&change).await.unwrap() }
    });
    let ended = run_concurrently(calls).await;
    assert_eq!(ended.into_iter().filter(|ended| *ended).count(), 1);
    assert!(!world.stored_stream(&stream.user_id).await.is_live());
}

pub async fn ending_an_old_session_leaves_the_new_one_open(world: &World) {
    let stream = world.stream("ada").await;
    let reason = EndReason::EndedByCreator;
    let old = world.go_live(&stream).await;
    let ended_session = world.end(&old, reason).await;
    let new = world.go_live(&stream).await;
    for before in [old, ended_session] {
        let ended = fixtures::ended(&before, fixtures::later(2), reason);
        let again = fixtures::a_change(&before, ended);
        assert!(!world.sessions.save(&again).await.unwrap());
    }
    assert_eq!(world.find_open(&stream.user_id).await, Some(new));
    assert!(world.stored_stream(&stream.user_id).await.is_live());
}

pub async fn an_end_is_recorded_with_its_audit_entry(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let (admin, action) = (fixtures::user_id("admin"), AuditAction::StopStream);
    let ended = fixtures::ended(&session, fixtures::later(1), EndReason::StoppedByAdmin);
    let change = SessionChange {
        audit: Some(fixtures::an_audit_entry(&admin, action, "ada")),
        ..fixtures::a_change(&session, ended)
    };
    assert!(world.sessions.save(&change).await.unwrap());
    assert!(!world.sessions.save(&change).await.unwrap());
    let audit_entries = world.audit.list(&PageRequest::default()).await.unwrap();
    assert_eq!(audit_entries.items, Vec::from_iter(change.audit));
}

pub async fn a_stream_is_live_exactly_while_a_session_is_open(world: &World) {
    for round in 0..8 {
        let stream = world.stream(&format!("user-{round}")).await;
        world.go_live(&stream).await;
        let calls = (0..4).map(|_| {
            let (sessions, again) = (world.sessions.clone(), fixtures::a_session(&stream));
            async move {
                sessions.open(&again).await.unwrap();
                let Some(open) = sessions.find_open(&again.creator_id).await.unwrap() else {
                    return;
                };
                let ended = fixtures::ended(&open, fixtures::later(1), EndReason::EndedByCreator);
                sessions.save(&fixtures::a_change(&open, ended)).await.unwrap();
            }
        });
        run_concurrently(calls).await;
        let current = world.find_open(&stream.user_id).await;
        let found = world.stored_stream(&stream.user_id).await;
        assert_eq!(found.live_since, current.map(|session| session.started_at));
    }
}
