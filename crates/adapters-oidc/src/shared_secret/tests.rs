//! Tests with valid and forged tokens.

mod contract;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header};
use onair_domain::Timestamp;
use onair_domain::user::TokenTimesError;
use onair_port_contracts::fixtures;
use quickcheck::quickcheck;
use serde_json::{Value, json};

use super::*;
use crate::testing::{ManualClock, authenticator, authenticator_for, secret, signed};

fn now() -> i64 {
    fixtures::time().timestamp()
}

/// Valid for one minute.
fn claims() -> Value {
    json!({"sub": "u1", "exp": now() + 60, "preferred_username": "ada"})
}

fn claims_with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn token(claims: &Value) -> String {
    signed(&Header::default(), claims)
}

fn verify_with(authenticator: &SharedSecretAuthenticator, token: &str) -> Result<Profile, TokenError> {
    authenticator.verify(&BearerToken::new(token.to_owned()))
}

#[test]
fn tokens_of_the_secondary_secret_are_accepted_with_the_same_checks() {
    let other = "the next secret of the tests, 32 bytes and more";
    let sign = |claims: &Value| {
        let key = EncodingKey::from_secret(other.as_bytes());
        jsonwebtoken::encode(&Header::default(), claims, &key).unwrap()
    };
    let other = SharedSecret::new(other.into()).unwrap();
    let authenticator = authenticator().with_secondary(&other);
    assert!(verify(&sign(&claims())).is_err());
    for token in [token(&claims()), sign(&claims())] {
        assert!(verify_with(&authenticator, &token).is_ok());
    }
    for bad in [
        claims_with("exp", json!(now() - 3600)),
        claims_with("iss", json!(Issuer::dev_login().as_str())),
        claims_with("sub", json!("")),
    ] {
        for token in [token(&bad), sign(&bad)] {
            assert!(verify_with(&authenticator, &token).is_err(), "{bad}");
        }
    }
}

fn verify(token: &str) -> Result<Profile, TokenError> {
    verify_with(&authenticator(), token)
}

fn base64url(json: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

#[test]
fn valid_token_identifies_bearer() {
    let ada = verify(&token(&claims())).unwrap();
    assert_eq!(ada.id.as_str(), "u1");
    assert_eq!(ada.username.unwrap().as_str(), "ada");
}

#[tokio::test]
async fn malformed_token_is_invalid_and_no_outage() {
    let error = authenticator()
        .authenticate(&BearerToken::new("x".to_owned()))
        .await;
    assert!(matches!(error, Err(AuthenticatorError::Invalid(_))));
}

#[test]
fn token_with_changed_byte_is_rejected() {
    let valid = token(&claims());
    for at in 0..valid.len() {
        let mut bytes = valid.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verify(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn signature_of_other_claims_is_rejected() {
    let (own_token, admin_token) = (token(&claims()), token(&claims_with("roles", json!(["admin"]))));
    let [header, _, signature] = own_token.split('.').collect::<Vec<_>>()[..] else {
        panic!("{own_token}");
    };
    let payload = admin_token.split('.').nth(1).unwrap();
    assert!(verify(&format!("{header}.{payload}.{signature}")).is_err());
}

#[test]
fn token_signed_with_other_secret_is_rejected() {
    let key = EncodingKey::from_secret(b"another secret that has 32 bytes as well");
    let token = jsonwebtoken::encode(&Header::default(), &claims(), &key).unwrap();
    assert!(verify(&token).is_err());
}

#[test]
fn unsigned_token_is_rejected() {
    let payload = base64url(&claims().to_string());
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = base64url(&json!({"alg": alg, "typ": "JWT"}).to_string());
        assert!(verify(&format!("{header}.{payload}.")).is_err(), "{alg}");
        assert!(verify(&format!("{header}.{payload}")).is_err(), "{alg}");
    }
    let (header, body) = (base64url(r#"{"typ":"JWT"}"#), base64url(&claims().to_string()));
    assert!(verify(&format!("{header}.{body}.")).is_err());
    let valid = token(&claims());
    let unsigned = &valid[..=valid.rfind('.').unwrap()];
    assert!(verify(unsigned).is_err());
}

#[test]
fn other_algorithm_with_right_secret_is_rejected() {
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let token = signed(&Header::new(algorithm), &claims());
        assert!(verify(&token).is_err(), "{algorithm:?}");
    }
    // A valid HS256 signature with a header that declares another algorithm.
    for algorithm in ["RS256", "ES256", "EdDSA", "PS512", "HS256 "] {
        let header = json!({"alg": algorithm, "typ": "JWT"}).to_string();
        let signing_input = format!("{}.{}", base64url(&header), base64url(&claims().to_string()));
        let key = EncodingKey::from_secret(secret().as_bytes());
        let signature = jsonwebtoken::crypto::sign(signing_input.as_bytes(), &key, Algorithm::HS256).unwrap();
        assert!(
            verify(&format!("{signing_input}.{signature}")).is_err(),
            "{algorithm}"
        );
    }
}

#[test]
fn critical_extension_is_rejected() {
    let header = Header {
        crit: Some(vec!["exp".to_owned()]),
        ..Header::default()
    };
    assert!(matches!(
        verify(&signed(&header, &claims())),
        Err(TokenError::Critical)
    ));
}

#[test]
fn token_expires_exactly_at_exp() {
    let clock = ManualClock::at(fixtures::time());
    let authenticator = authenticator_for(&TokenOrigin::default(), clock.clone());
    let token = token(&claims());
    let at = |seconds| Timestamp::from_timestamp(now() + seconds, 0).unwrap();
    clock.set(at(59));
    assert!(verify_with(&authenticator, &token).is_ok());
    for seconds in [60, 61, 3600] {
        clock.set(at(seconds));
        let error = verify_with(&authenticator, &token);
        assert!(
            matches!(
                error,
                Err(TokenError::Claims(ClaimsError::Times(TokenTimesError::Expired)))
            ),
            "{seconds}"
        );
    }
}

#[test]
fn required_claim_of_wrong_type_is_rejected() {
    for (claim, values) in [
        ("exp", [json!(null), json!("soon"), json!([]), json!(true)]),
        ("sub", [json!(null), json!(7), json!("guest-1"), json!("")]),
        ("nbf", [json!("0"), json!([]), json!({}), json!(now() + 60)]),
        ("iat", [json!("0"), json!([]), json!({}), json!(now() + 62)]),
    ] {
        for value in values {
            assert!(
                verify(&token(&claims_with(claim, value.clone()))).is_err(),
                "{claim}: {value}"
            );
        }
    }
    for claim in ["exp", "sub"] {
        let mut without = claims();
        without.as_object_mut().unwrap().remove(claim);
        assert!(verify(&token(&without)).is_err(), "without {claim}");
    }
    for not_an_object in [json!([]), json!("u1"), json!(null), json!(1)] {
        assert!(verify(&token(&not_an_object)).is_err(), "{not_an_object}");
    }
}

#[test]
fn any_issuer_and_audience_is_accepted_by_default() {
    for value in [json!("x"), json!(["x", "y"]), json!([]), json!(null), json!(7)] {
        assert!(
            verify(&token(&claims_with("aud", value.clone()))).is_ok(),
            "{value}"
        );
        assert!(
            verify(&token(&claims_with("iss", value.clone()))).is_ok(),
            "{value}"
        );
    }
}

#[test]
fn token_lifetime_is_at_most_a_day() {
    let verify_times = |exp: Value, iat: Value| {
        let mut claims = claims_with("exp", exp);
        claims["iat"] = iat;
        verify(&token(&claims))
    };
    let day = 24 * 3600;
    assert!(verify_times(json!(now() + day), json!(null)).is_ok());
    assert!(verify_times(json!(now() + day - 60), json!(now() - 60)).is_ok());
    for (exp, iat) in [
        (json!(now() + day + 1), json!(null)),
        (json!(now() + day), json!(now() - 60)),
        (json!(now() + 1_000_000 * 365 * day), json!(now())),
        (json!(1e300), json!(null)),
        (json!(now() + 60), json!(-1e300)),
    ] {
        let error = verify_times(exp.clone(), iat.clone());
        assert!(
            matches!(
                error,
                Err(TokenError::Claims(ClaimsError::Times(TokenTimesError::TooLong)))
            ),
            "{iat} to {exp}"
        );
    }
}

#[test]
fn dev_login_issuer_is_rejected() {
    let claims_of_dev_login = claims_with("iss", json!(Issuer::dev_login().as_str()));
    assert!(matches!(
        verify(&token(&claims_of_dev_login)),
        Err(TokenError::ForgedDevLogin)
    ));
}

#[test]
fn configured_issuer_and_audience_are_required() {
    let origin = TokenOrigin {
        issuer: Some("https://idp".to_owned()),
        audience: Some("onair".to_owned()),
    };
    let strict = authenticator_for(&origin, ManualClock::at(fixtures::time()));
    let is_accepted = |iss: Value, aud: Value| {
        let mut claims = claims_with("iss", iss);
        claims["aud"] = aud;
        verify_with(&strict, &token(&claims)).is_ok()
    };
    assert!(is_accepted(json!("https://idp"), json!("onair")));
    assert!(is_accepted(json!("https://idp"), json!(["other", "onair"])));
    for iss in [
        json!(null),
        json!("https://idp/"),
        json!("HTTPS://IDP"),
        json!(7),
        json!([]),
    ] {
        assert!(!is_accepted(iss.clone(), json!("onair")), "{iss}");
    }
    for aud in [
        json!(null),
        json!("other"),
        json!(["other"]),
        json!([]),
        json!(7),
        json!([7]),
    ] {
        assert!(!is_accepted(json!("https://idp"), aud.clone()), "{aud}");
    }
    assert!(verify_with(&strict, &token(&claims())).is_err());
}

#[test]
fn invalid_names_do_not_prevent_sign_in() {
    for name in [
        "Ada\u{0}\u{1b}[31m",
        "",
        " ",
        &"n".repeat(5000),
        "a/b\\c",
        "..",
        "💃".repeat(101).as_str(),
    ] {
        let mut claims = claims_with("preferred_username", json!(name));
        claims["name"] = json!(name);
        assert!(verify(&token(&claims)).is_ok(), "{name:?}");
    }
}

#[test]
fn oversized_token_is_rejected_before_decoding() {
    let oversized = token(&claims_with("name", json!("n".repeat(MAX_TOKEN_BYTES))));
    assert!(matches!(verify(&oversized), Err(TokenError::TooLong)));
    assert!(matches!(
        verify(&".".repeat(MAX_TOKEN_BYTES + 1)),
        Err(TokenError::TooLong)
    ));
    assert!(matches!(
        verify(&".".repeat(MAX_TOKEN_BYTES)),
        Err(TokenError::Untrusted(_))
    ));
}

#[test]
fn malformed_token_is_rejected() {
    let valid = token(&claims());
    let deeply_nested = format!(
        "{}.{}.x",
        base64url(r#"{"alg":"HS256"}"#),
        base64url(&"[".repeat(4000))
    );
    for bad in [
        "",
        " ",
        ".",
        "..",
        "...",
        "é.é.é",
        "\u{0}",
        &deeply_nested,
        &format!(" {valid}"),
        &format!("{valid} "),
        &format!("{valid}."),
        &format!("{valid}="),
        &format!("Bearer {valid}"),
        &valid.replace('.', ".."),
        &valid.to_lowercase(),
    ] {
        assert!(verify(bad).is_err(), "{bad}");
    }
}

#[test]
fn debug_output_hides_secret() {
    assert!(!format!("{:?}", authenticator()).contains("shared secret"));
}

quickcheck! {
    fn arbitrary_text_is_rejected(text: String) -> bool {
        verify(&text).is_err()
    }

    fn arbitrary_signature_is_rejected(signature: Vec<u8>, name: String) -> bool {
        let header = base64url(r#"{"alg":"HS256","typ":"JWT"}"#);
        let payload = base64url(&claims_with("name", json!(name)).to_string());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        verify(&format!("{header}.{payload}.{signature}")).is_err()
    }

    fn any_descriptive_claims_are_accepted(name: String, picture: String, role: String) -> bool {
        let mut claims = claims_with("name", json!(name));
        claims["preferred_username"] = json!(name);
        claims["picture"] = json!(picture);
        claims["roles"] = json!([role]);
        verify(&token(&claims)).is_ok_and(|person| person.id.as_str() == "u1")
    }
}
