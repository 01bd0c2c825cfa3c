//! Accepted bearer tokens and their claims, with PostgreSQL.

use jsonwebtoken::{EncodingKey, Header};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{JWT_SECRET, Person, Server, command, started};

/// A user with a token that is signed with the shared secret and expires in an hour.
fn person_with_token(mut claims: Value) -> Person {
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
        .ok(
            Method::GET,
            "/api/viewer/me",
            Some(&person_with_token(claims)),
            Value::Null,
        )
        .await
}

#[tokio::test]
async fn tokens_of_a_disabled_development_login_are_refused() {
    let (with_login, database) = started().await;
    let mut command = command(database.url(), "serve");
    command.env("DEV_LOGIN", "false");
    let without_login = Server::start(command).await;
    let secret = person_with_token(json!({"sub": "u1", "preferred_username": "jo"}));
    let vera = with_login.person("vera").await;
    for server in [&with_login, &without_login] {
        server
            .ok(Method::GET, "/api/viewer/me", Some(&secret), Value::Null)
            .await;
    }
    with_login
        .ok(Method::GET, "/api/viewer/me", Some(&vera), Value::Null)
        .await;
    let refused = without_login
        .refused(Method::GET, "/api/viewer/me", Some(&vera), Value::Null)
        .await;
    assert_eq!(refused, (401, "INVALID_TOKEN".to_owned()));
}

#[tokio::test]
async fn alternating_tokens_do_not_write_on_every_request() {
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
    .map(person_with_token);
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
async fn missing_claims_change_nothing_and_freed_names_are_reserved() {
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
    let renamed = me(
        &server,
        json!({"sub": "u1", "preferred_username": "jo2", "picture": ""}),
    )
    .await;
    assert_eq!(
        (&renamed["username"], &renamed["image"]),
        (&json!("jo2"), &Value::Null)
    );
    let third = me(&server, json!({"sub": "u3", "preferred_username": "ｊｏ"})).await;
    assert_ne!(third["username"], "ｊｏ");
    let restored = me(&server, json!({"sub": "u1", "preferred_username": "jo"})).await;
    assert_eq!(restored["username"], "jo");
}
