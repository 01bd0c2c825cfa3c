//! Tests with a provider that misbehaves, and with tokens of all kinds.

mod contract;
mod keys;
mod stub;
mod userinfo;

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{EncodingKey, Header};
use onair_domain::Timestamp;
use onair_domain::user::{Role, TokenTimes};
use onair_port_contracts::fixtures;
use serde_json::json;

use self::stub::{SigningKey, Stub};
use super::*;
use crate::ClaimPath;
use crate::testing::ManualClock;

const AUDIENCE: &str = "https://onair.example";

fn now() -> Timestamp {
    fixtures::time()
}

fn config(stub: &Stub) -> OidcConfig {
    OidcConfig {
        issuer: IssuerUrl::parse(&stub.origin).unwrap(),
        audience: AUDIENCE.to_owned(),
        algorithms: SigningAlgorithm::ALL.to_vec(),
        max_lifetime: TokenTimes::MAX_LIFETIME,
        claims: ClaimMapping {
            has_role_objects: true,
            ..ClaimMapping::default()
        },
    }
}

fn authenticator_of(config: OidcConfig) -> OidcAuthenticator {
    OidcAuthenticator::new(config, ManualClock::at(now())).unwrap()
}

fn authenticator(stub: &Stub) -> OidcAuthenticator {
    authenticator_of(config(stub))
}

/// The claims of an access token that is valid for an hour and names its user.
fn claims(stub: &Stub) -> Value {
    json!({
        "iss": stub.origin, "aud": AUDIENCE, "sub": "u1", "exp": now().timestamp() + 3600, "iat": now().timestamp(),
        "preferred_username": "ada", "name": "Ada", "scope": "openid",
    })
}

fn claims_with(stub: &Stub, name: &str, value: Value) -> Value {
    let mut claims = claims(stub);
    claims[name] = value;
    claims
}

async fn authenticate(
    authenticator: &OidcAuthenticator,
    token: String,
) -> Result<Profile, AuthenticatorError> {
    authenticator.authenticate(&BearerToken::new(token)).await
}

async fn assert_invalid(authenticator: &OidcAuthenticator, token: String, why: &str) {
    let result = authenticate(authenticator, token).await;
    assert!(
        matches!(result, Err(AuthenticatorError::Invalid(_))),
        "{why}: {result:?}"
    );
}

fn key() -> SigningKey {
    SigningKey::new("k1", Algorithm::ES256)
}

#[tokio::test]
async fn every_algorithm_is_verified_by_its_own_key() {
    let algorithms = [
        Algorithm::RS256,
        Algorithm::PS256,
        Algorithm::ES256,
        Algorithm::EdDSA,
    ];
    let keys = algorithms.map(|algorithm| SigningKey::new(&format!("{algorithm:?}"), algorithm));
    let stub = Stub::start(&keys.each_ref()).await;
    let authenticator = authenticator(&stub);
    for key in &keys {
        let profile = authenticate(&authenticator, key.sign(&claims(&stub)))
            .await
            .unwrap();
        assert_eq!(profile.id.as_str(), "u1");
        for other in keys.iter().filter(|other| other.id != key.id) {
            let header = Header {
                kid: Some(other.id.clone()),
                ..key.header()
            };
            let token = key.sign_with(&header, &claims(&stub));
            assert_invalid(&authenticator, token, &format!("{} as {}", key.id, other.id)).await;
        }
    }
    // PS256 with the key that is published for RS256.
    let header = Header {
        alg: Algorithm::PS256,
        ..keys[0].header()
    };
    assert_invalid(
        &authenticator,
        keys[0].sign_with(&header, &claims(&stub)),
        "PS256",
    )
    .await;
}

#[tokio::test]
async fn algorithm_that_is_not_configured_is_rejected() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator_of(OidcConfig {
        algorithms: vec![SigningAlgorithm::Rs256],
        ..config(&stub)
    });
    assert_invalid(&authenticator, key.sign(&claims(&stub)), "ES256").await;
}

#[tokio::test]
async fn public_key_is_no_shared_secret() {
    let key = SigningKey::new("k1", Algorithm::RS256);
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let public = key.public();
    let texts = [public.to_string(), public["n"].as_str().unwrap().to_owned()];
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        for text in &texts {
            let header = Header {
                kid: Some(key.id.clone()),
                ..Header::new(algorithm)
            };
            let forged = jsonwebtoken::encode(
                &header,
                &claims(&stub),
                &EncodingKey::from_secret(text.as_bytes()),
            );
            assert_invalid(&authenticator, forged.unwrap(), "signed with the public key").await;
        }
    }
}

#[tokio::test]
async fn keys_in_the_header_are_not_used() {
    let (key, own) = (key(), SigningKey::new("own", Algorithm::ES256));
    let stub = Stub::start(&[&key]).await;
    let attacker = Stub::start(&[&own]).await;
    let authenticator = authenticator(&stub);
    let published = format!("{}{}", attacker.origin, stub::KEYS);
    let public: Jwk = serde_json::from_value(own.public()).unwrap();
    for kid in [key.id.clone(), own.id.clone()] {
        for header in [
            Header {
                jku: Some(published.clone()),
                ..own.header()
            },
            Header {
                x5u: Some(published.clone()),
                ..own.header()
            },
            Header {
                jwk: Some(public.clone()),
                ..own.header()
            },
        ] {
            let header = Header {
                kid: Some(kid.clone()),
                ..header
            };
            assert_invalid(&authenticator, own.sign_with(&header, &claims(&stub)), "own key").await;
        }
    }
    assert_eq!(attacker.requests(stub::KEYS), 0);
}

#[tokio::test]
async fn issuer_and_audience_must_match() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let with_slash = format!("{}/", stub.origin);
    for (name, value) in [
        ("iss", json!(with_slash)),
        ("iss", json!("https://other.example")),
        ("iss", json!(null)),
        ("iss", json!([stub.origin])),
        ("aud", json!("other")),
        ("aud", json!([])),
        ("aud", json!(["other", "account"])),
        ("aud", json!(null)),
        ("aud", json!({"a": AUDIENCE})),
    ] {
        let token = key.sign(&claims_with(&stub, name, value.clone()));
        assert_invalid(&authenticator, token, &format!("{name} {value}")).await;
    }
    for name in ["iss", "aud", "sub", "exp"] {
        let mut claims = claims(&stub);
        claims.as_object_mut().unwrap().remove(name);
        assert_invalid(&authenticator, key.sign(&claims), name).await;
    }
    let among_others = claims_with(&stub, "aud", json!(["account", AUDIENCE]));
    authenticate(&authenticator, key.sign(&among_others))
        .await
        .unwrap();
}

#[tokio::test]
async fn token_outside_its_times_is_rejected() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let now = now().timestamp();
    for (name, time) in [
        ("exp", now),
        ("exp", now + 25 * 3600),
        ("nbf", now + 60),
        ("iat", now + 600),
        ("iat", now - 24 * 3600),
    ] {
        assert_invalid(
            &authenticator,
            key.sign(&claims_with(&stub, name, json!(time))),
            name,
        )
        .await;
    }
}

#[tokio::test]
async fn other_tokens_of_the_provider_are_rejected() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let typed = |typ: &str| Header {
        typ: Some(typ.to_owned()),
        ..key.header()
    };
    let without_scope = |name: &str| {
        let mut claims = claims_with(&stub, name, json!("x"));
        claims.as_object_mut().unwrap().remove("scope");
        claims
    };
    for claims in [
        claims_with(&stub, "typ", json!("ID")),
        claims_with(&stub, "typ", json!("Refresh")),
        claims_with(&stub, "token_use", json!("id")),
        claims_with(&stub, "events", json!({})),
        without_scope("nonce"),
        without_scope("at_hash"),
        without_scope("c_hash"),
    ] {
        assert_invalid(&authenticator, key.sign(&claims), &claims.to_string()).await;
    }
    for typ in ["logout+jwt", "secevent+jwt", "dpop+jwt", "entity-statement+jwt"] {
        assert_invalid(&authenticator, key.sign_with(&typed(typ), &claims(&stub)), typ).await;
    }
    for (header, claims) in [
        (typed("at+jwt"), without_scope("nonce")),
        (typed("application/at+JWT"), claims(&stub)),
        (typed("jwt"), claims(&stub)),
        (
            Header {
                typ: None,
                ..key.header()
            },
            claims(&stub),
        ),
        (key.header(), claims_with(&stub, "nonce", json!("x"))),
        (key.header(), claims_with(&stub, "typ", json!("Bearer"))),
    ] {
        let token = key.sign_with(&header, &claims);
        authenticate(&authenticator, token).await.unwrap();
    }
}

#[tokio::test]
async fn opaque_token_is_told_from_a_malformed_one() {
    let stub = Stub::start(&[&key()]).await;
    let authenticator = authenticator(&stub);
    // The second one is encrypted.
    for opaque in [
        "2YotnFZFEjr1zCsicMWpAA",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c",
        "v4.local.abc",
    ] {
        let result = authenticate(&authenticator, opaque.to_owned()).await;
        assert!(
            matches!(result, Err(AuthenticatorError::Opaque(_))),
            "{opaque}: {result:?}"
        );
    }
    for malformed in [
        "eyJhbGciOiJub25lIn0.e30.",
        "eyJhbGciOiJFUzI1NiJ9.e30",
        "eyJhbGciOiJFUzI1NiJ9",
    ] {
        assert_invalid(&authenticator, malformed.to_owned(), malformed).await;
    }
    assert_eq!(stub.requests(stub::KEYS), 0);
}

#[tokio::test]
async fn roles_are_read_at_the_configured_claim() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let is_admin = async |path: &str, claims: Value| {
        let mut config = config(&stub);
        config.claims.roles = ClaimPath::parse(path).unwrap();
        let profile = authenticate(&authenticator_of(config), key.sign(&claims))
            .await
            .unwrap();
        profile.granted_roles().contains(&Role::Admin)
    };
    let keycloak = claims_with(&stub, "realm_access", json!({"roles": ["admin"]}));
    assert!(is_admin("realm_access.roles", keycloak.clone()).await);
    assert!(!is_admin("roles", keycloak).await);
    let zitadel = claims_with(
        &stub,
        "urn:zitadel:iam:org:project:roles",
        json!({"admin": {"1": "org"}}),
    );
    assert!(is_admin("urn:zitadel:iam:org:project:roles", zitadel).await);
}

#[tokio::test]
async fn debug_output_and_errors_hide_the_token() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    let token = key.sign(&claims_with(&stub, "aud", json!("other")));
    let error = authenticate(&authenticator, token.clone()).await.unwrap_err();
    let printed = format!("{authenticator:?} {error:?} {error}");
    assert!(token.split('.').all(|part| !printed.contains(part)), "{printed}");
}
