//! Keys and secrets are changed while a broadcast runs.

use jsonwebtoken::{EncodingKey, Header};
use onair_adapters_postgres::testing::TestDatabase;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    JWT_SECRET, Joiner, LiveKit, LiveKitOptions, Person, SECOND_KEY, Server, claims, command, eventually,
    livekit, started, with_webhook,
};

/// A LiveKit that accepts two keys, and the database of its servers.
struct Rotation {
    livekit: LiveKit,
    database: TestDatabase,
}

impl Rotation {
    /// Starts a server with a key pair, and perhaps a secondary one.
    async fn serve(&self, (key, secret): (&str, &str), secondary: Option<(&str, &str)>) -> Server {
        let mut serve = command(self.database.url(), "serve");
        serve
            .env("LIVEKIT_URL", self.livekit.url())
            .env("LIVEKIT_API_KEY", key)
            .env("LIVEKIT_API_SECRET", secret);
        if let Some((key, secret)) = secondary {
            serve
                .env("LIVEKIT_API_KEY_SECONDARY", key)
                .env("LIVEKIT_API_SECRET_SECONDARY", secret);
        }
        Server::start(serve).await
    }

    async fn join(&self, token: &str) -> Joiner {
        Joiner::join(&self.livekit.url(), token).await.unwrap()
    }
}

/// The status of a guest's request for the chat and for a new room token, and the identity in that token.
async fn return_of(server: &Server, host: &Person, token: &str) -> (u16, Value) {
    let messages = format!("/api/chat/{}/messages", host.id);
    let text = json!({ "text": "Still here" });
    let (posted, _) = server.as_guest(token, Method::POST, &messages, &text).await;
    let body = json!({ "hostId": host.id });
    let (_, answer) = server
        .as_guest(token, Method::POST, "/api/viewer/token", &body)
        .await;
    (posted.as_u16(), answer["data"]["identity"].clone())
}

/// The status of a webhook that LiveKit signs with the first key.
async fn webhook(server: &Server) -> u16 {
    let call = server.client.post(format!("{}/api/webhook/livekit", server.url));
    let call = with_webhook(call, json!({ "event": "room_started" }).to_string());
    call.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn nobody_notices_a_change_of_the_api_key_during_a_broadcast() {
    let rotation = Rotation {
        livekit: LiveKit::start(&LiveKitOptions::default()).await,
        database: onair_adapters_postgres::testing::fresh_database().await,
    };
    let (key, secret) = (livekit("KEY"), livekit("SECRET"));
    let old = (key.as_str(), secret.as_str());

    let server = rotation.serve(old, None).await;
    let ada = server.live_creator(&rotation.database, "ada").await;
    let status = async |server: &Server| {
        server
            .ok(Method::GET, "/api/stream/status", Some(&ada), Value::Null)
            .await
    };
    let before = status(&server).await;
    let token = server.room_token(&ada, None).await;
    let identity = claims(&json!(token))["sub"].clone();
    let early = rotation.join(&token).await;
    server.kill().await;

    // The secondary pair is accepted but does not sign.
    let server = rotation.serve(old, Some(SECOND_KEY)).await;
    assert_eq!(return_of(&server, &ada, &token).await, (201, identity.clone()));
    let signed = server.room_token(&ada, None).await;
    assert_eq!(claims(&json!(signed))["iss"], old.0);
    server.kill().await;

    let server = rotation.serve(SECOND_KEY, Some(old)).await;
    assert_eq!(return_of(&server, &ada, &token).await, (201, identity.clone()));
    let next = server.room_token(&ada, None).await;
    assert_eq!(claims(&json!(next))["iss"], SECOND_KEY.0);
    let _late = rotation.join(&next).await;
    assert_eq!(webhook(&server).await, 200);
    // Both viewers are counted by polls with the new key.
    eventually("both viewers", async || {
        let status = status(&server).await;
        assert_eq!(status["isLive"], true);
        (status["viewerCount"] == 2).then_some(())
    })
    .await;
    assert_eq!(status(&server).await["startedAt"], before["startedAt"]);
    server.kill().await;

    // Without the secondary pair, its tokens no longer prove anything.
    let server = rotation.serve(SECOND_KEY, None).await;
    let (posted, other) = return_of(&server, &ada, &token).await;
    assert_eq!((posted, webhook(&server).await), (401, 401));
    assert_ne!(other, identity);
    assert_eq!(
        return_of(&server, &ada, &next).await,
        (201, claims(&json!(next))["sub"].clone())
    );
    assert_eq!(status(&server).await["startedAt"], before["startedAt"]);
    server
        .ok(Method::POST, "/api/stream/end-stream", Some(&ada), Value::Null)
        .await;
    early.wait_until_removed().await;
}

#[tokio::test]
async fn bearer_tokens_of_both_secrets_are_accepted_while_the_secret_is_changed() {
    const NEXT: &str = "the next secret of the tests, which is long enough";
    let (server, database) = started().await;
    server.kill().await;
    let status = async |server: &Server, secret: &str| {
        let claims = json!({ "sub": "u1", "exp": jsonwebtoken::get_current_timestamp() + 3600 });
        let key = EncodingKey::from_secret(secret.as_bytes());
        let token = Person {
            id: "u1".to_owned(),
            username: String::new(),
            bearer: jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap(),
        };
        let (status, _) = server
            .call(Method::GET, "/api/viewer/me", Some(&token), Value::Null)
            .await;
        status.as_u16()
    };
    for (secret, secondary, expected) in [
        (JWT_SECRET, "", (200, 401)),
        (NEXT, JWT_SECRET, (200, 200)),
        (NEXT, "", (401, 200)),
    ] {
        let mut serve = command(database.url(), "serve");
        serve
            .env("JWT_SECRET", secret)
            .env("JWT_SECRET_SECONDARY", secondary);
        let server = Server::start(serve).await;
        let statuses = (status(&server, JWT_SECRET).await, status(&server, NEXT).await);
        assert_eq!(statuses, expected);
    }
}
