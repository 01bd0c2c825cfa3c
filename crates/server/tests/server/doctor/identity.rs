//! The identity provider lacks something, or a token is not what the server accepts.

use std::process::Stdio;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use onair_adapters_postgres::testing::fresh_database;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use super::{Diagnosis, doctor, fakes, tls};
use crate::support::JWT_SECRET;

const CONFIGURATION: &str = "/.well-known/openid-configuration";
const ORIGIN: &str = "http://localhost:1";

/// A provider and its signing key.
struct Provider {
    issuer: String,
    key: EncodingKey,
}

/// What a provider publishes.
struct Published {
    metadata: Value,
    keys: Value,
    cors: &'static str,
}

impl Provider {
    /// Starts a provider, with changes of what it publishes.
    fn start(change: impl FnOnce(&mut Published)) -> Self {
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
        let key = EncodingKey::from_ec_der(pkcs8.as_ref());
        let public = Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        let mut published = Published {
            metadata: json!({
                "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["plain", "S256"],
                "end_session_endpoint": "http://127.0.0.1:1/end",
            }),
            keys: json!({ "keys": [public] }),
            cors: "Access-Control-Allow-Origin: http://localhost:1\r\n",
        };
        change(&mut published);
        let endpoints = fakes::routes(vec![
            ("/keys", fakes::json(&published.keys, "")),
            ("/token", fakes::json(&json!({}), published.cors)),
        ]);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let mut metadata = published.metadata;
        for (name, value) in [
            ("issuer", issuer.clone()),
            ("jwks_uri", format!("http://{endpoints}/keys")),
            ("token_endpoint", format!("http://{endpoints}/token")),
        ] {
            if metadata.get(name).is_none() {
                metadata[name] = value.into();
            }
        }
        fakes::routes_at(listener, vec![(CONFIGURATION, fakes::json(&metadata, ""))]);
        Self { issuer, key }
    }

    /// The command with this provider.
    fn doctor(&self, database_url: &str) -> Command {
        let mut doctor = doctor(database_url);
        doctor
            .env_remove("JWT_SECRET")
            .env_remove("DEV_LOGIN")
            .env("OIDC_ISSUER", &self.issuer)
            .env("OIDC_AUDIENCE", "onair-api")
            .env("PUBLIC_URL", ORIGIN);
        doctor
    }

    /// Signs an access token, with changes of its claims.
    fn token(&self, changes: &Value) -> String {
        let now = jsonwebtoken::get_current_timestamp();
        let mut claims = json!({
            "iss": self.issuer, "aud": "onair-api", "sub": "ada-1", "iat": now, "exp": now + 300,
            "preferred_username": "ada", "name": "Ada", "roles": ["admin", "editor"],
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.key).unwrap()
    }
}

/// Runs the command with a token on standard input.
async fn diagnose_token(mut doctor: Command, token: &str) -> Diagnosis {
    doctor.args(["--json", "--token", "-"]);
    let mut child = doctor
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(format!("{token}\n").as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let diagnosis = Diagnosis::read(&output);
    assert!(!diagnosis.text.contains(token), "{}", diagnosis.text);
    diagnosis
}

async fn diagnose(change: impl FnOnce(&mut Published)) -> Diagnosis {
    let database = fresh_database().await;
    let provider = Provider::start(change);
    Diagnosis::of(provider.doctor(database.url())).await
}

#[tokio::test]
async fn doctor_accepts_a_complete_provider() {
    let complete = diagnose(|_| {}).await;
    for id in ["discovery", "keys", "flow", "cors", "sign-out"] {
        complete.has(&format!("identity.{id}"), "ok", &[]);
    }
    complete.has("identity.token", "skipped", &["--token FILE"]);
    complete.has("identity.roles", "skipped", &["identity.token"]);
}

#[tokio::test]
async fn doctor_finds_wrong_metadata_of_a_provider() {
    let other = diagnose(|it| it.metadata["issuer"] = "https://other.example".into()).await;
    other.has(
        "identity.discovery",
        "error",
        &["https://other.example", "OIDC_ISSUER"],
    );
    other.has("identity.keys", "skipped", &["identity.discovery"]);

    let database = fresh_database().await;
    let provider = Provider::start(|_| {});
    let mut away = provider.doctor(database.url());
    away.env("OIDC_ISSUER", "http://127.0.0.1:1");
    Diagnosis::of(away)
        .await
        .has("identity.discovery", "error", &["did not respond", "OIDC_ISSUER"]);
    let mut elsewhere = provider.doctor(database.url());
    elsewhere.env("OIDC_ISSUER", format!("{}/realms/onair", provider.issuer));
    Diagnosis::of(elsewhere)
        .await
        .has("identity.discovery", "error", &["404"]);
}

#[tokio::test]
async fn doctor_tells_what_is_wrong_with_the_certificate_of_a_provider() {
    let database = fresh_database().await;
    let authority = tls::Authority::new();
    let unavailable = |_: &[u8]| b"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n".to_vec();
    let diagnose = async |change: &dyn Fn(&mut Published), issuer: Option<String>, is_trusted: bool| {
        let provider = Provider::start(change);
        let mut doctor = provider.doctor(database.url());
        doctor.envs(issuer.map(|issuer| ("OIDC_ISSUER", issuer)));
        if is_trusted {
            doctor.env("SSL_CERT_FILE", authority.file.path());
        }
        Diagnosis::of(doctor).await
    };
    let valid = tls::serve(authority.issue([2020, 2120]), unavailable);
    let expired = tls::serve(authority.issue([2020, 2021]), unavailable);
    let early = tls::serve(authority.issue([2110, 2120]), unavailable);
    for (host, port, is_trusted, words) in [
        ("localhost", valid, true, &["status 503", "OIDC_ISSUER"][..]),
        (
            "localhost",
            valid,
            false,
            &[
                "by an unknown authority",
                "identity provider",
                "this machine trust",
            ],
        ),
        ("127.0.0.1", valid, true, &["for another host name", "localhost"]),
        (
            "localhost",
            expired,
            true,
            &["certificate expired on 2021-01-01", "identity provider"],
        ),
        (
            "localhost",
            early,
            true,
            &["not valid before 2110-01-01", "clock"],
        ),
    ] {
        let issuer = format!("https://{host}:{port}");
        let found = diagnose(&|_| {}, Some(issuer), is_trusted).await;
        found.has("identity.discovery", "error", words);
    }
    let address = format!("https://localhost:{expired}/");
    let elsewhere = |published: &mut Published| {
        for endpoint in ["jwks_uri", "token_endpoint"] {
            published.metadata[endpoint] = address.as_str().into();
        }
    };
    let found = diagnose(&elsewhere, None, true).await;
    for id in ["identity.keys", "identity.cors"] {
        found.has(id, "error", &["certificate expired on 2021-01-01", "Renew"]);
    }
}

#[tokio::test]
async fn doctor_finds_what_a_provider_lacks() {
    let no_keys = diagnose(|it| it.keys = json!({ "keys": [] })).await;
    no_keys.has("identity.keys", "error", &["no key", "OIDC_ALGORITHMS"]);
    let broken = diagnose(|it| it.keys = json!("none")).await;
    broken.has("identity.keys", "error", &["can't be fetched", "jwks_uri"]);
    let no_flow = diagnose(|it| it.metadata["response_types_supported"] = json!(["id_token"])).await;
    no_flow.has("identity.flow", "error", &["authorization code flow"]);
    let no_pkce = diagnose(|it| it.metadata["code_challenge_methods_supported"] = json!(["plain"])).await;
    no_pkce.has("identity.flow", "error", &["PKCE"]);
    let no_sign_out = diagnose(|it| {
        it.metadata
            .as_object_mut()
            .unwrap()
            .remove("end_session_endpoint");
    })
    .await;
    no_sign_out.has("identity.sign-out", "warning", &["stay signed in"]);
    let closed = diagnose(|it| it.cors = "").await;
    closed.has("identity.cors", "warning", &[ORIGIN, "Web origins"]);
    let away = diagnose(|it| it.metadata["token_endpoint"] = "http://127.0.0.1:1/token".into()).await;
    away.has("identity.cors", "error", &["does not answer"]);
}

#[tokio::test]
async fn doctor_reads_a_token() {
    let database = fresh_database().await;
    let provider = Provider::start(|_| {});
    let of = async |changes: Value| {
        let token = provider.token(&changes);
        diagnose_token(provider.doctor(database.url()), &token).await
    };
    let admin = of(json!({})).await;
    admin.has("identity.token", "ok", &["ada-1", "user name ada", "onair-api"]);
    admin.has("identity.roles", "ok", &["admin, editor", "is an administrator"]);
    let user = of(json!({ "roles": ["editor"] })).await;
    user.has("identity.roles", "ok", &["no administrator", "the role admin"]);
    let without_roles = of(json!({ "roles": null, "groups": ["secret-group"] })).await;
    without_roles.has(
        "identity.roles",
        "warning",
        &["at roles", "groups", "OIDC_ROLES_CLAIM"],
    );
    assert!(!without_roles.text.contains("secret-group"));
    let nameless = of(json!({ "preferred_username": null, "email": "ada@example" })).await;
    nameless.has("identity.token", "warning", &["email", "OIDC_USERNAME_CLAIM"]);
}

#[tokio::test]
async fn doctor_tells_why_a_token_is_refused() {
    let database = fresh_database().await;
    let provider = Provider::start(|_| {});
    let other = Provider::start(|_| {});
    let opaque = "b3BhcXVlLXRva2Vu".to_owned();
    for (token, words) in [
        (
            provider.token(&json!({ "aud": ["account", "other"] })),
            &["account, other", "onair-api"][..],
        ),
        (provider.token(&json!({ "aud": null })), &["absent", "onair-api"]),
        (
            provider.token(&json!({ "iss": "https://x.example" })),
            &["https://x.example", &provider.issuer],
        ),
        (provider.token(&json!({ "exp": 1_000 })), &["expired"]),
        (provider.token(&json!({ "nonce": "n" })), &["ID token"]),
        (
            other.token(&json!({ "iss": provider.issuer })),
            &["InvalidSignature"],
        ),
        (opaque, &["not a JWT", "OIDC_AUDIENCE"]),
    ] {
        let refused = diagnose_token(provider.doctor(database.url()), &token).await;
        refused.has("identity.token", "error", words);
        refused.has("identity.roles", "skipped", &["identity.token"]);
    }
}

#[tokio::test]
async fn doctor_verifies_a_token_with_a_shared_secret() {
    let database = fresh_database().await;
    let sign = |claims: Value, secret: &str| {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
    };
    let exp = jsonwebtoken::get_current_timestamp() + 300;
    let claims = json!({ "sub": "ada-1", "exp": exp, "roles": ["admin"] });
    let accepted = diagnose_token(doctor(database.url()), &sign(claims.clone(), JWT_SECRET)).await;
    accepted.has("identity.token", "ok", &["ada-1"]);
    accepted.has("identity.roles", "ok", &["is an administrator"]);
    accepted.has("identity.discovery", "skipped", &["shared secret"]);
    let forged = diagnose_token(doctor(database.url()), &sign(claims, "another secret")).await;
    forged.has("identity.token", "error", &["InvalidSignature", "JWT_SECRET"]);
}

#[tokio::test]
async fn a_token_in_a_missing_file_is_an_error() {
    let database = fresh_database().await;
    let output = doctor(database.url())
        .args(["--token", "/missing/token"])
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/missing/token"));
}
