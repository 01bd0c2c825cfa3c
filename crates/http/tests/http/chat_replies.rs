//! Replies to chat messages.

use serde_json::{Value, json};

use crate::chat::{PATH, app_with_chat};
use crate::support::{Call, Response, TestApp};

fn reply(app: &TestApp, to: &Value) -> Call {
    app.post(PATH).json(&json!({"text": "Indeed", "replyTo": to}))
}

#[track_caller]
fn created(response: &Response) -> Value {
    assert_eq!(response.status, 201, "{}", response.text());
    response.data()
}

async fn hello(app: &TestApp, by: &str) -> Value {
    created(&app.post(PATH).by(by).json(&json!({"text": "Hello"})).await)
}

#[actix_web::test]
async fn a_reply_quotes_the_message_that_it_answers() {
    let app = app_with_chat().await;
    let message = hello(&app, "vera").await;
    let token = app.guest_token("ada").await;
    let quote = json!({"id": message["id"], "author": {"id": "user-vera", "name": "Vera"}, "text": "Hello"});
    let by_host = created(&reply(&app, &message["id"]).by("ada").await);
    let by_guest = created(&reply(&app, &message["id"]).with_room_token(&token).await);
    assert_eq!((&by_host["replyTo"], &by_guest["replyTo"]), (&quote, &quote));
    let to_guest = created(&reply(&app, &by_guest["id"]).by("vera").await);
    assert_eq!(to_guest["replyTo"]["author"]["id"], by_guest["author"]["id"]);
    assert_eq!(to_guest["replyTo"]["text"], "Indeed");
    let read = app.get(PATH).await.succeeded().data();
    assert_eq!(read, json!([message, by_host, by_guest, to_guest]));

    let path = format!("{PATH}/{}", message["id"].as_str().unwrap());
    app.delete(&path).by("ada").await.succeeded();
    let read = app.get(PATH).await.succeeded().data();
    let gone = json!({"id": message["id"], "author": {"id": "user-vera", "name": "Vera"}, "text": null});
    assert_eq!(read[0]["replyTo"], gone);
    let renamed = created(&reply(&app, &Value::Null).by("vera").await);
    assert_eq!(renamed["replyTo"], Value::Null);
}

#[actix_web::test]
async fn only_a_message_of_the_broadcast_that_the_caller_sees_can_be_answered() {
    let app = app_with_chat().await.with_live("ben").await;
    let elsewhere = app.post("/api/chat/user-ben/messages").by("vera");
    let elsewhere = created(&elsewhere.json(&json!({"text": "Hello"})).await);
    let removed = hello(&app, "vera").await;
    let path = format!("{PATH}/{}", removed["id"].as_str().unwrap());
    app.delete(&path).by("vera").await.succeeded();
    let on = json!({"isChatDelayed": true});
    app.put("/api/stream/chat-settings")
        .by("ada")
        .json(&on)
        .await
        .succeeded();
    let held = hello(&app, "vera").await;
    for bad in [
        &json!("nothing"),
        &json!(""),
        &json!("a b"),
        &json!("\u{0}"),
        &json!("x".repeat(65)),
        &json!(7),
        &json!({"id": "x"}),
        &elsewhere["id"],
        &removed["id"],
        &held["id"],
    ] {
        reply(&app, bad).by("victor").await.invalid_fields(&["replyTo"]);
    }
    let both = app
        .post(PATH)
        .by("victor")
        .json(&json!({"text": "", "replyTo": 7}));
    both.await.invalid_fields(&["text", "replyTo"]);
    for name in ["vera", "ada"] {
        created(&reply(&app, &held["id"]).by(name).await);
    }
    assert_eq!(app.get(PATH).by("victor").await.succeeded().data(), json!([]));
    app.pass(3);
    created(&reply(&app, &held["id"]).by("victor").await);
}
