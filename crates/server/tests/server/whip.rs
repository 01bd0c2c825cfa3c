//! LiveKit accepts WHIP with the same tokens, and creates the room even without `auto_create`. Participants
//! who join by WHIP must have no more permissions than others.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Person, Stack, eventually, post_whip_offer, room_status_at};

impl Stack {
    async fn join_by_whip(&self, token: &str) {
        let (status, response) = post_whip_offer(&self.livekit.url(), token).await;
        assert_eq!(status, 201, "{response}");
    }

    async fn wait_until_room_is_closed(&self, token: &str) {
        let url = self.livekit.url();
        eventually("the room is closed", async || {
            (room_status_at(&url, token).await == 404).then_some(())
        })
        .await;
    }

    async fn wait_until_viewers_are_removed(&self, host: &Person) {
        eventually("the viewers are removed", async || {
            let viewers = self
                .server
                .ok(Method::GET, "/api/stream/viewers", Some(host), Value::Null)
                .await;
            (viewers == json!([])).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn rooms_that_old_tokens_create_by_whip_are_closed() {
    let stack = Stack::start(false).await;
    let ada = stack.server.creator_with_stream(&stack.database, "ada").await;
    let live = stack
        .server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let vera = stack.server.person("vera").await;
    let tokens = [
        stack.server.room_token(&ada, None).await,
        stack.server.room_token(&ada, Some(&vera)).await,
        live["token"].as_str().unwrap().to_owned(),
    ];
    stack
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    for token in &tokens {
        assert_eq!(room_status_at(&stack.livekit.url(), token).await, 404);
        let (status, response) = post_whip_offer(&stack.livekit.url(), token).await;
        // A poll at that moment closes the room before LiveKit has answered.
        let is_closed_already = status == 503 && response.contains("room has already closed");
        assert!(status == 201 || is_closed_already, "{status}: {response}");
        stack.wait_until_room_is_closed(token).await;
        let status = stack
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
async fn removed_and_blocked_viewers_who_join_by_whip_are_removed_again() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let (vera, victor) = (
        stack.server.person("vera").await,
        stack.server.person("victor").await,
    );
    let removed = stack.server.room_token(&ada, Some(&vera)).await;
    let blocked = stack.server.room_token(&ada, Some(&victor)).await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    stack
        .server
        .ok(Method::DELETE, &remove, Some(&ada), Value::Null)
        .await;
    let block = format!("/api/social/block/{}", victor.id);
    stack
        .server
        .ok(Method::POST, &block, Some(&ada), Value::Null)
        .await;
    for token in [removed, blocked] {
        stack.join_by_whip(&token).await;
        stack.wait_until_viewers_are_removed(&ada).await;
    }
    let status = stack
        .server
        .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
        .await;
    assert_eq!(
        status["state"], "STARTING",
        "only the creator's media sets the stream on air"
    );
}
