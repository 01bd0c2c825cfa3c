//! What a look into the rooms writes down.

use std::time::Duration;

use onair_domain::error::Outage;
use onair_domain::session::{BroadcastState, EndReason, Identity, Phase, RoomName};
use onair_domain::user::User;

use crate::studio::Studio;

/// A live host, with a name for their room and one for themselves in it.
struct Scene {
    studio: Studio,
    host: User,
    room: RoomName,
    identity: Identity,
}

impl Scene {
    async fn new() -> Self {
        let studio = Studio::new();
        let host = studio.live_host("ada").await;
        Self {
            room: RoomName::of(&host.id),
            identity: Identity::of_user(&host.id),
            studio,
            host,
        }
    }

    async fn on_air() -> Self {
        let scene = Self::new().await;
        scene.host_publishes();
        assert_eq!(scene.round_after(1).await, []);
        assert_eq!(scene.state().await, BroadcastState::OnAir);
        scene
    }

    fn host_publishes(&self) {
        let media = &self.studio.memory.media;
        assert!(media.join(&self.room, &self.identity, "Ada"));
        media.publish(&self.room, &self.identity);
    }

    /// Looks once so many seconds have passed, and returns why sessions ended.
    async fn round_after(&self, seconds: u64) -> Vec<EndReason> {
        self.studio.memory.clock.advance(Duration::from_secs(seconds));
        let ended = self.studio.watch.round().await.ended.into_iter();
        ended
            .filter_map(|session| match session.phase {
                Phase::Open(_) => None,
                Phase::Ended { reason, .. } => Some(reason),
            })
            .collect()
    }

    async fn state(&self) -> BroadcastState {
        let status = self.studio.streams.get_stream_status(&self.host.id).await;
        status.unwrap().state
    }
}

#[tokio::test]
async fn a_creator_who_publishes_is_on_air() {
    let scene = Scene::new().await;
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.state().await, BroadcastState::Starting);
    scene.host_publishes();
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.state().await, BroadcastState::OnAir);
}

#[tokio::test]
async fn a_creator_who_joins_without_publishing_is_not_on_air() {
    let scene = Scene::new().await;
    assert!(
        scene
            .studio
            .memory
            .media
            .join(&scene.room, &scene.identity, "Ada")
    );
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.state().await, BroadcastState::Starting);
}

#[tokio::test]
async fn who_never_connects_is_offline_after_60_seconds_and_the_room_is_closed() {
    let scene = Scene::new().await;
    assert_eq!(scene.round_after(59).await, []);
    assert_eq!(scene.round_after(1).await, [EndReason::NeverConnected]);
    assert_eq!(scene.state().await, BroadcastState::Offline);
    assert!(!scene.studio.is_room_open(&scene.host));
    assert_eq!(scene.round_after(1).await, []);
}

#[tokio::test]
async fn who_comes_back_within_30_seconds_resumes_the_same_session() {
    let scene = Scene::on_air().await;
    let before = scene.studio.session(&scene.host.id).await.unwrap();
    scene.studio.memory.media.leave(&scene.room, &scene.identity);
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    assert_eq!(scene.round_after(29).await, []);
    scene.host_publishes();
    assert_eq!(scene.round_after(5).await, []);
    assert_eq!(scene.state().await, BroadcastState::OnAir);
    let after = scene.studio.session(&scene.host.id).await.unwrap();
    assert_eq!((after.id, after.started_at), (before.id, before.started_at));
}

#[tokio::test]
async fn who_is_gone_for_30_seconds_is_offline() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.leave(&scene.room, &scene.identity);
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.round_after(30).await, [EndReason::ConnectionLost]);
    assert!(!scene.studio.is_room_open(&scene.host));
}

#[tokio::test]
async fn a_room_that_is_gone_looks_like_an_empty_one() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.forget_everything();
    assert_eq!(scene.round_after(1).await, []);
    assert_eq!(scene.state().await, BroadcastState::Interrupted);
    assert_eq!(scene.round_after(30).await, [EndReason::ConnectionLost]);
}

#[tokio::test]
async fn what_cannot_be_seen_is_not_judged() {
    let scene = Scene::on_air().await;
    scene.studio.memory.media.go_away();
    scene.studio.memory.clock.advance(Duration::from_hours(1));
    let failed = scene.studio.watch.round().await;
    assert!(matches!(failed.fault, Some(Outage::Media(_))));
    assert_eq!(scene.state().await, BroadcastState::OnAir);
    scene.studio.memory.media.come_back();
    assert_eq!(scene.round_after(1).await, []);
}

#[tokio::test]
async fn the_viewers_are_counted_without_the_creator() {
    let scene = Scene::on_air().await;
    let people = ["vera", "victor", "guest-1-2"].map(|id| Identity::from_outside(id.to_owned()));
    for identity in &people {
        assert!(scene.studio.memory.media.join(&scene.room, identity, "Somebody"));
    }
    scene.round_after(1).await;
    scene.studio.memory.media.leave(&scene.room, &people[0]);
    scene.round_after(1).await;
    let session = scene.studio.session(&scene.host.id).await.unwrap();
    assert_eq!((session.viewers, session.peak_viewers), (2, 3));
}
