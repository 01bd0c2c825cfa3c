//! Guests who reload the page keep their identity and are counted once.

use reqwest::Method;
use serde_json::{Value, json};

use crate::removed_participants::Scene;
use crate::support::{Joiner, Person, eventually};

impl Scene {
    async fn guest(&self, host: &Person, earlier: Option<&str>) -> (String, String) {
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

    async fn wait_for_viewers(&self, host: &Person, count: u64) {
        eventually("the count", async || {
            let status = self
                .server
                .ok(Method::GET, "/api/stream/status", Some(host), Value::Null)
                .await;
            (status["viewerCount"] == count).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_guest_who_reloads_is_counted_once() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let (identity, mut token) = scene.guest(&ada, None).await;
    let mut old = scene.join(&token).await;
    for _ in 0..5 {
        let (again, next) = scene.guest(&ada, Some(&token)).await;
        assert_eq!(again, identity);
        // LiveKit replaces the old connection by the new one.
        let new = scene.join(&next).await;
        old.wait_until_removed().await;
        assert_eq!(scene.list_viewers(&ada).await, [identity.as_str()]);
        (token, old) = (next, new);
    }
    scene.wait_for_viewers(&ada, 1).await;
    scene.server.wait_for_reconciliation().await;
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
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn a_removed_guest_cannot_return_with_an_earlier_token() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let (identity, token) = scene.guest(&ada, None).await;
    let joined = scene.join(&token).await;
    let viewer = format!("/api/stream/viewers/{identity}");
    scene
        .server
        .ok(Method::DELETE, &viewer, Some(&ada), Value::Null)
        .await;
    joined.wait_until_removed().await;
    let body = json!({ "hostId": ada.id });
    let (status, response) = scene
        .server
        .as_guest(&token, Method::POST, "/api/viewer/token", &body)
        .await;
    assert_eq!((status.as_u16(), &response["code"]), (403, &json!("BLOCKED")));
    let messages = format!("/api/chat/{}/messages", ada.id);
    for (method, body) in [
        (Method::GET, Value::Null),
        (Method::POST, json!({ "text": "Back" })),
    ] {
        let (status, response) = scene.server.as_guest(&token, method, &messages, &body).await;
        assert_eq!((status.as_u16(), &response["code"]), (403, &json!("BLOCKED")));
    }
    scene.join(&token).await.wait_until_removed().await;
}

#[tokio::test]
async fn a_guest_gets_a_new_identity_in_the_next_session() {
    let scene = Scene::new(false).await;
    let ada = scene.server.live_creator(&scene.database, "ada").await;
    let (identity, token) = scene.guest(&ada, None).await;
    for path in ["/api/stream/end-stream", "/api/stream/go-live"] {
        scene.server.ok(Method::POST, path, Some(&ada), Value::Null).await;
    }
    let messages = format!("/api/chat/{}/messages", ada.id);
    let text = json!({ "text": "Hello" });
    let (status, response) = scene
        .server
        .as_guest(&token, Method::POST, &messages, &text)
        .await;
    assert_eq!(
        (status.as_u16(), &response["code"]),
        (401, &json!("INVALID_TOKEN"))
    );
    let (again, token) = scene.guest(&ada, Some(&token)).await;
    assert_ne!(again, identity);
    let (status, _) = scene
        .server
        .as_guest(&token, Method::POST, &messages, &text)
        .await;
    assert_eq!(status, 201);
    let _joined: Joiner = scene.join(&token).await;
    scene.wait_for_viewers(&ada, 1).await;
}
