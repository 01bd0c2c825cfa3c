//! Opening sessions.

use onair_domain::ports::SessionRepositoryError;
use onair_domain::session::{Interruption, LiveState, NewSession, Session};
use onair_domain::stream::Stream;

use crate::{World, at_once, given};

pub async fn opening_a_session_makes_the_stream_live(world: &World) {
    let stream = world.stream("ada").await;
    let new = NewSession {
        started_at: given::later(7),
        ..given::a_session(&stream)
    };
    let opening = world.sessions.open(&new).await.unwrap();
    assert!(opening.is_new);
    assert_eq!(opening.session, Session::opened(new));
    assert_eq!(world.current(&stream.user_id).await, Some(opening.session));
    let expected = Stream {
        live_since: Some(given::later(7)),
        ..stream
    };
    assert_eq!(world.found(&expected.user_id).await, expected);
}

pub async fn opening_again_returns_the_open_session_in_its_new_room(world: &World) {
    let stream = world.stream("ada").await;
    let first = world.go_live(&stream).await;
    let since = given::later(1);
    let on_air = given::in_state(&first, LiveState::OnAir { since });
    let before = world.becomes(&first, given::watched_by(&on_air, 5)).await;
    let again = NewSession {
        title: given::title("Another title"),
        started_at: given::later(60),
        ..given::a_session(&stream)
    };
    let opening = world.sessions.open(&again).await.unwrap();
    assert!(!opening.is_new);
    let expected = Session {
        room_sid: again.room_sid,
        revision: before.revision + 1,
        ..before
    };
    assert_eq!(opening.session, expected);
    assert_eq!(world.current(&stream.user_id).await, Some(expected));
    assert_eq!(
        world.found(&stream.user_id).await.live_since,
        Some(first.started_at)
    );
}

pub async fn opening_again_leaves_an_interrupted_session_as_it_is(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let gone = LiveState::Interrupted {
        since: given::later(9),
        cause: Interruption::RoomGone,
    };
    let before = world.becomes(&session, given::in_state(&session, gone)).await;
    let again = NewSession {
        room_sid: session.room_sid,
        ..given::a_session(&stream)
    };
    let opening = world.sessions.open(&again).await.unwrap();
    let expected = Session {
        revision: before.revision + 1,
        ..before
    };
    assert_eq!(opening.session, expected);
}

pub async fn a_change_of_what_was_read_before_opening_again_is_refused(world: &World) {
    let stream = world.stream("ada").await;
    let before = world.go_live(&stream).await;
    let opening = world.sessions.open(&given::a_session(&stream)).await.unwrap();
    let change = given::a_change(&before, given::watched_by(&before, 5));
    assert!(!world.sessions.save(&change).await.unwrap());
    assert_eq!(world.current(&stream.user_id).await, Some(opening.session));
}

pub async fn sixteen_openings_at_once_make_one_session(world: &World) {
    let stream = world.stream("ada").await;
    let calls = (0..16).map(|_| {
        let (sessions, new) = (world.sessions.clone(), given::a_session(&stream));
        async move { sessions.open(&new).await.unwrap() }
    });
    let openings = at_once(calls).await;
    assert_eq!(openings.iter().filter(|opening| opening.is_new).count(), 1);
    let current = world.current(&stream.user_id).await.unwrap();
    assert!(openings.iter().all(|opening| opening.session.id == current.id));
    assert!(
        openings
            .iter()
            .any(|opening| opening.session.room_sid == current.room_sid)
    );
    let mut open = world.sessions.all_open().await.unwrap().into_iter();
    assert_eq!(open.next().map(|open| open.session), Some(current));
    assert!(open.next().is_none());
}

pub async fn openings_of_different_streams_do_not_meet(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let (of_ada, of_ben) = (world.go_live(&ada).await, world.go_live(&ben).await);
    assert_eq!(world.current(&ada.user_id).await, Some(of_ada));
    assert_eq!(world.current(&ben.user_id).await, Some(of_ben));
}

pub async fn a_session_of_an_unknown_stream_is_refused(world: &World) {
    let ada = world.user("ada").await;
    let never_kept = given::a_stream(&ada.id);
    let refused = world.sessions.open(&given::a_session(&never_kept)).await;
    assert!(matches!(refused, Err(SessionRepositoryError::StreamUnknown)));
    assert_eq!(world.current(&ada.id).await, None);
}

pub async fn the_longest_title_comes_back_as_it_went(world: &World) {
    let stream = world.titled(&"u".repeat(255), &"🎥".repeat(200)).await;
    let session = world.go_live(&stream).await;
    assert_eq!(session.title, stream.title);
    assert_eq!(world.current(&stream.user_id).await, Some(session));
}
