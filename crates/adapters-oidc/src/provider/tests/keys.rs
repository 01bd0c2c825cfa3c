//! Tests of when keys are fetched, and of providers that fail.

use std::time::Duration;

use super::super::key_cache::{MAX_AGE, RETRY_INTERVAL, UNKNOWN_KEY_INTERVAL};
use super::stub::{Answer, CONFIGURATION, KEYS};
use super::*;

/// Lets time pass for the cache of keys.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn token(stub: &Stub, key: &SigningKey) -> String {
    key.sign(&claims(stub))
}

async fn assert_unavailable(authenticator: &OidcAuthenticator, token: String) {
    let result = authenticate(authenticator, token).await;
    assert!(
        matches!(result, Err(AuthenticatorError::Unavailable(_))),
        "{result:?}"
    );
}

#[tokio::test]
async fn keys_are_fetched_once_for_many_tokens() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let calls = (0..20).map(|_| {
        let (authenticator, token) = (authenticator.clone(), token(&stub, &key));
        async move { authenticate(&authenticator, token).await.unwrap() }
    });
    onair_port_contracts::run_concurrently(calls).await;
    assert_eq!((stub.requests(CONFIGURATION), stub.requests(KEYS)), (1, 1));
}

#[tokio::test]
async fn new_key_is_fetched_once_in_30_seconds() {
    let (old, new) = (key(), SigningKey::new("k2", Algorithm::ES256));
    let stub = Stub::start(&[&old]).await;
    let authenticator = authenticator(&stub);
    authenticate(&authenticator, token(&stub, &old)).await.unwrap();
    stub.publish(&[&old, &new]);
    assert_invalid(&authenticator, token(&stub, &new), "fetched a moment ago").await;
    pass(UNKNOWN_KEY_INTERVAL).await;
    authenticate(&authenticator, token(&stub, &new)).await.unwrap();
    assert_eq!(stub.requests(KEYS), 2);
}

#[tokio::test]
async fn random_key_ids_cause_one_fetch() {
    let known = key();
    let stub = Stub::start(&[&known]).await;
    let authenticator = authenticator(&stub);
    authenticate(&authenticator, token(&stub, &known)).await.unwrap();
    pass(UNKNOWN_KEY_INTERVAL).await;
    let other = SigningKey::new("other", Algorithm::ES256);
    let calls = (0..50).map(|number| {
        let header = Header {
            kid: Some(format!("random-{number}")),
            ..other.header()
        };
        let (authenticator, token) = (authenticator.clone(), other.sign_with(&header, &claims(&stub)));
        async move { assert_invalid(&authenticator, token, "unknown").await }
    });
    onair_port_contracts::run_concurrently(calls).await;
    assert_eq!(stub.requests(KEYS), 2);
}

#[tokio::test]
async fn token_without_key_id_needs_a_single_possible_key() {
    let (first, second) = (key(), SigningKey::new("k2", Algorithm::ES256));
    let rsa = SigningKey::new("k3", Algorithm::RS256);
    let stub = Stub::start(&[&first, &rsa]).await;
    let nameless = |key: &SigningKey| {
        key.sign_with(
            &Header {
                kid: None,
                ..key.header()
            },
            &claims(&stub),
        )
    };
    let cache = authenticator(&stub);
    for key in [&first, &rsa] {
        authenticate(&cache, nameless(key)).await.unwrap();
    }
    stub.publish(&[&first, &second]);
    let cache = authenticator(&stub);
    assert_invalid(&cache, nameless(&first), "two keys are possible").await;
}

#[tokio::test]
async fn withdrawn_key_is_forgotten() {
    let (old, new) = (key(), SigningKey::new("k2", Algorithm::ES256));
    let stub = Stub::start(&[&old]).await;
    let authenticator = authenticator(&stub);
    authenticate(&authenticator, token(&stub, &old)).await.unwrap();
    stub.publish(&[&new]);
    pass(MAX_AGE).await;
    // This one starts the fetch in the background, and the next one waits for it.
    authenticate(&authenticator, token(&stub, &old)).await.unwrap();
    authenticate(&authenticator, token(&stub, &new)).await.unwrap();
    assert_invalid(&authenticator, token(&stub, &old), "withdrawn").await;
}

#[tokio::test]
async fn last_keys_are_used_while_the_provider_is_unavailable() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    authenticate(&authenticator, token(&stub, &key)).await.unwrap();
    stub.answer(CONFIGURATION, Answer::Status(503));
    pass(MAX_AGE * 10).await;
    let unknown = SigningKey::new("k2", Algorithm::ES256);
    assert_unavailable(&authenticator, token(&stub, &unknown)).await;
    authenticate(&authenticator, token(&stub, &key)).await.unwrap();
}

#[tokio::test]
async fn provider_that_returns_is_used() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    stub.answer(CONFIGURATION, Answer::Status(503));
    let authenticator = authenticator(&stub);
    assert!(!authenticator.prefetch().await);
    assert!(authenticator.client_endpoint_origins().is_empty());
    for _ in 0..10 {
        assert_unavailable(&authenticator, token(&stub, &key)).await;
    }
    assert_eq!(stub.requests(CONFIGURATION), 1);
    stub.answer(CONFIGURATION, Answer::Json(stub.configuration()));
    pass(RETRY_INTERVAL).await;
    authenticate(&authenticator, token(&stub, &key)).await.unwrap();
}

#[tokio::test]
async fn endpoints_for_clients_are_known_after_a_prefetch() {
    let stub = Stub::start(&[&key()]).await;
    let with = |endpoints: &[(&str, &str)]| {
        let mut metadata = stub.configuration();
        for (name, address) in endpoints {
            metadata[name] = json!(address);
        }
        stub.answer(CONFIGURATION, Answer::Json(metadata));
        authenticator(&stub)
    };
    let token = ("token_endpoint", "https://token.example:8443/oauth2/token");
    let both = with(&[
        token,
        ("revocation_endpoint", "https://revoke.example/oauth2/revoke"),
    ]);
    assert!(both.prefetch().await);
    let origins = ["https://token.example:8443", "https://revoke.example"];
    assert_eq!(both.client_endpoint_origins(), origins);

    assert!(
        !with(&[("token_endpoint", "http://token.example/")])
            .prefetch()
            .await
    );
    // Sign-in works without the other one.
    let unprotected = with(&[token, ("revocation_endpoint", "http://revoke.example/")]);
    assert!(unprotected.prefetch().await);
    assert_eq!(unprotected.client_endpoint_origins(), origins[..1]);
}

#[tokio::test]
async fn unusable_metadata_is_an_outage() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let mut other_issuer = stub.configuration();
    other_issuer["issuer"] = json!(format!("{}/", stub.origin));
    let mut unprotected = stub.configuration();
    unprotected["jwks_uri"] = json!("http://keys.example/");
    for answer in [
        Answer::Json(other_issuer),
        Answer::Json(unprotected),
        Answer::Json(json!({})),
        Answer::Json(json!([])),
        Answer::Status(404),
        Answer::Large(300_000),
    ] {
        stub.answer(CONFIGURATION, answer);
        assert_unavailable(&authenticator(&stub), token(&stub, &key)).await;
    }
    assert_eq!(stub.requests(KEYS), 0);
}

#[tokio::test]
async fn redirect_is_followed_within_the_origin_only() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let other = Stub::start(&[&key]).await;
    stub.answer("/moved", Answer::Json(json!({"keys": [key.public()]})));
    stub.answer(KEYS, Answer::Redirect("/moved".to_owned()));
    authenticate(&authenticator(&stub), token(&stub, &key))
        .await
        .unwrap();
    for elsewhere in [
        format!("{}{KEYS}", other.origin),
        "http://login.example/keys".to_owned(),
    ] {
        stub.answer(KEYS, Answer::Redirect(elsewhere));
        assert_unavailable(&authenticator(&stub), token(&stub, &key)).await;
    }
    assert_eq!(other.requests(KEYS), 0);
    stub.answer(KEYS, Answer::Redirect(KEYS.to_owned()));
    assert_unavailable(&authenticator(&stub), token(&stub, &key)).await;
    assert!(stub.requests(KEYS) < 10);
}

/// The paused clock advances to the time limit as soon as nothing else is left to do.
#[tokio::test(start_paused = true)]
async fn provider_that_never_answers_is_an_outage() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    for path in [CONFIGURATION, KEYS] {
        stub.answer(path, Answer::Nothing);
        assert_unavailable(&authenticator(&stub), token(&stub, &key)).await;
    }
}

#[tokio::test]
async fn fetch_completes_without_its_caller() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let token = token(&stub, &key);
    let call = authenticate(&authenticator, token.clone());
    // It starts the fetch, and is dropped before the first answer.
    tokio::select! {
        biased;
        result = call => panic!("{result:?}"),
        () = tokio::task::yield_now() => {}
    }
    authenticate(&authenticator, token).await.unwrap();
    assert_eq!(stub.requests(KEYS), 1);
}

#[tokio::test]
async fn unusable_keys_are_ignored() {
    let key = key();
    let stub = Stub::start(&[]).await;
    let own = |name: &str, value: Value| {
        let mut other = SigningKey::new(name, Algorithm::ES256).public();
        other[name] = value;
        other
    };
    let keys = json!({"keys": [
        7, "x", {}, {"kty": "new", "kid": "k1"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "k1"},
        {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA", "kid": "k1"},
        own("use", json!("enc")), own("key_ops", json!(["sign"])), own("alg", json!("ECDH-ES")),
        key.public(),
    ]});
    stub.answer(KEYS, Answer::Json(keys));
    let cache = authenticator(&stub);
    authenticate(&cache, token(&stub, &key)).await.unwrap();
    let symmetric = EncodingKey::from_secret(b"secret");
    let header = Header {
        kid: Some("k1".to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let forged = jsonwebtoken::encode(&header, &claims(&stub), &symmetric).unwrap();
    assert_invalid(&cache, forged, "the provider publishes no secrets").await;
}
