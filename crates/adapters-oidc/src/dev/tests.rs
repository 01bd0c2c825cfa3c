//! The login's tokens, where it is on and where it is off.

use jsonwebtoken::errors::Result as JwtResult;
use onair_domain::user::Role;
use onair_port_contracts::given;
use serde_json::{Value, json};

use super::*;
use crate::testing::{HandClock, authenticator, authenticator_of, secret, signed};

fn tokens(clock: Arc<HandClock>) -> DevTokens {
    DevTokens::new(&secret(), clock).unwrap()
}

fn dev_authenticator(clock: Arc<HandClock>) -> DevAuthenticator {
    let others = authenticator_of(&TokenOrigin::default(), clock.clone());
    DevAuthenticator::new(&tokens(clock), others)
}

fn admin() -> User {
    User {
        roles: [Role::Admin].into(),
        image: Some(given::url("https://pictures.example/ada.png")),
        ..given::a_user("ada")
    }
}

async fn is_accepted(by: &dyn Authenticator, token: &BearerToken) -> bool {
    by.authenticate(token).await.is_ok()
}

#[tokio::test]
async fn a_minted_token_brings_the_same_user_back_for_twelve_hours() {
    let clock = HandClock::at(given::time());
    let verifier = dev_authenticator(clock.clone());
    for user in [admin(), given::a_user("ben")] {
        clock.set(given::time());
        let token = tokens(clock.clone()).mint(&user).unwrap();
        let profile = verifier.authenticate(&token).await.unwrap();
        assert_eq!(profile.issuer, Some(Issuer::dev_login()));
        assert_eq!(profile.issued_at.unwrap().timestamp(), given::time().timestamp());
        assert_eq!(given::as_remembered(&profile), user);
        clock.set(given::later(12 * 3600 - 1));
        assert!(is_accepted(&verifier, &token).await);
        clock.set(given::later(12 * 3600));
        assert!(!is_accepted(&verifier, &token).await);
    }
}

#[tokio::test]
async fn where_the_login_is_off_its_tokens_are_refused() {
    let clock = HandClock::at(given::time());
    let token = tokens(clock.clone()).mint(&admin()).unwrap();
    assert!(!is_accepted(&authenticator(), &token).await);
    // The issuer that it is configured for makes no difference: the key does.
    let origin = TokenOrigin {
        issuer: Some(Issuer::dev_login().to_string()),
        audience: None,
    };
    assert!(!is_accepted(&authenticator_of(&origin, clock), &token).await);
}

#[tokio::test]
async fn tokens_of_the_shared_secret_work_beside_it() {
    let verifier = dev_authenticator(HandClock::at(given::time()));
    let claims = json!({"sub": "u1", "exp": given::time().timestamp() + 60});
    let minted = BearerToken::new(signed(&Header::default(), &claims));
    assert_eq!(verifier.authenticate(&minted).await.unwrap().id.as_str(), "u1");
    assert!(!is_accepted(&verifier, &BearerToken::new("nonsense".to_owned())).await);
}

#[tokio::test]
async fn a_key_and_an_issuer_of_its_own_are_both_needed() {
    let clock = HandClock::at(given::time());
    let verifier = dev_authenticator(clock.clone());
    let claims = |iss: &str| json!({"sub": "u1", "iss": iss, "exp": given::time().timestamp() + 60});
    let own = tokens(clock).key.0;
    let with_own_key = |claims: &Value| -> JwtResult<BearerToken> {
        let token = jsonwebtoken::encode(&Header::default(), claims, &EncodingKey::from_secret(&own))?;
        Ok(BearerToken::new(token))
    };
    let issuer = Issuer::dev_login();
    let right = with_own_key(&claims(issuer.as_str())).unwrap();
    assert!(is_accepted(&verifier, &right).await);
    let other_issuer = with_own_key(&claims("https://idp")).unwrap();
    assert!(!is_accepted(&verifier, &other_issuer).await);
    let other_key = BearerToken::new(signed(&Header::default(), &claims(issuer.as_str())));
    assert!(!is_accepted(&verifier, &other_key).await);
}

#[test]
fn nothing_of_it_is_shown() {
    let clock = HandClock::at(given::time());
    let tokens = tokens(clock.clone());
    let token = tokens.mint(&admin()).unwrap();
    let shown = format!("{tokens:?} {:?} {token:?}", dev_authenticator(clock));
    assert!(
        !shown.contains(token.expose_secret()) && !shown.contains("shared secret"),
        "{shown}"
    );
}
