//! Guests who reload the page keep their identity and are counted once.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Joiner, Person, Server, Stack, command, started};

impl Stack {
    async fn request_guest_token(&self, host: &Person, earlier: Option<&str>) -> (String, String) {
        let body = json!({ "hostId": host.id });
        let (status, response) = match earlier {
            Some(token) => {
                self.server
                    .as_guest(token, Method::POST, "/api/viewer/token", &body)
                    .await
            }
            None => {
                self.server
                    .call(Method::POST, "/api/viewer/token", None, body)
                    .await
            }
        };
        assert_eq!(status, 200, "{response}");
        let text = |name: &str| response["data"][name].as_str().unwrap().to_owned();
        (text("identity"), text("token"))
    }

    /// The viewers in the host's list.
    async fn list_viewers(&self, host: &Person) -> Vec<String> {
        let viewers = self
            .server
            .ok(Method::GET, "/api/stream/viewers", Some(host), Value::Null)
            .await;
        let identity = |viewer: &Value| viewer["identity"].as_str().unwrap().to_owned();
        viewers.as_array().unwrap().iter().map(identity).collect()
    }
}

#[tokio::test]
async fn a_guest_who_reloads_is_counted_once() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let (identity, mut token) = stack.request_guest_token(&ada, None).await;
    let mut old = stack.join(&token).await;
    for _ in 0..5 {
        let (again, next) = stack.request_guest_token(&ada, Some(&token)).await;
        assert_eq!(again, identity);
        // LiveKit replaces the old connection by the new one.
        let new = stack.join(&next).await;
        old.wait_until_removed().await;
        assert_eq!(stack.list_viewers(&ada).await, [identity.as_str()]);
        (token, old) = (next, new);
    }
    stack.wait_for_viewers(&ada, 1).await;
    stack.server.wait_for_reconciliation().await;
    assert_eq!(stack.end_and_count_viewers(&ada).await, (1, 1));
}

#[tokio::test]
async fn a_removed_guest_cannot_return_with_an_earlier_token() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let (identity, token) = stack.request_guest_token(&ada, None).await;
    let joined = stack.join(&token).await;
    let viewer = format!("/api/stream/viewers/{identity}");
    stack
        .server
        .ok(Method::DELETE, &viewer, Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    let body = json!({ "hostId": ada.id });
    let (status, response) = stack
        .server
        .as_guest(&token, Method::POST, "/api/viewer/token", &body)
        .await;
    assert_eq!((status.as_u16(), &response["code"]), (403, &json!("BLOCKED")));
    let messages = format!("/api/chat/{}/messages", ada.id);
    for (method, body) in [
        (Method::GET, Value::Null),
        (Method::POST, json!({ "text": "Back" })),
    ] {
        let (status, response) = stack.server.as_guest(&token, method, &messages, &body).await;
        assert_eq!((status.as_u16(), &response["code"]), (403, &json!("BLOCKED")));
    }
    stack.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_guest_gets_a_new_identity_in_the_next_session() {
    let stack = Stack::start(false).await;
    let ada = stack.server.live_creator(&stack.database, "ada").await;
    let (identity, token) = stack.request_guest_token(&ada, None).await;
    for path in ["/api/stream/end-stream", "/api/stream/go-live"] {
        stack.server.ok(Method::POST, path, Some(&ada), Value::Null).await;
    }
    let messages = format!("/api/chat/{}/messages", ada.id);
    let text = json!({ "text": "Hello" });
    let (status, response) = stack
        .server
        .as_guest(&token, Method::POST, &messages, &text)
        .await;
    assert_eq!(
        (status.as_u16(), &response["code"]),
        (401, &json!("INVALID_TOKEN"))
    );
    let (again, token) = stack.request_guest_token(&ada, Some(&token)).await;
    assert_ne!(again, identity);
    let (status, _) = stack
        .server
        .as_guest(&token, Method::POST, &messages, &text)
        .await;
    assert_eq!(status, 201);
    let _joined: Joiner = stack.join(&token).await;
    stack.wait_for_viewers(&ada, 1).await;
}

/// Each server counts the messages that it accepts.
#[tokio::test]
async fn simultaneous_guests_of_one_address_write_20_messages_per_server() {
    let (one, database) = started().await;
    let other = Server::start(command(database.url(), "serve")).await;
    let ada = one.live_creator(&database, "ada").await;
    let servers = [&one, &other];
    let mut tokens = Vec::new();
    for _ in 0..25 {
        tokens.push(one.room_token(&ada, None).await);
        tokens.push(other.room_token(&ada, None).await);
    }
    let path = format!("/api/chat/{}/messages", ada.id);
    let text = json!({ "text": "Hello" });
    let calls = tokens.iter().enumerate().map(|(number, token)| {
        let server = servers[number % 2];
        server.as_guest(token, Method::POST, &path, &text)
    });
    let responses = join_all(calls).await;
    for server in 0..servers.len() {
        let statuses = responses
            .iter()
            .skip(server)
            .step_by(2)
            .map(|(status, _)| status.as_u16());
        let stored = statuses.filter(|status| *status == 201).count();
        assert!(stored >= 20, "{stored}: {responses:?}");
    }
    // If this takes longer than 10 s, further messages are allowed in the meantime.
    let too_many = "SELECT count(*)::text FROM (SELECT sent_at, lag(sent_at, 40) OVER (ORDER BY sent_at) AS earlier \
                    FROM chat_messages) AS message WHERE sent_at - earlier < interval '10 seconds'";
    assert_eq!(database.texts(too_many).await, ["0"]);
}
