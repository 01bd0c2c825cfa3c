//! The rules of a chat: settings, blocks, the delay and the rate limit.

use onair_domain::room::{Identity, RoomName};
use serde_json::{Value, json};

use crate::chat::{PATH, app_with_chat};
use crate::support::{Call, TestApp, id};

fn post(app: &TestApp) -> Call {
    app.post(PATH).json(&json!({"text": "Hello"}))
}

async fn set_flag(app: &TestApp, flag: &str, is_on: bool) {
    let (path, body) = ("/api/stream/chat-settings", json!({ flag: is_on }));
    app.put(path).by("ada").json(&body).await.succeeded();
}

/// The number of chat events that a participant of Ada's room received.
fn received_count(app: &TestApp, name: &str) -> usize {
    let who = Identity::of_user(&id(name));
    app.memory
        .media
        .received_chat(&RoomName::of(&id("ada")), &who)
        .len()
}

async fn read(app: &TestApp, by: &str) -> usize {
    let read = app.get(PATH).by(by).await.succeeded().data();
    read.as_array().unwrap().len()
}

#[actix_web::test]
async fn nobody_posts_in_a_disabled_chat() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    assert_eq!(post(&app).by("vera").await.status, 201);
    set_flag(&app, "isChatEnabled", false).await;
    for name in ["ada", "admin", "vera"] {
        post(&app).by(name).await.refused(403, "CHAT_DISABLED");
    }
    post(&app)
        .with_room_token(&token)
        .await
        .refused(403, "CHAT_DISABLED");
    assert_eq!(read(&app, "victor").await, 1, "earlier messages can be read");
    set_flag(&app, "isChatEnabled", true).await;
    assert_eq!(post(&app).by("vera").await.status, 201);
}

#[actix_web::test]
async fn followers_only_applies_immediately_and_not_to_host_and_admins() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    set_flag(&app, "isChatFollowersOnly", true).await;
    let refused = |call: Call| async { call.await.refused(403, "CHAT_FOLLOWERS_ONLY") };
    refused(post(&app).by("vera")).await;
    refused(post(&app).with_room_token(&token)).await;
    for name in ["ada", "admin"] {
        assert_eq!(post(&app).by(name).await.status, 201);
    }
    app.post("/api/social/follow/user-ada")
        .by("vera")
        .await
        .succeeded();
    assert_eq!(post(&app).by("vera").await.status, 201);
    app.delete("/api/social/follow/user-ada")
        .by("vera")
        .await
        .succeeded();
    refused(post(&app).by("vera")).await;
    assert_eq!(read(&app, "victor").await, 3, "everybody who may watch can read");
}

#[actix_web::test]
async fn a_delayed_message_is_visible_to_others_after_3_seconds() {
    let app = app_with_chat().await;
    set_flag(&app, "isChatDelayed", true).await;
    assert_eq!(post(&app).by("vera").await.status, 201);
    let visibility = async || {
        app.send_chat().await;
        let mut visibility = Vec::new();
        for name in ["ada", "vera", "victor"] {
            visibility.push((received_count(&app, name) > 0, read(&app, name).await));
        }
        let guests = app.get(PATH).await.data();
        visibility.push((false, guests.as_array().unwrap().len()));
        visibility
    };
    let visible_before_delay = [(true, 1), (true, 1), (false, 0), (false, 0)];
    assert_eq!(visibility().await, visible_before_delay);
    app.memory.clock.advance(std::time::Duration::from_millis(2_999));
    assert_eq!(visibility().await, visible_before_delay);
    app.memory.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(visibility().await, [(true, 1), (true, 1), (true, 1), (false, 1)]);
}

#[actix_web::test]
async fn a_delayed_message_that_was_removed_is_never_sent_to_others() {
    let app = app_with_chat().await;
    set_flag(&app, "isChatDelayed", true).await;
    let message = post(&app).by("vera").await.data();
    app.send_chat().await;
    let path = format!("{PATH}/{}", message["id"].as_str().unwrap());
    app.delete(&path).by("ada").await.succeeded();
    app.pass(3);
    app.send_chat().await;
    let room = RoomName::of(&id("ada"));
    let received_by_victor = app
        .memory
        .media
        .received_chat(&room, &Identity::of_user(&id("victor")));
    let is_text =
        |event: &onair_domain::chat::ChatEvent| matches!(event, onair_domain::chat::ChatEvent::Posted(_));
    assert!(!received_by_victor.iter().any(is_text), "{received_by_victor:?}");
    assert_eq!(read(&app, "victor").await, 0);
}

#[actix_web::test]
async fn the_sixth_message_within_10_seconds_is_rate_limited() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    let vera: fn(Call) -> Call = |call| call.by("vera");
    let ada: fn(Call) -> Call = |call| call.by("ada");
    let admin: fn(Call) -> Call = |call| call.by("admin");
    for by in [vera, ada, admin] {
        for _ in 0..5 {
            assert_eq!(by(post(&app)).await.status, 201);
            app.pass(1);
        }
        let refused = by(post(&app)).await.refused(429, "RATE_LIMITED");
        assert_eq!(refused.header("retry-after"), Some("5"));
        app.memory.clock.advance(std::time::Duration::from_millis(4_500));
        let refused = by(post(&app)).await.refused(429, "RATE_LIMITED");
        assert_eq!(refused.header("retry-after"), Some("1"), "rounded up");
        app.memory.clock.advance(std::time::Duration::from_millis(500));
        assert_eq!(
            by(post(&app)).await.status,
            201,
            "the first message is older than the window"
        );
        by(post(&app)).await.refused(429, "RATE_LIMITED");
    }
    for _ in 0..5 {
        assert_eq!(post(&app).with_room_token(&token).await.status, 201);
    }
    post(&app)
        .with_room_token(&token)
        .await
        .refused(429, "RATE_LIMITED");
    let another = app.guest_token("ada").await;
    assert_eq!(post(&app).with_room_token(&another).await.status, 201);
}

#[actix_web::test]
async fn blocked_and_removed_viewers_neither_post_nor_read() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    let message = post(&app).by("vera").await.data();
    app.post("/api/social/block/user-vera")
        .by("ada")
        .await
        .succeeded();
    app.delete("/api/stream/viewers/user-victor")
        .by("ada")
        .await
        .succeeded();
    for name in ["vera", "victor"] {
        post(&app).by(name).await.refused(403, "BLOCKED");
        app.get(PATH).by(name).await.refused(403, "BLOCKED");
        let who = Identity::of_user(&id(name));
        assert!(!app.memory.media.is_connected(&RoomName::of(&id("ada")), &who));
    }
    let path = format!("{PATH}/{}", message["id"].as_str().unwrap());
    app.delete(&path).by("vera").await.succeeded();
    let guest = app.memory.signer.claims_of(&token).unwrap().identity;
    let remove = app.delete(&format!("/api/stream/viewers/{guest}")).by("ada");
    remove.await.succeeded();
    post(&app).with_room_token(&token).await.refused(403, "BLOCKED");
    app.get(PATH)
        .with_room_token(&token)
        .await
        .refused(403, "BLOCKED");
}

#[actix_web::test]
async fn guests_who_may_not_watch_may_not_chat() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info")
        .by("ada")
        .json(&closed)
        .await
        .succeeded();
    post(&app)
        .with_room_token(&token)
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.get(PATH)
        .with_room_token(&token)
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.get(PATH).await.refused(403, "GUESTS_NOT_ALLOWED");
    assert_eq!(post(&app).by("vera").await.status, 201);
    let mine: Value = app.get(PATH).by("vera").await.succeeded().data();
    assert_eq!(mine.as_array().unwrap().len(), 1);
}
