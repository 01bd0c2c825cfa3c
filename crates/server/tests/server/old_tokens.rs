//! Who was sent away comes back with a token that is still valid, and is out again.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Joiner, LiveKit, Relay, Server, Wishes, command, eventually, knock_at};

pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) database: TestDatabase,
    pub(crate) livekit: LiveKit,
}

impl Scene {
    pub(crate) async fn new(makes_rooms: bool) -> Self {
        let relay = Relay::start();
        let livekit = LiveKit::start(&Wishes {
            webhook: Some(relay.url.clone()),
            makes_rooms,
        })
        .await;
        let database = fresh_database().await;
        let mut serve = command(database.url(), "serve");
        serve.env("LIVEKIT_URL", livekit.url());
        let server = Server::start(serve).await;
        relay.pass_on_to(&server.url);
        Self {
            server,
            database,
            livekit,
        }
    }

    pub(crate) async fn joins(&self, token: &str) -> Joiner {
        Joiner::join(&self.livekit.url(), token).await.unwrap()
    }
}

#[tokio::test]
async fn who_was_removed_is_out_again_however_often_they_come() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let vera = scene.server.person("vera").await;
    let saved = scene.server.room_token(&ada, Some(&vera)).await;
    let inside = scene.joins(&saved).await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    scene
        .server
        .ok(Method::DELETE, &remove, Some(&ada), Value::Null)
        .await;
    inside.waits_to_be_thrown_out().await;
    for _ in 0..3 {
        scene.joins(&saved).await.waits_to_be_thrown_out().await;
    }
}

#[tokio::test]
async fn who_was_blocked_is_out_also_if_they_are_inside() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let vera = scene.server.person("vera").await;
    let saved = scene.server.room_token(&ada, Some(&vera)).await;
    let inside = scene.joins(&saved).await;
    let block = format!(
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ('{}', '{}', now())",
        ada.id, vera.id
    );
    scene.database.execute(&block).await.unwrap();
    inside.waits_to_be_thrown_out().await;
    scene.joins(&saved).await.waits_to_be_thrown_out().await;
}

#[tokio::test]
async fn guests_are_out_when_the_stream_is_closed_to_them() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let saved = scene.server.room_token(&ada, None).await;
    let inside = scene.joins(&saved).await;
    let closed = json!({ "isGuestsAllowed": false });
    scene
        .server
        .ok(Method::PUT, "/api/stream/info", Some(&ada), closed)
        .await;
    inside.waits_to_be_thrown_out().await;
    scene.joins(&saved).await.waits_to_be_thrown_out().await;
}

#[tokio::test]
async fn a_token_of_a_session_that_is_over_opens_nothing() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let saved = scene.server.room_token(&ada, None).await;
    let inside = scene.joins(&saved).await;
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    inside.waits_to_be_thrown_out().await;
    assert_eq!(Joiner::join(&scene.livekit.url(), &saved).await.err(), Some(404));
}

#[tokio::test]
async fn where_the_media_server_makes_rooms_by_itself_they_are_closed_again() {
    let scene = Scene::new(true).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let saved = scene.server.room_token(&ada, None).await;
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    scene.joins(&saved).await.waits_to_be_thrown_out().await;
}

#[tokio::test]
async fn a_revoked_creator_is_out_and_their_token_opens_nothing() {
    let scene = Scene::new(false).await;
    let ada = scene.server.creator_with_stream(&scene.database, "ada").await;
    let live = scene
        .server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let saved = live["token"].as_str().unwrap();
    let inside = scene.joins(saved).await;
    let admin = scene.server.admin(&scene.database).await;
    let revoke = format!("/api/admin/creator-applications/{}/revoke", ada.id);
    scene
        .server
        .ok(Method::POST, &revoke, Some(&admin), json!({ "reason": "Fraud." }))
        .await;
    inside.waits_to_be_thrown_out().await;
    assert_eq!(knock_at(&scene.livekit.url(), saved).await, 404);
    let refused = scene
        .server
        .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(refused, (403, "CREATOR_NOT_APPROVED".into()));
}

#[tokio::test]
async fn viewers_are_counted_as_they_come_and_go() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let mut page = scene
        .server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let mut inside = Vec::new();
    for expected in 1..=3 {
        let token = scene.server.room_token(&ada, None).await;
        inside.push(scene.joins(&token).await);
        while page.next("status").await.unwrap()["viewerCount"] != expected {}
    }
    drop(inside);
    let shown = eventually("nobody is counted", async || {
        let status = scene
            .server
            .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
            .await;
        (status["viewerCount"] == 0).then_some(status)
    })
    .await;
    assert_eq!(shown["isLive"], true);
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    let past = scene
        .server
        .ok(Method::GET, "/api/stream/past", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        (&past[0]["peakViewers"], &past[0]["totalViewers"]),
        (&json!(3), &json!(3))
    );
}
