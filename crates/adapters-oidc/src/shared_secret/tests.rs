//! Tokens, true and false ones.

mod contract;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header};
use onair_domain::Timestamp;
use onair_domain::user::TokenTimesError;
use onair_port_contracts::given;
use quickcheck::quickcheck;
use serde_json::{Value, json};

use super::*;
use crate::testing::{HandClock, authenticator, authenticator_of, secret, signed};

fn now() -> i64 {
    given::time().timestamp()
}

/// Good for a minute.
fn claims() -> Value {
    json!({"sub": "u1", "exp": now() + 60, "preferred_username": "ada"})
}

fn with(claim: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[claim] = value;
    claims
}

fn token(claims: &Value) -> String {
    signed(&Header::default(), claims)
}

fn verify_by(authenticator: &SharedSecretAuthenticator, token: &str) -> Result<Profile, Refusal> {
    authenticator.verify(&BearerToken::new(token.to_owned()))
}

fn verify(token: &str) -> Result<Profile, Refusal> {
    verify_by(&authenticator(), token)
}

fn part(json: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

#[test]
fn a_good_token_names_its_bearer() {
    let ada = verify(&token(&claims())).unwrap();
    assert_eq!(ada.id.as_str(), "u1");
    assert_eq!(ada.username.unwrap().as_str(), "ada");
}

#[tokio::test]
async fn a_bad_token_is_invalid_and_never_an_outage() {
    let refused = authenticator()
        .authenticate(&BearerToken::new("x".to_owned()))
        .await;
    assert!(matches!(refused, Err(AuthenticatorError::Invalid(_))));
}

#[test]
fn a_changed_byte_anywhere_spoils_a_token() {
    let good = token(&claims());
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(verify(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn other_claims_under_a_good_signature_are_refused() {
    let (mine, admins) = (token(&claims()), token(&with("roles", json!(["admin"]))));
    let [header, _, signature] = mine.split('.').collect::<Vec<_>>()[..] else {
        panic!("{mine}");
    };
    let payload = admins.split('.').nth(1).unwrap();
    assert!(verify(&format!("{header}.{payload}.{signature}")).is_err());
}

#[test]
fn another_secret_is_refused() {
    let key = EncodingKey::from_secret(b"another secret that has 32 bytes as well");
    let token = jsonwebtoken::encode(&Header::default(), &claims(), &key).unwrap();
    assert!(verify(&token).is_err());
}

#[test]
fn unsigned_tokens_are_refused() {
    let payload = part(&claims().to_string());
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let header = part(&json!({"alg": alg, "typ": "JWT"}).to_string());
        assert!(verify(&format!("{header}.{payload}.")).is_err(), "{alg}");
        assert!(verify(&format!("{header}.{payload}")).is_err(), "{alg}");
    }
    let (header, body) = (part(r#"{"typ":"JWT"}"#), part(&claims().to_string()));
    assert!(verify(&format!("{header}.{body}.")).is_err());
    let good = token(&claims());
    let unsigned = &good[..=good.rfind('.').unwrap()];
    assert!(verify(unsigned).is_err());
}

#[test]
fn other_algorithms_are_refused_even_with_the_right_secret() {
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let token = signed(&Header::new(algorithm), &claims());
        assert!(verify(&token).is_err(), "{algorithm:?}");
    }
    // A good HS256 signature under a header that claims another algorithm.
    for algorithm in ["RS256", "ES256", "EdDSA", "PS512", "HS256 "] {
        let header = json!({"alg": algorithm, "typ": "JWT"}).to_string();
        let signed_part = format!("{}.{}", part(&header), part(&claims().to_string()));
        let key = EncodingKey::from_secret(secret().as_bytes());
        let signature = jsonwebtoken::crypto::sign(signed_part.as_bytes(), &key, Algorithm::HS256).unwrap();
        assert!(
            verify(&format!("{signed_part}.{signature}")).is_err(),
            "{algorithm}"
        );
    }
}

#[test]
fn extensions_that_must_be_understood_are_refused() {
    let header = Header {
        crit: Some(vec!["exp".to_owned()]),
        ..Header::default()
    };
    assert!(matches!(
        verify(&signed(&header, &claims())),
        Err(Refusal::Critical)
    ));
}

#[test]
fn a_token_ends_on_the_second() {
    let clock = HandClock::at(given::time());
    let authenticator = authenticator_of(&TokenOrigin::default(), clock.clone());
    let token = token(&claims());
    let moment = |seconds| Timestamp::from_timestamp(now() + seconds, 0).unwrap();
    clock.set(moment(59));
    assert!(verify_by(&authenticator, &token).is_ok());
    for seconds in [60, 61, 3600] {
        clock.set(moment(seconds));
        let refused = verify_by(&authenticator, &token);
        assert!(
            matches!(
                refused,
                Err(Refusal::Claims(ClaimsFault::Times(TokenTimesError::Expired)))
            ),
            "{seconds}"
        );
    }
}

#[test]
fn claims_that_decide_are_held_to_their_types() {
    for (claim, values) in [
        ("exp", [json!(null), json!("soon"), json!([]), json!(true)]),
        ("sub", [json!(null), json!(7), json!("guest-1"), json!("")]),
        ("nbf", [json!("0"), json!([]), json!({}), json!(now() + 60)]),
        ("iat", [json!("0"), json!([]), json!({}), json!(now() + 62)]),
    ] {
        for value in values {
            assert!(
                verify(&token(&with(claim, value.clone()))).is_err(),
                "{claim}: {value}"
            );
        }
    }
    for claim in ["exp", "sub"] {
        let mut without = claims();
        without.as_object_mut().unwrap().remove(claim);
        assert!(verify(&token(&without)).is_err(), "without {claim}");
    }
    for no_object in [json!([]), json!("u1"), json!(null), json!(1)] {
        assert!(verify(&token(&no_object)).is_err(), "{no_object}");
    }
}

#[test]
fn where_no_origin_is_configured_any_will_do() {
    for value in [json!("x"), json!(["x", "y"]), json!([]), json!(null), json!(7)] {
        assert!(verify(&token(&with("aud", value.clone()))).is_ok(), "{value}");
        assert!(verify(&token(&with("iss", value.clone()))).is_ok(), "{value}");
    }
}

#[test]
fn a_token_lives_a_day_at_most() {
    let until = |exp: Value, iat: Value| {
        let mut claims = with("exp", exp);
        claims["iat"] = iat;
        verify(&token(&claims))
    };
    let day = 24 * 3600;
    assert!(until(json!(now() + day), json!(null)).is_ok());
    assert!(until(json!(now() + day - 60), json!(now() - 60)).is_ok());
    for (exp, iat) in [
        (json!(now() + day + 1), json!(null)),
        (json!(now() + day), json!(now() - 60)),
        (json!(now() + 1_000_000 * 365 * day), json!(now())),
        (json!(1e300), json!(null)),
        (json!(now() + 60), json!(-1e300)),
    ] {
        let refused = until(exp.clone(), iat.clone());
        assert!(
            matches!(
                refused,
                Err(Refusal::Claims(ClaimsFault::Times(TokenTimesError::TooLong)))
            ),
            "{iat} to {exp}"
        );
    }
}

#[test]
fn nobody_but_the_development_login_has_its_issuer() {
    let pretending = with("iss", json!(Issuer::dev_login().as_str()));
    assert!(matches!(verify(&token(&pretending)), Err(Refusal::NotDevLogin)));
}

#[test]
fn a_configured_issuer_and_audience_are_required() {
    let origin = TokenOrigin {
        issuer: Some("https://idp".to_owned()),
        audience: Some("onair".to_owned()),
    };
    let strict = authenticator_of(&origin, HandClock::at(given::time()));
    let from = |iss: Value, aud: Value| {
        let mut claims = with("iss", iss);
        claims["aud"] = aud;
        verify_by(&strict, &token(&claims)).is_ok()
    };
    assert!(from(json!("https://idp"), json!("onair")));
    assert!(from(json!("https://idp"), json!(["other", "onair"])));
    for iss in [
        json!(null),
        json!("https://idp/"),
        json!("HTTPS://IDP"),
        json!(7),
        json!([]),
    ] {
        assert!(!from(iss.clone(), json!("onair")), "{iss}");
    }
    for aud in [
        json!(null),
        json!("other"),
        json!(["other"]),
        json!([]),
        json!(7),
        json!([7]),
    ] {
        assert!(!from(json!("https://idp"), aud.clone()), "{aud}");
    }
    assert!(verify_by(&strict, &token(&claims())).is_err());
}

#[test]
fn odd_names_lock_nobody_out() {
    for name in [
        "Ada\u{0}\u{1b}[31m",
        "",
        " ",
        &"n".repeat(5000),
        "a/b\\c",
        "..",
        "💃".repeat(101).as_str(),
    ] {
        let mut claims = with("preferred_username", json!(name));
        claims["name"] = json!(name);
        assert!(verify(&token(&claims)).is_ok(), "{name:?}");
    }
}

#[test]
fn a_huge_token_is_refused_before_it_is_read() {
    let huge = token(&with("name", json!("n".repeat(LONGEST_TOKEN))));
    assert!(matches!(verify(&huge), Err(Refusal::TooLong)));
    assert!(matches!(
        verify(&".".repeat(LONGEST_TOKEN + 1)),
        Err(Refusal::TooLong)
    ));
    assert!(matches!(
        verify(&".".repeat(LONGEST_TOKEN)),
        Err(Refusal::Untrusted(_))
    ));
}

#[test]
fn what_is_no_token_is_refused() {
    let good = token(&claims());
    let deep = format!("{}.{}.x", part(r#"{"alg":"HS256"}"#), part(&"[".repeat(4000)));
    for bad in [
        "",
        " ",
        ".",
        "..",
        "...",
        "é.é.é",
        "\u{0}",
        &deep,
        &format!(" {good}"),
        &format!("{good} "),
        &format!("{good}."),
        &format!("{good}="),
        &format!("Bearer {good}"),
        &good.replace('.', ".."),
        &good.to_lowercase(),
    ] {
        assert!(verify(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_secret_is_not_shown() {
    assert!(!format!("{:?}", authenticator()).contains("shared secret"));
}

quickcheck! {
    fn no_text_is_a_token(text: String) -> bool {
        verify(&text).is_err()
    }

    fn no_signature_can_be_guessed(signature: Vec<u8>, name: String) -> bool {
        let header = part(r#"{"alg":"HS256","typ":"JWT"}"#);
        let payload = part(&with("name", json!(name)).to_string());
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        verify(&format!("{header}.{payload}.{signature}")).is_err()
    }

    fn whatever_describes_a_person_a_signed_token_lets_them_in(name: String, picture: String, role: String) -> bool {
        let mut claims = with("name", json!(name));
        claims["preferred_username"] = json!(name);
        claims["picture"] = json!(picture);
        claims["roles"] = json!([role]);
        verify(&token(&claims)).is_ok_and(|person| person.id.as_str() == "u1")
    }
}
