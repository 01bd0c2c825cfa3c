//! Tests of development tokens with and without the development login.

use jsonwebtoken::errors::Result as JwtResult;
use onair_domain::user::Role;
use onair_port_contracts::fixtures;
use serde_json::{Value, json};

use super::*;
use crate::testing::{ManualClock, authenticator, authenticator_for, secret, signed};

fn signer(clock: Arc<ManualClock>) -> DevTokenSigner {
    DevTokenSigner::new(&secret(), clock).unwrap()
}

fn dev_authenticator(clock: Arc<ManualClock>) -> DevAuthenticator {
    let fallback = authenticator_for(&TokenOrigin::default(), clock.clone());
    DevAuthenticator::new(&signer(clock), fallback)
}

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        image: Some(fixtures::url("https://pictures.example/ada.png")),
        ..fixtures::a_user("ada")
    }
}

async fn is_accepted(authenticator: &dyn Authenticator, token: &BearerToken) -> bool {
    authenticator.authenticate(token).await.is_ok()
}

#[tokio::test]
async fn dev_token_is_valid_for_twelve_hours() {
    let clock = ManualClock::at(fixtures::time());
    let verifier = dev_authenticator(clock.clone());
    for user in [admin(), fixtures::a_user("ben")] {
        clock.set(fixtures::time());
        let token = signer(clock.clone()).sign(&user).unwrap();
        let profile = verifier.authenticate(&token).await.unwrap();
        assert_eq!(profile.issuer, Some(Issuer::dev_login()));
        assert_eq!(
            profile.issued_at.unwrap().timestamp(),
            fixtures::time().timestamp()
        );
        assert_eq!(fixtures::new_user_from(&profile), user);
        clock.set(fixtures::later(12 * 3600 - 1));
        assert!(is_accepted(&verifier, &token).await);
        clock.set(fixtures::later(12 * 3600));
        assert!(!is_accepted(&verifier, &token).await);
    }
}

#[tokio::test]
async fn dev_token_is_rejected_without_dev_login() {
    let clock = ManualClock::at(fixtures::time());
    let token = signer(clock.clone()).sign(&admin()).unwrap();
    assert!(!is_accepted(&authenticator(), &token).await);
    // The configured issuer makes no difference, because the key differs.
    let origin = TokenOrigin {
        issuer: Some(Issuer::dev_login().to_string()),
        audience: None,
    };
    assert!(!is_accepted(&authenticator_for(&origin, clock), &token).await);
}

#[tokio::test]
async fn shared_secret_token_is_accepted_with_dev_login() {
    let verifier = dev_authenticator(ManualClock::at(fixtures::time()));
    let claims = json!({"sub": "u1", "exp": fixtures::time().timestamp() + 60});
    let signed_token = BearerToken::new(signed(&Header::default(), &claims));
    assert_eq!(
        verifier.authenticate(&signed_token).await.unwrap().id.as_str(),
        "u1"
    );
    assert!(!is_accepted(&verifier, &BearerToken::new("nonsense".to_owned())).await);
}

#[tokio::test]
async fn dev_token_needs_dev_key_and_dev_issuer() {
    let clock = ManualClock::at(fixtures::time());
    let verifier = dev_authenticator(clock.clone());
    let claims = |iss: &str| json!({"sub": "u1", "iss": iss, "exp": fixtures::time().timestamp() + 60});
    let dev_key = signer(clock).key.0;
    let sign_with_dev_key = |claims: &Value| -> JwtResult<BearerToken> {
        let token = jsonwebtoken::encode(&Header::default(), claims, &EncodingKey::from_secret(&dev_key))?;
        Ok(BearerToken::new(token))
    };
    let issuer = Issuer::dev_login();
    let valid = sign_with_dev_key(&claims(issuer.as_str())).unwrap();
    assert!(is_accepted(&verifier, &valid).await);
    let other_issuer = sign_with_dev_key(&claims("https://idp")).unwrap();
    assert!(!is_accepted(&verifier, &other_issuer).await);
    let other_key = BearerToken::new(signed(&Header::default(), &claims(issuer.as_str())));
    assert!(!is_accepted(&verifier, &other_key).await);
}

#[test]
fn debug_output_hides_secrets() {
    let clock = ManualClock::at(fixtures::time());
    let signer = signer(clock.clone());
    let token = signer.sign(&admin()).unwrap();
    let debug_output = format!("{signer:?} {:?} {token:?}", dev_authenticator(clock));
    assert!(
        !debug_output.contains(token.expose_secret()) && !debug_output.contains("shared secret"),
        "{debug_output}"
    );
}
