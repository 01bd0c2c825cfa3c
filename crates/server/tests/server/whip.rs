//! LiveKit takes WHIP beside its own signalling, with the same tokens, and makes the room for it whatever
//! `auto_create` says. Nobody gets further by it than they are allowed to.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::old_tokens::Scene;
use crate::support::{Person, eventually, knock_at, offer_by_whip};

/// The bound for who comes back with a token that LiveKit still takes.
const OUT_WITHIN: Duration = Duration::from_secs(5);

impl Scene {
    async fn offers(&self, token: &str) {
        let (status, answer) = offer_by_whip(&self.livekit.url(), token).await;
        assert_eq!(status, 201, "{answer}");
    }

    async fn room_is_closed_in_time(&self, token: &str) {
        let url = self.livekit.url();
        let closed = eventually("the room is closed", async || {
            (knock_at(&url, token).await == 404).then_some(())
        });
        let in_time = tokio::time::timeout(OUT_WITHIN, closed).await;
        in_time.expect("the room was still open after 5 s");
    }

    async fn viewers_are_out_in_time(&self, host: &Person) {
        let out = eventually("they are out", async || {
            let viewers = self
                .server
                .ok(Method::GET, "/api/stream/viewers", Some(host), Value::Null)
                .await;
            (viewers == json!([])).then_some(())
        });
        let in_time = tokio::time::timeout(OUT_WITHIN, out).await;
        in_time.expect("they were still in the room after 5 s");
    }
}

#[tokio::test]
async fn a_room_that_an_old_token_makes_by_whip_is_closed() {
    let scene = Scene::new(false).await;
    let ada = scene.server.creator_with_stream(&scene.database, "ada").await;
    let live = scene
        .server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let vera = scene.server.person("vera").await;
    let tokens = [
        scene.server.room_token(&ada, None).await,
        scene.server.room_token(&ada, Some(&vera)).await,
        live["token"].as_str().unwrap().to_owned(),
    ];
    scene
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    for token in &tokens {
        assert_eq!(knock_at(&scene.livekit.url(), token).await, 404);
        scene.offers(token).await;
        scene.room_is_closed_in_time(token).await;
        let status = scene
            .server
            .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
            .await;
        assert_eq!(
            (&status["isLive"], &status["state"]),
            (&json!(false), &json!("OFFLINE"))
        );
    }
}

#[tokio::test]
async fn who_was_removed_or_blocked_is_out_again_also_by_whip() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let (vera, victor) = (
        scene.server.person("vera").await,
        scene.server.person("victor").await,
    );
    let removed = scene.server.room_token(&ada, Some(&vera)).await;
    let blocked = scene.server.room_token(&ada, Some(&victor)).await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    scene
        .server
        .ok(Method::DELETE, &remove, Some(&ada), Value::Null)
        .await;
    let block = format!("/api/social/block/{}", victor.id);
    scene
        .server
        .ok(Method::POST, &block, Some(&ada), Value::Null)
        .await;
    for token in [removed, blocked] {
        scene.offers(&token).await;
        scene.viewers_are_out_in_time(&ada).await;
    }
    let status = scene
        .server
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        status["state"], "STARTING",
        "nobody but the creator puts it on air"
    );
}
