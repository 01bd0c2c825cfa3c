//! What every `Authenticator` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::ports::{Authenticator, AuthenticatorError};
use onair_domain::user::{BearerToken, DisplayName, Profile, Role};

use crate::fixtures;

/// The claims of a token to issue. `None` leaves a claim out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the claim it is named for")]
pub struct TokenClaims {
    pub sub: Option<String>,
    pub iss: Option<String>,
    pub preferred_username: Option<String>,
    pub username: Option<String>,
    pub name: Option<String>,
    pub picture: Option<String>,
    pub roles: Option<Vec<String>>,
    pub iat: Option<Timestamp>,
    pub exp: Option<Timestamp>,
}

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSignature {
    /// As the authenticator requires, with its issuer and audience.
    Valid,
    /// With another key.
    OtherKey,
    /// With the right key and another algorithm than configured.
    OtherAlgorithm,
    /// Not at all (`alg` is `none`).
    Missing,
}

/// Issues tokens.
pub type IssueToken = Box<dyn Fn(&TokenClaims, TokenSignature) -> BearerToken + Send + Sync>;

/// An authenticator, and a function that issues tokens for it.
pub struct AuthenticatorFixture {
    /// The port.
    pub authenticator: Arc<dyn Authenticator>,
    /// The time at which tokens are verified: the current time if the authenticator uses the real clock.
    pub now: Timestamp,
    /// Issues the tokens.
    pub issue: IssueToken,
}

impl fmt::Debug for AuthenticatorFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticatorFixture").finish_non_exhaustive()
    }
}

/// Runs all cases of an `Authenticator`; `fresh` returns a
/// [`AuthenticatorFixture`](crate::authenticator::AuthenticatorFixture).
#[macro_export]
macro_rules! authenticator {
    ($fresh:expr) => {
        $crate::cases!(
            authenticator,
            $fresh,
            [
                a_token_with_all_claims_gives_a_complete_profile,
                absent_claims_are_absent_in_the_profile,
                the_preferred_username_takes_precedence,
                an_invalid_name_claim_is_converted,
                an_empty_name_is_absent,
                a_picture_that_is_not_an_address_is_ignored,
                an_empty_picture_means_no_picture,
                unknown_roles_are_ignored,
                an_expired_token_is_refused,
                a_token_without_expiry_is_refused,
                a_token_from_the_future_is_refused,
                a_token_with_a_lifetime_above_a_day_is_refused,
                a_token_without_a_subject_is_refused,
                a_subject_that_is_not_a_user_id_is_refused,
                a_token_with_another_key_or_algorithm_is_refused,
                malformed_tokens_are_refused,
                a_changed_token_is_refused,
            ]
        );
    };
}

/// The smallest valid set of claims.
fn minimal_claims(fixture: &AuthenticatorFixture) -> TokenClaims {
    TokenClaims {
        sub: Some("ada".to_owned()),
        exp: Some(fixture.now + Duration::from_hours(1)),
        ..TokenClaims::default()
    }
}

async fn profile(fixture: &AuthenticatorFixture, claims: &TokenClaims) -> Profile {
    let token = (fixture.issue)(claims, TokenSignature::Valid);
    fixture.authenticator.authenticate(&token).await.unwrap()
}

async fn assert_refused(fixture: &AuthenticatorFixture, token: &BearerToken, why: &str) {
    match fixture.authenticator.authenticate(token).await {
        Err(AuthenticatorError::Invalid(_)) => {}
        Err(other) => panic!("{why}: {other:?}"),
        Ok(profile) => panic!("{why}: {profile:?}"),
    }
}

pub async fn a_token_with_all_claims_gives_a_complete_profile(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        sub: Some("auth0|5f7c".to_owned()),
        preferred_username: Some("lovelace".to_owned()),
        username: Some("not-this-one".to_owned()),
        name: Some("Ada Lovelace 🎥".to_owned()),
        picture: Some("https://pictures.example/ada.png".to_owned()),
        roles: Some(vec!["admin".to_owned()]),
        ..minimal_claims(fixture)
    };
    let read = profile(fixture, &claims).await;
    let expected = Profile {
        id: fixtures::user_id("auth0|5f7c"),
        issuer: read.issuer.clone(),
        issued_at: None,
        token: None,
        username: Some(fixtures::username("lovelace")),
        name: Some(DisplayName::parse("Ada Lovelace 🎥").unwrap()),
        image: Some(Some(fixtures::url("https://pictures.example/ada.png"))),
        roles: Some(BTreeSet::from([Role::Admin])),
    };
    assert_eq!(read, expected);
}

pub async fn absent_claims_are_absent_in_the_profile(fixture: &AuthenticatorFixture) {
    let read = profile(fixture, &minimal_claims(fixture)).await;
    let expected = Profile {
        id: fixtures::user_id("ada"),
        issuer: read.issuer.clone(),
        issued_at: None,
        token: None,
        username: None,
        name: None,
        image: None,
        roles: None,
    };
    assert_eq!(read, expected);
}

pub async fn the_preferred_username_takes_precedence(fixture: &AuthenticatorFixture) {
    let plain = TokenClaims {
        username: Some("plain".to_owned()),
        ..minimal_claims(fixture)
    };
    assert_eq!(
        profile(fixture, &plain).await.username,
        Some(fixtures::username("plain"))
    );
    let both = TokenClaims {
        preferred_username: Some("preferred".to_owned()),
        ..plain
    };
    assert_eq!(
        profile(fixture, &both).await.username,
        Some(fixtures::username("preferred"))
    );
}

pub async fn an_invalid_name_claim_is_converted(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        preferred_username: Some("Ada Lovelace/\u{202e}x".to_owned()),
        name: Some("Ada\n\u{200b}Lovelace\u{202e}".to_owned()),
        ..minimal_claims(fixture)
    };
    let read = profile(fixture, &claims).await;
    assert_eq!(read.username, Some(fixtures::username("Ada-Lovelace-x")));
    assert_eq!(read.name, DisplayName::from_claim("Ada Lovelace"));
}

pub async fn an_empty_name_is_absent(fixture: &AuthenticatorFixture) {
    for empty in ["", " ", "\u{200b}"] {
        let claims = TokenClaims {
            preferred_username: Some(empty.to_owned()),
            username: Some(empty.to_owned()),
            name: Some(empty.to_owned()),
            ..minimal_claims(fixture)
        };
        let read = profile(fixture, &claims).await;
        assert_eq!((read.username, read.name), (None, None), "{empty:?}");
    }
}

pub async fn a_picture_that_is_not_an_address_is_ignored(fixture: &AuthenticatorFixture) {
    for picture in ["javascript:alert(1)", "ada.png", "data:image/png;base64,AA=="] {
        let claims = TokenClaims {
            picture: Some(picture.to_owned()),
            ..minimal_claims(fixture)
        };
        assert_eq!(profile(fixture, &claims).await.image, None, "{picture}");
    }
}

pub async fn an_empty_picture_means_no_picture(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        picture: Some(String::new()),
        ..minimal_claims(fixture)
    };
    assert_eq!(profile(fixture, &claims).await.image, Some(None));
}

pub async fn unknown_roles_are_ignored(fixture: &AuthenticatorFixture) {
    let roles = ["superuser", "Admin", "admin", "", "admin "].map(str::to_owned);
    let claims = TokenClaims {
        roles: Some(roles.to_vec()),
        ..minimal_claims(fixture)
    };
    assert_eq!(
        profile(fixture, &claims).await.roles,
        Some(BTreeSet::from([Role::Admin]))
    );
    let claims = TokenClaims {
        roles: Some(Vec::new()),
        ..minimal_claims(fixture)
    };
    assert_eq!(profile(fixture, &claims).await.roles, Some(BTreeSet::new()));
}

/// Longer ago than any tolerance for differing clocks.
pub async fn an_expired_token_is_refused(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        exp: Some(fixture.now - Duration::from_mins(10)),
        ..minimal_claims(fixture)
    };
    assert_refused(
        fixture,
        &(fixture.issue)(&claims, TokenSignature::Valid),
        "expired",
    )
    .await;
}

pub async fn a_token_without_expiry_is_refused(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        exp: None,
        ..minimal_claims(fixture)
    };
    assert_refused(
        fixture,
        &(fixture.issue)(&claims, TokenSignature::Valid),
        "no expiry",
    )
    .await;
}

pub async fn a_token_from_the_future_is_refused(fixture: &AuthenticatorFixture) {
    let issued = |ahead: u64| TokenClaims {
        iat: Some(fixture.now + Duration::from_secs(ahead)),
        ..minimal_claims(fixture)
    };
    let read = profile(fixture, &issued(30)).await.issued_at.unwrap();
    assert_eq!(
        read.timestamp(),
        (fixture.now + Duration::from_secs(30)).timestamp()
    );
    assert_refused(
        fixture,
        &(fixture.issue)(&issued(62), TokenSignature::Valid),
        "from the future",
    )
    .await;
}

pub async fn a_token_with_a_lifetime_above_a_day_is_refused(fixture: &AuthenticatorFixture) {
    let day = Duration::from_hours(24);
    let with_lifetime = |iat: Option<Timestamp>, exp: Timestamp| TokenClaims {
        iat,
        exp: Some(exp),
        ..minimal_claims(fixture)
    };
    for good in [
        with_lifetime(None, fixture.now + day - Duration::from_secs(2)),
        with_lifetime(Some(fixture.now), fixture.now + day),
    ] {
        profile(fixture, &good).await;
    }
    let hour = Duration::from_hours(1);
    for bad in [
        with_lifetime(None, fixture.now + day + Duration::from_secs(2)),
        with_lifetime(Some(fixture.now - hour), fixture.now + day),
        with_lifetime(
            Some(fixture.now),
            fixture.now + Duration::from_hours(24 * 365 * 1000),
        ),
    ] {
        assert_refused(
            fixture,
            &(fixture.issue)(&bad, TokenSignature::Valid),
            "lifetime above a day",
        )
        .await;
    }
}

pub async fn a_token_without_a_subject_is_refused(fixture: &AuthenticatorFixture) {
    let claims = TokenClaims {
        sub: None,
        preferred_username: Some("ada".to_owned()),
        ..minimal_claims(fixture)
    };
    assert_refused(
        fixture,
        &(fixture.issue)(&claims, TokenSignature::Valid),
        "no subject",
    )
    .await;
}

pub async fn a_subject_that_is_not_a_user_id_is_refused(fixture: &AuthenticatorFixture) {
    let too_long = "a".repeat(256);
    for sub in ["", " ", "a b", "é", "guest-1", "a\n", too_long.as_str()] {
        let claims = TokenClaims {
            sub: Some(sub.to_owned()),
            preferred_username: Some("ada".to_owned()),
            ..minimal_claims(fixture)
        };
        assert_refused(fixture, &(fixture.issue)(&claims, TokenSignature::Valid), sub).await;
    }
}

pub async fn a_token_with_another_key_or_algorithm_is_refused(fixture: &AuthenticatorFixture) {
    for signature in [
        TokenSignature::OtherKey,
        TokenSignature::OtherAlgorithm,
        TokenSignature::Missing,
    ] {
        let token = (fixture.issue)(&minimal_claims(fixture), signature);
        assert_refused(fixture, &token, &format!("{signature:?}")).await;
    }
}

pub async fn malformed_tokens_are_refused(fixture: &AuthenticatorFixture) {
    let long = "a".repeat(100_000);
    for nonsense in [
        "",
        ".",
        "..",
        "a.b.c",
        "ada",
        "🎥.🎥.🎥",
        "null",
        "\0",
        long.as_str(),
    ] {
        let token = BearerToken::new(nonsense.to_owned());
        let error = fixture.authenticator.authenticate(&token).await.unwrap_err();
        let is_refused = matches!(
            error,
            AuthenticatorError::Invalid(_) | AuthenticatorError::Opaque(_)
        );
        assert!(is_refused, "{nonsense}: {error:?}");
    }
}

pub async fn a_changed_token_is_refused(fixture: &AuthenticatorFixture) {
    let token = (fixture.issue)(&minimal_claims(fixture), TokenSignature::Valid);
    let text = token.expose_secret();
    let middle = text.len() / 2;
    let changed = text
        .char_indices()
        .map(|(at, c)| if at == middle { next_letter(c) } else { c });
    let cut: String = text.chars().take(middle).collect();
    for wrong in [
        changed.collect(),
        cut,
        format!("{text}A"),
        format!("{text}.{text}"),
    ] {
        assert_refused(fixture, &BearerToken::new(wrong), "changed").await;
    }
}

fn next_letter(letter: char) -> char {
    if letter == 'x' { 'y' } else { 'x' }
}
