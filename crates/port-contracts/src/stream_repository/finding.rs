//! Finding one stream.

use onair_domain::session::{EndReason, Interruption, LiveState};
use onair_domain::stream::BroadcastState;

use crate::{World, fixtures};

pub async fn a_missing_stream_is_not_found(world: &World) {
    let ada = world.user("ada").await;
    for id in [ada.id, fixtures::user_id("nobody")] {
        assert_eq!(world.streams.find_by_creator(&id).await.unwrap(), None);
        assert_eq!(world.streams.find_with_user(&id).await.unwrap(), None);
    }
}

pub async fn filter_creators_returns_users_with_a_stream(world: &World) {
    let mut expected = vec![world.live_stream("ada", 1).await.user_id];
    expected.push(world.stream(&"u".repeat(255)).await.user_id);
    world.stream("unasked").await;
    let mut users = expected.clone();
    users.push(world.user("streamless").await.id);
    users.push(fixtures::user_id("nobody"));
    let mut creators = world.streams.filter_creators(&users).await.unwrap();
    creators.sort();
    assert_eq!(creators, expected);
}

pub async fn filter_creators_of_no_users_is_empty(world: &World) {
    world.stream("ada").await;
    assert_eq!(world.streams.filter_creators(&[]).await.unwrap(), []);
}

pub async fn an_offline_stream_is_found_with_its_user(world: &World) {
    let stream = world.stream("ada").await;
    let shown = world
        .streams
        .find_with_user(&stream.user_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(shown.stream, stream);
    assert_eq!(shown.user, fixtures::a_user("ada"));
    assert_eq!(shown.state, BroadcastState::Offline);
    assert_eq!(shown.viewer_count, 0);
}

pub async fn a_live_stream_has_its_state_and_viewer_count(world: &World) {
    let stream = world.stream("ada").await;
    let mut session = world.go_live(&stream).await;
    let since = fixtures::later(5);
    let cause = Interruption::CreatorGone;
    let states = [
        (LiveState::Starting { since }, BroadcastState::Starting),
        (LiveState::OnAir { since }, BroadcastState::OnAir),
        (
            LiveState::Interrupted { since, cause },
            BroadcastState::Interrupted,
        ),
    ];
    for (viewers, (state, name)) in (7..).zip(states) {
        let next = fixtures::with_viewers(&fixtures::in_state(&session, state), viewers);
        session = world.save(&session, next).await;
        let shown = world
            .streams
            .find_with_user(&stream.user_id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (shown.state, shown.viewer_count, shown.stream.live_since),
            (name, viewers, Some(fixtures::time()))
        );
    }
}

pub async fn a_stream_is_offline_after_its_session_ended(world: &World) {
    let live = world.live_stream("ada", 7).await;
    let session = world.find_open(&live.user_id).await.unwrap();
    world.end(&session, EndReason::EndedByCreator).await;
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
