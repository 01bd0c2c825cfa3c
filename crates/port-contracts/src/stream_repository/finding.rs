//! One stream, with what is known of it.

use onair_domain::session::{BroadcastState, EndReason, LiveState};

use crate::{World, given};

pub async fn what_is_not_there_is_not_found(world: &World) {
    let ada = world.user("ada").await;
    for id in [ada.id, given::user_id("nobody")] {
        assert_eq!(world.streams.find_by_creator(&id).await.unwrap(), None);
        assert_eq!(world.streams.find_with_user(&id).await.unwrap(), None);
    }
}

pub async fn an_offline_stream_comes_with_its_user(world: &World) {
    let stream = world.stream("ada").await;
    let shown = world
        .streams
        .find_with_user(&stream.user_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.stream, stream);
    assert_eq!(shown.user, given::a_user("ada"));
    assert_eq!(shown.state, BroadcastState::Offline);
    assert_eq!(shown.viewer_count, 0);
}

pub async fn a_live_stream_comes_with_its_state_and_viewers(world: &World) {
    let stream = world.stream("ada").await;
    let session = world.go_live(&stream).await;
    let since = given::later(5);
    let states = [
        (LiveState::Starting, BroadcastState::Starting),
        (LiveState::OnAir, BroadcastState::OnAir),
        (LiveState::Interrupted { since }, BroadcastState::Interrupted),
    ];
    let mut before = LiveState::Starting;
    for (viewers, (state, name)) in (7..).zip(states) {
        world
            .sessions
            .transition(&session.id, before, state)
            .await
            .unwrap();
        world.sessions.record_viewers(&session.id, viewers).await.unwrap();
        let shown = world
            .streams
            .find_with_user(&stream.user_id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (shown.state, shown.viewer_count, shown.stream.live_since),
            (name, viewers, Some(given::time()))
        );
        before = state;
    }
}

pub async fn a_stream_is_offline_again_once_its_session_ended(world: &World) {
    let live = world.live_stream("ada", 7).await;
    let session = world.current(&live.user_id).await.unwrap();
    let ended = world
        .sessions
        .end(&session.id, EndReason::EndedByCreator, given::later(60))
        .await;
    assert!(ended.unwrap().is_some());
    let shown = world
        .streams
        .find_with_user(&live.user_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (shown.state, shown.viewer_count, shown.stream.live_since),
        (BroadcastState::Offline, 0, None)
    );
}
