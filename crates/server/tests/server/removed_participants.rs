//! Removed participants who return with a valid room token are removed again.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Joiner, Stack, room_status_at};

#[tokio::test]
async fn a_removed_viewer_is_removed_again_on_each_return() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let vera = stack.server.person("vera").await;
    let token = stack.server.room_token(&ada, Some(&vera)).await;
    let joined = stack.join(&token).await;
    let remove = format!("/api/stream/viewers/{}", vera.id);
    stack
        .server
        .ok(Method::DELETE, &remove, Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    for _ in 0..3 {
        stack.join(&token).await.wait_until_removed().await;
    }
}

#[tokio::test]
async fn a_blocked_viewer_is_removed_from_the_room() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let vera = stack.server.person("vera").await;
    let token = stack.server.room_token(&ada, Some(&vera)).await;
    let joined = stack.join(&token).await;
    let block = format!(
        "INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES ('{}', '{}', now())",
        ada.id, vera.id
    );
    stack.database.execute(&block).await.unwrap();
    joined.wait_until_removed().await;
    stack.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn guests_are_removed_when_guests_are_no_longer_allowed() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let token = stack.server.room_token(&ada, None).await;
    let joined = stack.join(&token).await;
    let closed = json!({ "isGuestsAllowed": false });
    stack
        .server
        .ok(Method::PUT, "/api/stream/info", Some(&ada), closed)
        .await;
    joined.wait_until_removed().await;
    stack.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_token_of_an_ended_session_opens_no_room() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let token = stack.server.room_token(&ada, None).await;
    let joined = stack.join(&token).await;
    stack
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    assert_eq!(Joiner::join(&stack.livekit.url(), &token).await.err(), Some(404));
}

#[tokio::test]
async fn rooms_that_livekit_creates_automatically_are_closed() {
    let stack = Stack::start(true).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let token = stack.server.room_token(&ada, None).await;
    stack
        .server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    stack.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_revoked_creator_is_removed_and_their_token_opens_no_room() {
    let stack = Stack::start(false).await;
    let ada = stack.server.creator_with_stream(&stack.database, "ada").await;
    let live = stack
        .server
        .ok(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    let token = live["token"].as_str().unwrap();
    let joined = stack.join(token).await;
    let admin = stack.server.admin(&stack.database).await;
    let revoke = format!("/api/admin/creator-applications/{}/revoke", ada.id);
    stack
        .server
        .ok(Method::POST, &revoke, Some(&admin), json!({ "reason": "Fraud." }))
        .await;
    joined.wait_until_removed().await;
    assert_eq!(room_status_at(&stack.livekit.url(), token).await, 404);
    let refused = stack
        .server
        .refused(Method::POST, "/api/stream/go-live", Some(&ada), Value::Null)
        .await;
    assert_eq!(refused, (403, "CREATOR_NOT_APPROVED".into()));
}

#[tokio::test]
async fn joining_and_leaving_viewers_are_counted() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let mut page = stack
        .server
        .events(&format!("/api/viewer/stream/{}/events", ada.username), None)
        .await;
    page.next("snapshot").await.unwrap();
    let mut joined = Vec::new();
    for expected in 1..=3 {
        let token = stack.server.room_token(&ada, None).await;
        joined.push(stack.join(&token).await);
        while page.next("status").await.unwrap()["viewerCount"] != expected {}
    }
    drop(joined);
    stack.wait_for_viewers(&ada, 0).await;
    assert_eq!(stack.end_and_count_viewers(&ada).await, (3, 3));
}
