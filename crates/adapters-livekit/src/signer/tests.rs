//! Tests of the content of tokens and of the access they grant.

use std::sync::Arc;
use std::time::Duration;

use livekit_api::access_token::TokenVerifier;
use onair_domain::names::VariantArray as _;
use onair_domain::ports::{Clock as _, MediaRooms};
use onair_domain::room::{Identity, RoomName};
use onair_domain::stream::SessionId;
use onair_domain::token::{Grants, RoomRole};
use onair_port_contracts::fixtures;
use onair_port_contracts::token_signer::{ReadClaims, SignerFixture};
use serde_json::{Value, json};

use super::*;
use crate::LiveKitRooms;
use crate::testing::{SystemClock, config_at, http, in_ten_minutes, real_server, viewer};

fn noon() -> Timestamp {
    Timestamp::from_timestamp_millis(1_764_000_000_900).unwrap()
}

fn signer() -> LiveKitTokenSigner {
    LiveKitTokenSigner::new(&config_at("ws://127.0.0.1:1"))
}

fn ada() -> RoomName {
    RoomName::from_trusted("ada".to_owned())
}

fn payload(token: &SignedToken) -> Value {
    jsonwebtoken::dangerous::insecure_decode::<Value>(token.expose_secret())
        .unwrap()
        .claims
}

#[test]
fn token_contains_exactly_the_claims() {
    for &role in RoomRole::VARIANTS {
        let claims = RoomClaims {
            grants: Grants::of(role),
            issued_at: noon(),
            expires_at: noon() + Duration::from_mins(10),
            ..viewer("vera", &ada())
        };
        let token = signer().sign(&claims).unwrap();
        assert_eq!(
            payload(&token),
            json!({
                "iss": "devkey",
                "sub": "vera",
                "name": "VERA",
                "nbf": 1_764_000_000,
                "exp": 1_764_000_600,
                "onairSession": "session-of-ada",
                "video": {
                    "roomJoin": true,
                    "room": "ada",
                    "canPublish": role == RoomRole::Creator,
                    "canPublishData": true,
                    "canSubscribe": true,
                },
            })
        );
        assert_eq!(token.expires_at, claims.expires_at);
    }
}

#[test]
fn token_is_signed_with_the_key_pair() {
    let config = config_at("ws://127.0.0.1:1");
    let signer = LiveKitTokenSigner::new(&config);
    let token = signer.sign(&viewer("vera", &ada())).unwrap();
    let verifier = TokenVerifier::with_api_key("devkey", config.api_secret.expose_secret());
    assert_eq!(verifier.verify(token.expose_secret()).unwrap().sub, "vera");
    let other_verifier = TokenVerifier::with_api_key("devkey", "another secret");
    assert!(other_verifier.verify(token.expose_secret()).is_err());
}

#[test]
fn incomplete_claims_are_not_signed() {
    let without_room = viewer("vera", &RoomName::from_trusted(String::new()));
    let without_identity = RoomClaims {
        identity: Identity::from_outside(String::new()),
        ..viewer("vera", &ada())
    };
    let without_session = RoomClaims {
        session_id: SessionId::from_trusted(String::new()),
        ..viewer("vera", &ada())
    };
    let before_1970 = RoomClaims {
        expires_at: Timestamp::from_timestamp_millis(-1).unwrap(),
        ..viewer("vera", &ada())
    };
    for claims in [without_room, without_identity, without_session, before_1970] {
        assert!(signer().sign(&claims).is_err(), "{claims:?}");
    }
}

#[test]
fn debug_output_hides_secrets() {
    let token = signer().sign(&viewer("vera", &ada())).unwrap();
    let debug_output = format!("{:?} {token:?}", signer());
    assert!(
        !debug_output.contains("secret") && !debug_output.contains(token.expose_secret()),
        "{debug_output}"
    );
}

/// A signer with the current time, and a reader that is as strict as the server.
fn signer_fixture() -> SignerFixture {
    let config = config_at("ws://127.0.0.1:1");
    let verifier = TokenVerifier::with_api_key(&config.api_key, config.api_secret.expose_secret());
    SignerFixture {
        signer: Arc::new(LiveKitTokenSigner::new(&config)),
        now: SystemClock.now(),
        read: Box::new(move |token| {
            verifier.verify(token.expose_secret()).unwrap();
            read(&payload(token))
        }),
    }
}

fn read(claims: &Value) -> ReadClaims {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut video = claims["video"].as_object().unwrap().clone();
    let mut take_grant = |name| video.remove(name).unwrap();
    ReadClaims {
        identity: text(&claims["sub"]),
        name: text(&claims["name"]),
        room: text(&take_grant("room")),
        session: text(&claims["onairSession"]),
        is_public: ["metadata", "attributes"]
            .iter()
            .any(|name| !claims[name].is_null()),
        can_join: take_grant("roomJoin") == true,
        grants: Grants {
            can_publish: take_grant("canPublish") == true,
            can_publish_data: take_grant("canPublishData") == true,
            can_subscribe: take_grant("canSubscribe") == true,
        },
        other_grants: video.into_iter().map(|(name, _)| name).collect(),
        issued_at: Timestamp::from_timestamp(claims["nbf"].as_i64().unwrap(), 0).unwrap(),
        expires_at: Timestamp::from_timestamp(claims["exp"].as_i64().unwrap(), 0).unwrap(),
    }
}

onair_port_contracts::token_signer!(async || signer_fixture());

/// The status of the server's response to a token.
async fn validate(config: &LiveKitConfig, token: &SignedToken) -> u16 {
    let path = format!("/rtc/validate?access_token={}", token.expose_secret());
    http::get(config, &path, "").await.0
}

#[tokio::test]
async fn token_is_accepted_while_its_room_exists() {
    let config = real_server();
    let rooms = LiveKitRooms::new(&config).unwrap();
    let signer = LiveKitTokenSigner::new(&config);
    let spec = fixtures::a_room();
    let token = signer.sign(&viewer("vera", &spec.name)).unwrap();
    assert_eq!(validate(&config, &token).await, 404, "before creation");
    rooms.create_room(&spec).await.unwrap();
    assert_eq!(validate(&config, &token).await, 200, "while open");
    rooms.delete_room(&spec.name).await.unwrap();
    assert_eq!(validate(&config, &token).await, 404, "after deletion");
}

#[tokio::test]
async fn expired_or_foreign_token_is_rejected() {
    let mut config = real_server();
    let rooms = LiveKitRooms::new(&config).unwrap();
    let spec = fixtures::a_room();
    rooms.create_room(&spec).await.unwrap();
    let signer = LiveKitTokenSigner::new(&config);
    // The server tolerates a clock difference of one minute.
    let expired = RoomClaims {
        expires_at: in_ten_minutes() - Duration::from_secs(661),
        ..viewer("vera", &spec.name)
    };
    assert_eq!(validate(&config, &signer.sign(&expired).unwrap()).await, 401);
    config.api_secret = "somebody else's secret, long enough".into();
    let foreign = LiveKitTokenSigner::new(&config);
    let token = foreign.sign(&viewer("vera", &spec.name)).unwrap();
    assert_eq!(validate(&config, &token).await, 401);
    rooms.delete_room(&spec.name).await.unwrap();
}
