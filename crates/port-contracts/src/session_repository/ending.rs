//! Ending sessions.

use onair_domain::session::{EndReason, Phase, Session};

use crate::{World, at_once, given};

pub async fn ending_a_session_makes_the_stream_offline(world: &World) {
    let live = world.live_stream("ada", 5).await;
    let open = world.current(&live.user_id).await.unwrap();
    let (at, reason) = (given::later(90), EndReason::ConnectionLost);
    let ended = world.sessions.end(&open.id, reason, at).await.unwrap();
    let expected = Session {
        phase: Phase::Ended { at, reason },
        viewers: 0,
        ..open
    };
    assert_eq!(ended, Some(expected));
    assert_eq!(world.current(&live.user_id).await, None);
    assert_eq!(world.found(&live.user_id).await.live_since, None);
    assert_eq!(world.sessions.all_open().await.unwrap(), []);
}

pub async fn every_reason_comes_back_as_it_went(world: &World) {
    let stream = world.stream("ada").await;
    for reason in EndReason::ALL {
        let session = world.go_live(&stream).await;
        let at = given::later(1);
        let ended = world.sessions.end(&session.id, reason, at).await.unwrap();
        assert_eq!(ended.unwrap().phase, Phase::Ended { at, reason });
    }
}

pub async fn a_session_ends_once(world: &World) {
    let session = world.go_live(&world.stream("ada").await).await;
    let first = world
        .sessions
        .end(&session.id, EndReason::EndedByCreator, given::later(1))
        .await;
    assert!(first.unwrap().is_some());
    let second = world
        .sessions
        .end(&session.id, EndReason::StoppedByAdmin, given::later(2))
        .await;
    assert_eq!(second.unwrap(), None);
}

pub async fn of_ends_at_once_one_ends(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let calls = (0..16).map(|second| {
        let (sessions, id) = (world.sessions.clone(), session.id.clone());
        let at = given::later(second);
        async move { sessions.end(&id, EndReason::RoomClosed, at).await.unwrap() }
    });
    let ended = at_once(calls).await;
    assert_eq!(ended.iter().flatten().count(), 1);
    assert!(!world.found(&stream.user_id).await.is_live());
}

pub async fn ending_an_old_session_leaves_the_new_one_on(world: &World) {
    let stream = world.stream("ada").await;
    let reason = EndReason::EndedByCreator;
    let old = world.go_live(&stream).await;
    world
        .sessions
        .end(&old.id, reason, given::later(1))
        .await
        .unwrap();
    let new = world.go_live(&stream).await;
    let again = world
        .sessions
        .end(&old.id, reason, given::later(2))
        .await
        .unwrap();
    assert_eq!(again, None);
    assert_eq!(world.current(&stream.user_id).await, Some(new));
    assert!(world.found(&stream.user_id).await.is_live());
}

pub async fn an_unknown_session_does_not_end(world: &World) {
    let live = world.live_stream("ada", 1).await;
    let ended = world
        .sessions
        .end(&given::session_id(), EndReason::RoomClosed, given::time())
        .await;
    assert_eq!(ended.unwrap(), None);
    assert!(world.found(&live.user_id).await.is_live());
}

pub async fn a_stream_is_live_exactly_while_a_session_is_open(world: &World) {
    for round in 0..8 {
        let stream = world.stream(&format!("user-{round}")).await;
        let first = world.go_live(&stream).await;
        let ends = at_once((0..4).map(|_| {
            let (sessions, id) = (world.sessions.clone(), first.id.clone());
            let again = given::a_session(&stream);
            async move {
                sessions.open(&again).await.unwrap();
                sessions
                    .end(&id, EndReason::EndedByCreator, given::later(1))
                    .await
                    .unwrap();
            }
        }));
        ends.await;
        let current = world.current(&stream.user_id).await;
        let found = world.found(&stream.user_id).await;
        assert_eq!(found.live_since, current.map(|session| session.started_at));
    }
}
