//! Whose tokens count, against a real store.

use jsonwebtoken::{EncodingKey, Header};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{JWT_SECRET, Person, Server, command, started};

/// A token of the shared secret, good for an hour.
fn minted(mut claims: Value) -> Person {
    if claims.get("exp").is_none() {
        claims["exp"] = json!(jsonwebtoken::get_current_timestamp() + 3600);
    }
    let key = EncodingKey::from_secret(JWT_SECRET.as_bytes());
    Person {
        id: claims["sub"].as_str().unwrap().to_owned(),
        username: String::new(),
        bearer: jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap(),
    }
}

async fn me(server: &Server, claims: Value) -> Value {
    server
        .ok(Method::GET, "/api/viewer/me", Some(&minted(claims)), Value::Null)
        .await
}

#[tokio::test]
async fn a_token_of_the_development_login_is_refused_where_the_login_is_off() {
    let (on, database) = started().await;
    let mut command = command(database.url(), "serve");
    command.env("DEV_LOGIN", "false");
    let off = Server::start(command).await;
    let secret = minted(json!({"sub": "u1", "preferred_username": "jo"}));
    let vera = on.person("vera").await;
    for server in [&on, &off] {
        server
            .ok(Method::GET, "/api/viewer/me", Some(&secret), Value::Null)
            .await;
    }
    on.ok(Method::GET, "/api/viewer/me", Some(&vera), Value::Null)
        .await;
    let refused = off
        .refused(Method::GET, "/api/viewer/me", Some(&vera), Value::Null)
        .await;
    assert_eq!(refused, (401, "INVALID_TOKEN".to_owned()));
}

#[tokio::test]
async fn tokens_that_differ_used_in_turn_do_not_write_at_every_request() {
    let (server, database) = started().await;
    let version = "SELECT xmin || ' ' || ctid FROM users WHERE id = 'u1'";
    let now = jsonwebtoken::get_current_timestamp();
    let tokens = [
        json!({"sub": "u1", "name": "One"}),
        json!({"sub": "u1", "name": "Other"}),
        json!({"sub": "u1", "name": "Third", "iat": now}),
        json!({"sub": "u1", "name": "Fourth", "iat": now}),
        json!({"sub": "u1", "name": "Fifth", "iat": now - 60}),
    ]
    .map(minted);
    let mut versions = Vec::new();
    for token in tokens.iter().cycle().take(50) {
        server
            .ok(Method::GET, "/api/viewer/me", Some(token), Value::Null)
            .await;
        versions.push(database.texts(version).await);
    }
    versions.dedup();
    assert!(versions.len() <= 8, "{} writes", versions.len());
}

#[tokio::test]
async fn an_absent_claim_changes_nothing_and_a_freed_name_is_nobody_elses() {
    let (server, _database) = started().await;
    let jo = json!({"sub": "u1", "preferred_username": "jo", "picture": "https://a/jo.png", "name": "Jo"});
    let first = me(&server, jo).await;
    assert_eq!(me(&server, json!({"sub": "u1"})).await, first);
    assert_eq!(
        me(&server, json!({"sub": "u1", "name": null, "picture": 7})).await,
        first
    );
    let second = me(&server, json!({"sub": "u2", "preferred_username": "JO"})).await;
    assert_ne!(second["username"], "JO");
    let gone = me(
        &server,
        json!({"sub": "u1", "preferred_username": "jo2", "picture": ""}),
    )
    .await;
    assert_eq!((&gone["username"], &gone["image"]), (&json!("jo2"), &Value::Null));
    let third = me(&server, json!({"sub": "u3", "preferred_username": "ｊｏ"})).await;
    assert_ne!(third["username"], "ｊｏ");
    let back = me(&server, json!({"sub": "u1", "preferred_username": "jo"})).await;
    assert_eq!(back["username"], "jo");
}
