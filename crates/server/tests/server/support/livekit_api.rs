//! LiveKit's side of the protocol: its participant list, and webhooks as it signs them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{EncodingKey, Header};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{client, livekit};

/// Lists the participants of a room, in LiveKit's JSON.
pub(crate) async fn participants(room: &str) -> Vec<Value> {
    let url = livekit("URL").replacen("ws", "http", 1);
    let request = client()
        .post(format!("{url}/twirp/livekit.RoomService/ListParticipants"))
        .bearer_auth(sign(json!({ "video": { "roomAdmin": true, "room": room } })))
        .json(&json!({ "room": room }));
    let mut answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["participants"].as_array_mut().map(std::mem::take).unwrap()
}

/// Builds the body of a webhook that reports a participant who has joined a room just now.
pub(crate) fn participant_joined(room: &str, room_sid: &str, participant: &Value) -> String {
    let now = jsonwebtoken::get_current_timestamp();
    let connection = &participant["sid"];
    let body = json!({
        "event": "participant_joined",
        "room": { "sid": room_sid, "name": room, "emptyTimeout": 120, "creationTime": now.to_string() },
        "participant": participant,
        "id": format!("EV_{}", connection.as_str().unwrap()),
        "createdAt": now.to_string(),
    });
    body.to_string()
}

/// Adds a webhook's body, and LiveKit's signature of it.
pub(crate) fn with_webhook(request: RequestBuilder, body: String) -> RequestBuilder {
    let hash = STANDARD.encode(Sha256::digest(&body));
    request
        .header("authorization", sign(json!({ "sha256": hash })))
        .header("content-type", "application/webhook+json")
        .body(body)
}

fn sign(mut claims: Value) -> String {
    let now = jsonwebtoken::get_current_timestamp();
    claims["iss"] = livekit("KEY").into();
    claims["nbf"] = now.into();
    claims["exp"] = (now + 300).into();
    let key = EncodingKey::from_secret(livekit("SECRET").as_bytes());
    jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
}
