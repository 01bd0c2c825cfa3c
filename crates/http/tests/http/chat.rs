//! Posting, reading and removing chat messages.

use onair_domain::chat::ChatEvent;
use onair_domain::room::{Identity, RoomName};
use serde_json::{Value, json};

use crate::support::{Call, NOW, Response, TestApp, id};

pub(crate) const PATH: &str = "/api/chat/user-ada/messages";

/// Ada is live, and Vera and Victor are in her room.
pub(crate) async fn app_with_chat() -> TestApp {
    let app = TestApp::new().await.with_live("ada").await;
    let app = app.with_user("vera").await.with_user("victor").await;
    for name in ["ada", "vera", "victor"] {
        app.join("ada", id(name).as_str(), name);
    }
    app
}

fn post(app: &TestApp, text: &str) -> Call {
    app.post(PATH).json(&json!({ "text": text }))
}

fn delete(app: &TestApp, message: &Value) -> Call {
    app.delete(&format!("{PATH}/{}", message["id"].as_str().unwrap()))
}

#[track_caller]
fn created(response: &Response) -> Value {
    assert_eq!(response.status, 201, "{}", response.text());
    response.data()
}

fn texts(messages: &Value) -> Vec<&str> {
    let messages = messages.as_array().unwrap().iter();
    messages
        .map(|message| message["text"].as_str().unwrap())
        .collect()
}

/// The chat events that a participant of Ada's room received.
fn received(app: &TestApp, who: &str) -> Vec<ChatEvent> {
    let who = Identity::from_outside(who.to_owned());
    app.memory.media.received_chat(&RoomName::of(&id("ada")), &who)
}

#[actix_web::test]
async fn a_message_is_numbered_stored_and_sent_to_everybody() {
    let app = app_with_chat().await;
    let first = created(&post(&app, " Hello \n <b>all</b> ").by("vera").await);
    let expected = json!({
        "id": first["id"].as_str().unwrap(),
        "seq": 1,
        "text": "Hello   <b>all</b>",
        "sentAt": NOW,
        "author": {"id": "user-vera", "name": "Vera", "isHost": false, "isGuest": false},
        "replyTo": null,
    });
    assert_eq!(first, expected);
    let second = created(&post(&app, "Welcome").by("ada").await);
    assert_eq!(
        (&second["seq"], &second["author"]["isHost"]),
        (&json!(2), &json!(true))
    );
    let read = app.get(PATH).await.succeeded().data();
    assert_eq!(read, json!([first, second]));
    app.send_chat().await;
    for who in ["user-ada", "user-vera", "user-victor"] {
        let received = received(&app, who);
        let seqs: Vec<_> = received
            .iter()
            .map(|event| match event {
                ChatEvent::Posted(message) => message.seq,
                ChatEvent::Removed { .. } => 0,
            })
            .collect();
        assert_eq!(seqs, [1, 2], "{who}");
    }
    let ended = app.session("ada").await;
    app.end("ada").await;
    let summary = app
        .get(&format!("/api/stream/sessions/{}/summary", ended.id))
        .await;
    assert_eq!(summary.data()["messageCount"], 2);
}

#[actix_web::test]
async fn a_text_has_1_to_500_characters_and_no_control_characters() {
    let app = app_with_chat().await;
    for bad in [
        json!(null),
        json!(7),
        json!(""),
        json!(" \n\t "),
        json!("\u{202e}\u{2066}"),
        json!("é".repeat(501)),
        json!("a\u{0}b"),
        json!("a\u{1b}b"),
        json!("a\u{7f}b"),
    ] {
        let call = app.post(PATH).by("vera").json(&json!({ "text": bad }));
        call.await.invalid_fields(&["text"]);
    }
    app.post(PATH)
        .by("vera")
        .json(&json!({}))
        .await
        .invalid_fields(&["text"]);
    created(&post(&app, &"é".repeat(500)).by("vera").await);
    let cleaned = created(&post(&app, "a\u{202e}b\u{2069}\tc").by("vera").await);
    assert_eq!(cleaned["text"], "ab c");
}

#[actix_web::test]
async fn a_guest_chats_by_their_room_token() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    let message = created(&post(&app, "Hello").with_room_token(&token).await);
    let author = &message["author"];
    assert!(author["id"].as_str().unwrap().starts_with("guest-"));
    assert_eq!(
        (&author["name"], &author["isGuest"]),
        (&json!("Otter"), &json!(true))
    );
    // An expired room token still identifies the guest until the session ends.
    app.pass(3 * 60 * 60);
    created(&post(&app, "Still here").with_room_token(&token).await);
    delete(&app, &message).with_room_token(&token).await.succeeded();
    let read = app.get(PATH).with_room_token(&token).await.succeeded().data();
    assert_eq!(texts(&read), ["Still here"]);
    // With a valid bearer token it is ignored.
    let hers = created(&post(&app, "Me").by("vera").with_room_token("bad").await);
    assert_eq!(hers["author"]["id"], "user-vera");
    app.get(PATH).by("vera").with_room_token("bad").await.succeeded();
}

#[actix_web::test]
async fn other_room_tokens_are_refused() {
    let app = app_with_chat().await.with_live("ben").await;
    let elsewhere = app.guest_token("ben").await;
    let request = json!({"hostId": "user-ada"});
    let viewers = app
        .post("/api/viewer/token")
        .by("vera")
        .json(&request)
        .await
        .data();
    let creators = app.post("/api/stream/go-live").by("ada").await.data();
    let mut bad = vec![String::new(), "bad".to_owned(), elsewhere];
    bad.extend([&viewers, &creators].map(|access| access["token"].as_str().unwrap().to_owned()));
    let old = app.guest_token("ada").await;
    app.end("ada").await;
    for token in bad.iter().chain([&old]) {
        post(&app, "Hello")
            .with_room_token(token)
            .await
            .refused(401, "INVALID_TOKEN");
        app.get(PATH)
            .with_room_token(token)
            .await
            .refused(401, "INVALID_TOKEN");
    }
    app.pass(1);
    app.go_live("ada").await;
    bad.push(old);
    for token in &bad {
        post(&app, "Hello")
            .with_room_token(token)
            .await
            .refused(401, "INVALID_TOKEN");
        app.get(PATH)
            .with_room_token(token)
            .await
            .refused(401, "INVALID_TOKEN");
        let delete = app.delete(&format!("{PATH}/x")).with_room_token(token);
        delete.await.refused(401, "INVALID_TOKEN");
        let nowhere = app.get("/api/chat/nobody/messages").with_room_token(token);
        nowhere.await.refused(401, "INVALID_TOKEN");
    }
    let valid = app.guest_token("ada").await;
    let twice = post(&app, "Hello")
        .with_room_token(&valid)
        .with_room_token(&valid);
    twice.await.refused(401, "INVALID_TOKEN");
    let bytes = post(&app, "Hello").header_bytes("x-viewer-token", b"\xff");
    bytes.await.refused(401, "INVALID_TOKEN");
    post(&app, "Hello")
        .with_token("bad")
        .with_room_token(&valid)
        .await
        .refused(401, "INVALID_TOKEN");
}

#[actix_web::test]
async fn late_joiners_read_the_last_50_messages_and_others_the_missed_ones() {
    let app = app_with_chat().await;
    for number in 1..=210 {
        if number % 5 == 0 {
            app.pass(10);
        }
        let writer = if number % 2 == 0 { "vera" } else { "victor" };
        created(&post(&app, &number.to_string()).by(writer).await);
    }
    let seqs = |response: Response| {
        let messages = response.succeeded().data();
        let messages = messages.as_array().unwrap().iter();
        messages
            .map(|message| message["seq"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(seqs(app.get(PATH).await), (161..=210).collect::<Vec<_>>());
    let after = async |seq: u64| seqs(app.get(&format!("{PATH}?after={seq}")).await);
    assert_eq!(after(0).await, (1..=200).collect::<Vec<_>>());
    assert_eq!(after(200).await, (201..=210).collect::<Vec<_>>());
    assert_eq!(after(210).await, [0_u64; 0]);
    assert_eq!(after(4_294_967_295).await, [0_u64; 0]);
    for bad in ["-1", "x", "", "1.5", "4294967296", "1&after=2"] {
        app.get(&format!("{PATH}?after={bad}"))
            .await
            .invalid_fields(&["after"]);
    }
}

#[actix_web::test]
async fn only_author_host_and_admins_remove_a_message() {
    let app = app_with_chat().await;
    let token = app.guest_token("ada").await;
    let messages = [
        created(&post(&app, "1").by("vera").await),
        created(&post(&app, "2").by("vera").await),
        created(&post(&app, "3").by("vera").await),
        created(&post(&app, "4").with_room_token(&token).await),
    ];
    delete(&app, &messages[0])
        .by("victor")
        .await
        .refused(403, "FORBIDDEN");
    delete(&app, &messages[0])
        .with_room_token(&token)
        .await
        .refused(403, "FORBIDDEN");
    let removed = delete(&app, &messages[0]).by("vera").await.succeeded();
    assert_eq!(removed.json(), json!({"success": true}));
    for _ in 0..2 {
        delete(&app, &messages[1]).by("ada").await.succeeded();
        delete(&app, &messages[2]).by("admin").await.succeeded();
        delete(&app, &messages[3]).by("ada").await.succeeded();
    }
    assert_eq!(app.get(PATH).await.data(), json!([]));
    let audit = app.get("/api/admin/audit").by("admin").await.data();
    let entries = audit.as_array().unwrap().iter();
    let removals: Vec<_> = entries
        .filter(|entry| entry["action"] == "REMOVE_MESSAGE")
        .collect();
    assert_eq!(removals.len(), 1);
    assert_eq!(
        (
            &removals[0]["targetId"],
            &removals[0]["actorId"],
            &removals[0]["reason"]
        ),
        (&messages[2]["id"], &json!("user-admin"), &Value::Null)
    );
    app.send_chat().await;
    let received_events = received(&app, "user-victor");
    let removals = received_events
        .iter()
        .filter(|event| matches!(event, ChatEvent::Removed { .. }));
    assert_eq!(removals.count(), 4);
}

#[actix_web::test]
async fn unknown_messages_are_not_found() {
    let app = app_with_chat().await.with_live("ben").await;
    let message = created(&post(&app, "Hello").by("vera").await);
    let id = message["id"].as_str().unwrap();
    for (path, code) in [
        (format!("/api/chat/nobody/messages/{id}"), "USER_NOT_FOUND"),
        (format!("/api/chat/%00/messages/{id}"), "USER_NOT_FOUND"),
        (format!("/api/chat/%20user-ada/messages/{id}"), "USER_NOT_FOUND"),
        (format!("/api/chat/user-vera/messages/{id}"), "STREAM_NOT_FOUND"),
        (format!("/api/chat/user-ben/messages/{id}"), "NOT_FOUND"),
        (format!("{PATH}/nothing"), "NOT_FOUND"),
        (format!("{PATH}/%00"), "NOT_FOUND"),
        (format!("{PATH}/{}", "x".repeat(300)), "NOT_FOUND"),
    ] {
        app.delete(&path).by("vera").await.refused(404, code);
    }
    app.end("ada").await;
    delete(&app, &message).by("vera").await.succeeded();
}

#[actix_web::test]
async fn an_offline_chat_is_empty() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_user("vera")
        .await;
    assert_eq!(app.get(PATH).await.succeeded().data(), json!([]));
    post(&app, "Hello")
        .by("vera")
        .await
        .refused(409, "STREAM_OFFLINE");
    app.get("/api/chat/nobody/messages")
        .await
        .refused(404, "USER_NOT_FOUND");
    app.get("/api/chat/%00/messages")
        .await
        .refused(404, "USER_NOT_FOUND");
    app.get("/api/chat/user-vera/messages")
        .await
        .refused(404, "STREAM_NOT_FOUND");
}
