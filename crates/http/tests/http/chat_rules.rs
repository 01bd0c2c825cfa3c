//! The rules of a chat as they bind callers: settings, blocks, the delay, and how fast one may write.

use onair_domain::room::{Identity, RoomName};
use serde_json::{Value, json};

use crate::chat::{PATH, a_chat};
use crate::support::{Call, TestApp, id};

fn says(app: &TestApp) -> Call {
    app.post(PATH).json(&json!({"text": "Hello"}))
}

async fn set(app: &TestApp, flag: &str, is_on: bool) {
    let (path, body) = ("/api/stream/chat-settings", json!({ flag: is_on }));
    app.put(path).by("ada").json(&body).await.succeeded();
}

/// How many things somebody in Ada's room was brought.
fn heard(app: &TestApp, name: &str) -> usize {
    let who = Identity::of_user(&id(name));
    app.memory.media.heard(&RoomName::of(&id("ada")), &who).len()
}

async fn read(app: &TestApp, by: &str) -> usize {
    let read = app.get(PATH).by(by).await.succeeded().data();
    read.as_array().unwrap().len()
}

#[actix_web::test]
async fn a_chat_that_is_off_is_off_for_everybody() {
    let app = a_chat().await;
    let token = app.guest_token("ada").await;
    assert_eq!(says(&app).by("vera").await.status, 201);
    set(&app, "isChatEnabled", false).await;
    for name in ["ada", "admin", "vera"] {
        says(&app).by(name).await.refused(403, "CHAT_DISABLED");
    }
    says(&app)
        .with_room_token(&token)
        .await
        .refused(403, "CHAT_DISABLED");
    assert_eq!(read(&app, "victor").await, 1, "what was written can be read");
    set(&app, "isChatEnabled", true).await;
    assert_eq!(says(&app).by("vera").await.status, 201);
}

#[actix_web::test]
async fn followers_only_is_for_followers_host_and_admins_and_binds_at_once() {
    let app = a_chat().await;
    let token = app.guest_token("ada").await;
    set(&app, "isChatFollowersOnly", true).await;
    let refused = |call: Call| async { call.await.refused(403, "CHAT_FOLLOWERS_ONLY") };
    refused(says(&app).by("vera")).await;
    refused(says(&app).with_room_token(&token)).await;
    for name in ["ada", "admin"] {
        assert_eq!(says(&app).by(name).await.status, 201);
    }
    app.post("/api/social/follow/user-ada")
        .by("vera")
        .await
        .succeeded();
    assert_eq!(says(&app).by("vera").await.status, 201);
    app.delete("/api/social/follow/user-ada")
        .by("vera")
        .await
        .succeeded();
    refused(says(&app).by("vera")).await;
    assert_eq!(read(&app, "victor").await, 3, "reading is for whoever may watch");
}

#[actix_web::test]
async fn a_delayed_message_comes_3_seconds_later_but_to_author_and_host() {
    let app = a_chat().await;
    set(&app, "isChatDelayed", true).await;
    assert_eq!(says(&app).by("vera").await.status, 201);
    let seen = async || {
        app.send_chat().await;
        let mut seen = Vec::new();
        for name in ["ada", "vera", "victor"] {
            seen.push((heard(&app, name) > 0, read(&app, name).await));
        }
        let guests = app.get(PATH).await.data();
        seen.push((false, guests.as_array().unwrap().len()));
        seen
    };
    let held = [(true, 1), (true, 1), (false, 0), (false, 0)];
    assert_eq!(seen().await, held);
    app.memory.clock.advance(std::time::Duration::from_millis(2_999));
    assert_eq!(seen().await, held);
    app.memory.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(seen().await, [(true, 1), (true, 1), (true, 1), (false, 1)]);
}

#[actix_web::test]
async fn a_delayed_message_that_was_removed_in_time_never_comes() {
    let app = a_chat().await;
    set(&app, "isChatDelayed", true).await;
    let message = says(&app).by("vera").await.data();
    app.send_chat().await;
    let path = format!("{PATH}/{}", message["id"].as_str().unwrap());
    app.delete(&path).by("ada").await.succeeded();
    app.pass(3);
    app.send_chat().await;
    let room = RoomName::of(&id("ada"));
    let victors = app.memory.media.heard(&room, &Identity::of_user(&id("victor")));
    let is_text =
        |news: &onair_domain::chat::ChatEvent| matches!(news, onair_domain::chat::ChatEvent::Posted(_));
    assert!(!victors.iter().any(is_text), "{victors:?}");
    assert_eq!(read(&app, "victor").await, 0);
}

#[actix_web::test]
async fn the_sixth_message_within_10_seconds_waits() {
    let app = a_chat().await;
    let token = app.guest_token("ada").await;
    let vera: fn(Call) -> Call = |call| call.by("vera");
    let ada: fn(Call) -> Call = |call| call.by("ada");
    let admin: fn(Call) -> Call = |call| call.by("admin");
    for by in [vera, ada, admin] {
        for _ in 0..5 {
            assert_eq!(by(says(&app)).await.status, 201);
            app.pass(1);
        }
        let refused = by(says(&app)).await.refused(429, "RATE_LIMITED");
        assert_eq!(refused.header("retry-after"), Some("5"));
        app.memory.clock.advance(std::time::Duration::from_millis(4_500));
        let refused = by(says(&app)).await.refused(429, "RATE_LIMITED");
        assert_eq!(refused.header("retry-after"), Some("1"), "rounded up");
        app.memory.clock.advance(std::time::Duration::from_millis(500));
        assert_eq!(by(says(&app)).await.status, 201, "the first has left the window");
        by(says(&app)).await.refused(429, "RATE_LIMITED");
    }
    for _ in 0..5 {
        assert_eq!(says(&app).with_room_token(&token).await.status, 201);
    }
    says(&app)
        .with_room_token(&token)
        .await
        .refused(429, "RATE_LIMITED");
    let another = app.guest_token("ada").await;
    assert_eq!(says(&app).with_room_token(&another).await.status, 201);
}

#[actix_web::test]
async fn who_is_blocked_or_removed_neither_writes_nor_reads() {
    let app = a_chat().await;
    let token = app.guest_token("ada").await;
    let message = says(&app).by("vera").await.data();
    app.post("/api/social/block/user-vera")
        .by("ada")
        .await
        .succeeded();
    app.delete("/api/stream/viewers/user-victor")
        .by("ada")
        .await
        .succeeded();
    for name in ["vera", "victor"] {
        says(&app).by(name).await.refused(403, "BLOCKED");
        app.get(PATH).by(name).await.refused(403, "BLOCKED");
        let who = Identity::of_user(&id(name));
        assert!(!app.memory.media.is_connected(&RoomName::of(&id("ada")), &who));
    }
    let path = format!("{PATH}/{}", message["id"].as_str().unwrap());
    app.delete(&path).by("vera").await.succeeded();
    let guest = app.memory.signer.claims_of(&token).unwrap().identity;
    let remove = app.delete(&format!("/api/stream/viewers/{guest}")).by("ada");
    remove.await.succeeded();
    says(&app).with_room_token(&token).await.refused(403, "BLOCKED");
    app.get(PATH)
        .with_room_token(&token)
        .await
        .refused(403, "BLOCKED");
}

#[actix_web::test]
async fn a_stream_that_is_closed_to_guests_is_closed_in_its_chat() {
    let app = a_chat().await;
    let token = app.guest_token("ada").await;
    let closed = json!({"isGuestsAllowed": false});
    app.put("/api/stream/info")
        .by("ada")
        .json(&closed)
        .await
        .succeeded();
    says(&app)
        .with_room_token(&token)
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.get(PATH)
        .with_room_token(&token)
        .await
        .refused(403, "GUESTS_NOT_ALLOWED");
    app.get(PATH).await.refused(403, "GUESTS_NOT_ALLOWED");
    assert_eq!(says(&app).by("vera").await.status, 201);
    let mine: Value = app.get(PATH).by("vera").await.succeeded().data();
    assert_eq!(mine.as_array().unwrap().len(), 1);
}
