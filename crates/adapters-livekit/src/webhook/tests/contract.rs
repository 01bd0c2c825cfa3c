//! The contract tests of webhooks.

use onair_port_contracts::media_webhooks::WebhooksFixture;
use serde_json::{Value, json};

use super::*;

fn caller() -> WebhooksFixture {
    WebhooksFixture {
        webhooks: std::sync::Arc::new(webhooks()),
        sign_notification: Box::new(|notification| {
            let body = to_json(notification).to_string().into_bytes();
            (signed(&body), body)
        }),
        sign_body: Box::new(|body| signed(body)),
        forge: Box::new(forged_headers),
    }
}

/// Serialises a notification like LiveKit.
fn to_json(notification: &MediaNotification) -> Value {
    let person = |identity: &Identity, connection: &ConnectionId| json!({ "sid": connection.as_str(), "identity": identity.as_str() });
    let (event, participant) = match &notification.event {
        MediaEvent::RoomOpened => ("room_started", Value::Null),
        MediaEvent::RoomClosed => ("room_finished", Value::Null),
        MediaEvent::Joined { identity, connection } => ("participant_joined", person(identity, connection)),
        MediaEvent::Published { identity, connection } => ("track_published", person(identity, connection)),
        MediaEvent::Left { identity, connection } => ("participant_left", person(identity, connection)),
    };
    let mut json = json!({
        "event": event,
        "room": { "sid": notification.sid.as_str(), "name": notification.room.as_str() },
        "participant": participant,
    });
    if let Some(at) = notification.at {
        json["createdAt"] = json!(at.timestamp().to_string());
    }
    json
}

/// Forged headers: other secret, other key, other algorithm, no algorithm, expired, and a token of the same
/// key pair without a body hash.
fn forged_headers(body: &[u8]) -> Vec<String> {
    let secret = "a secret of the tests, and of no one else";
    let hash = BASE64_STANDARD.encode(Sha256::digest(body));
    let now = SystemClock.now().timestamp();
    let claims = |exp: i64| json!({ "iss": "devkey", "nbf": now - 7200, "exp": exp, "sha256": hash });
    let encode = |algorithm, claims: &Value| {
        let key = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&jsonwebtoken::Header::new(algorithm), claims, &key).unwrap()
    };
    let valid = encode(jsonwebtoken::Algorithm::HS256, &claims(now + 300));
    assert!(
        verify_and_read(&valid, body).is_ok(),
        "the template of the forgeries must be valid"
    );
    let payload = valid.split('.').nth(1).unwrap();
    let without_body_hash = AccessToken::with_api_key("devkey", secret)
        .with_identity("vera")
        .to_jwt()
        .unwrap();
    vec![
        signed_with("devkey", "another secret", body),
        signed_with("another key", secret, body),
        encode(jsonwebtoken::Algorithm::HS512, &claims(now + 300)),
        // {"alg":"none","typ":"JWT"}
        format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}."),
        encode(jsonwebtoken::Algorithm::HS256, &claims(now - 3600)),
        without_body_hash,
    ]
}

onair_port_contracts::media_webhooks!(async || caller());
