//! Removed participants who return with a valid room token are removed again.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Joiner, LiveKit, LiveKitOptions, Server, WebhookProxy, command, eventually, room_status_at,
};

pub(crate) struct Scene {
    pub(crate) server: Server,
    pub(crate) database: TestDatabase,
    pub(crate) livekit: LiveKit,
}

impl Scene {
    pub(crate) async fn new(auto_create: bool) -> Self {
        let proxy = WebhookProxy::start();
        let livekit = LiveKit::start(&LiveKitOptions {
            webhook: Some(proxy.url.clone()),
            auto_create,
        })
        .await;
        let database = fresh_database().await;
        let mut serve = command(database.url(), "serve");
        serve.env("LIVEKIT_URL", livekit.url());
        let server = Server::start(serve).await;
        proxy.forward_to(&server.url);
        Self {
            server,
            database,
            livekit,
        }
    }

    pub(crate) async fn join(&self, token: &str) -> Joiner {
        Joiner::join(&self.livekit.url(), token).await.unwrap()
    }
}

#[tokio::test]
async fn a_removed_viewer_is_removed_again_on_each_return() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let vera = scene.server.person("vera").await;
    let token = scene.server.room_token(&ada, Some(&vera)).await;
    let joined = scene.join(&token).await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    scene
        .server
        .ok(Method::DELETE, &remove, Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    for _ in 0..3 {
        scene.join(&token).await.wait_until_removed().await;
    }
}

#[tokio::test]
async fn a_blocked_viewer_is_removed_from_the_room() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let vera = scene.server.person("vera").await;
    let token = scene.server.room_token(&ada, Some(&vera)).await;
    let joined = scene.join(&token).await;
    let block = format!(
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ('{}', '{}', now())",
        ada.id, vera.id
    );
    scene.database.execute(&block).await.unwrap();
    joined.wait_until_removed().await;
    scene.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn guests_are_removed_when_guests_are_no_longer_allowed() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let token = scene.server.room_token(&ada, None).await;
    let joined = scene.join(&token).await;
    let closed = json!({ "isGuestsAllowed": false });
    scene
        .server
        .ok(Method::PUT, "/api/stream/info", Some(&ada), closed)
        .await;
    joined.wait_until_removed().await;
    scene.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_token_of_an_ended_session_opens_no_room() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let token = scene.server.room_token(&ada, None).await;
    let joined = scene.join(&token).await;
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    assert_eq!(Joiner::join(&scene.livekit.url(), &token).await.err(), Some(404));
}

#[tokio::test]
async fn rooms_that_livekit_creates_automatically_are_closed() {
    let scene = Scene::new(true).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let token = scene.server.room_token(&ada, None).await;
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    scene.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_revoked_creator_is_removed_and_their_token_opens_no_room() {
    let scene = Scene::new(false).await;
    let ada = scene.server.creator_with_stream(&scene.database, "ada").await;
    let live = scene
        .server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let token = live["token"].as_str().unwrap();
    let joined = scene.join(token).await;
    let admin = scene.server.admin(&scene.database).await;
    let revoke = format!("/api/admin/creator-applications/{}/revoke", ada.id);
    scene
        .server
        .ok(Method::POST, &revoke, Some(&admin), json!({ "reason": "Fraud." }))
        .await;
    joined.wait_until_removed().await;
    assert_eq!(room_status_at(&scene.livekit.url(), token).await, 404);
    let refused = scene
        .server
        .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(refused, (403, "CREATOR_NOT_APPROVED".into()));
}

#[tokio::test]
async fn joining_and_leaving_viewers_are_counted() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let mut page = scene
        .server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let mut joined = Vec::new();
    for expected in 1..=3 {
        let token = scene.server.room_token(&ada, None).await;
        joined.push(scene.join(&token).await);
        while page.next("status").await.unwrap()["viewerCount"] != expected {}
    }
    drop(joined);
    let status = eventually("the viewer count is 0", async || {
        let status = scene
            .server
            .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
            .await;
        (status["viewerCount"] == 0).then_some(status)
    })
    .await;
    assert_eq!(status["isLive"], true);
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
