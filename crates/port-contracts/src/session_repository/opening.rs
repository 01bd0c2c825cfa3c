//! Opening sessions.

use onair_domain::ports::SessionRepositoryError;
use onair_domain::session::{EndReason, LiveState};
use onair_domain::stream::Stream;

use crate::{World, fixtures, run_concurrently};

pub async fn opening_a_session_makes_the_stream_live(world: &World) {
    let stream = world.stream("ada").await;
    let session = fixtures::starting_at(&fixtures::a_session(&stream), fixtures::later(7));
    let opened = world.sessions.open(&session).await.unwrap();
    assert_eq!(world.find_open(&stream.user_id).await, Some(session));
    let expected = Stream {
        live_since: Some(fixtures::later(7)),
        ..stream
    };
    assert_eq!(opened.as_ref(), Some(&expected));
    assert_eq!(world.stored_stream(&expected.user_id).await, expected);
}

pub async fn a_second_session_of_a_live_stream_is_refused(world: &World) {
    let stream = world.stream("ada").await;
    let first = world.go_live(&stream).await;
    let since = fixtures::later(1);
    let on_air = fixtures::in_state(&first, LiveState::OnAir { since });
    let open = world.save(&first, fixtures::with_viewers(&on_air, 5)).await;
    let second = fixtures::starting_at(&fixtures::a_session(&stream), fixtures::later(60));
    assert_eq!(world.sessions.open(&second).await.unwrap(), None);
    assert_eq!(world.find_open(&stream.user_id).await, Some(open));
    assert_eq!(world.sessions.find(&second.id).await.unwrap(), None);
    let live_since = world.stored_stream(&stream.user_id).await.live_since;
    assert_eq!(live_since, Some(first.started_at));
}

pub async fn a_stream_may_have_a_new_session_after_the_last_one_ended(world: &World) {
    let stream = world.stream("ada").await;
    let first = world.go_live(&stream).await;
    world.end(&first, EndReason::EndedByCreator).await;
    let second = world.go_live(&stream).await;
    assert_eq!(world.find_open(&stream.user_id).await, Some(second));
}

pub async fn one_of_sixteen_concurrent_openings_is_stored(world: &World) {
    let stream = world.stream("ada").await;
    let calls = (0..16).map(|_| {
        let (sessions, session) = (world.sessions.clone(), fixtures::a_session(&stream));
        async move { sessions.open(&session).await.unwrap().map(|_| session) }
    });
    let opened: Vec<_> = run_concurrently(calls).await.into_iter().flatten().collect();
    assert_eq!(opened.len(), 1);
    assert_eq!(world.find_open(&stream.user_id).await.as_ref(), opened.first());
    let open = world.sessions.list_open().await.unwrap();
    let open: Vec<_> = open.into_iter().map(|open| open.session).collect();
    assert_eq!(open, opened);
}

pub async fn openings_of_different_streams_are_independent(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    assert_eq!(world.find_open(&ada.user_id).await, Some(of_ada));
    assert_eq!(world.find_open(&ben.user_id).await, Some(of_ben));
}

pub async fn a_session_of_an_unknown_stream_is_refused(world: &World) {
    let ada = world.user("ada").await;
    let never_stored = fixtures::a_stream(&ada.id);
    let refused = world.sessions.open(&fixtures::a_session(&never_stored)).await;
    assert!(matches!(refused, Err(SessionRepositoryError::StreamUnknown)));
    assert_eq!(world.find_open(&ada.id).await, None);
}

pub async fn the_longest_title_is_stored_unchanged(world: &World) {
    let stream = world.stream_with_title(&"u".repeat(255), &"🎥".repeat(200)).await;
    let session = world.go_live(&stream).await;
    assert_eq!(session.title, stream.title);
    assert_eq!(world.find_open(&stream.user_id).await, Some(session));
}
