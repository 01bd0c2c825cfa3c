//! Bearer token claims and their conversion into a profile.
//!
//! Claims that decide whether a token is valid are required and must have the right type. A claim that only
//! describes a person counts as absent if its type is wrong.

use onair_domain::Timestamp;
use onair_domain::text::TextError;
use onair_domain::user::{DisplayName, Issuer, Profile, TokenTimes, TokenTimesError, UserId, Username};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::claim_mapping::ClaimMapping;

/// The claims of a token with a valid signature.
#[derive(Deserialize)]
pub(crate) struct BearerClaims {
    sub: String,
    exp: NumericDate,
    #[serde(default)]
    iat: Option<NumericDate>,
    #[serde(default)]
    nbf: Option<NumericDate>,
    #[serde(default)]
    iss: Value,
    /// All other claims.
    #[serde(flatten)]
    other: Map<String, Value>,
}

/// Seconds since 1970-01-01T00:00Z, with or without a fraction (RFC 7519, section 2).
#[derive(Deserialize, Clone, Copy)]
struct NumericDate(f64);

impl NumericDate {
    /// Rounds towards zero to the millisecond and saturates at the calendar's bounds.
    fn to_timestamp(self) -> Timestamp {
        let (first, last) = (Timestamp::MIN_UTC, Timestamp::MAX_UTC);
        let millis = self.0 * 1000.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "values out of bounds become the bound"
        )]
        let truncated = millis as i64;
        Timestamp::from_timestamp_millis(truncated).unwrap_or(if millis < 0.0 { first } else { last })
    }
}

/// The reason to reject claims with a valid signature.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClaimsError {
    #[error(transparent)]
    Times(#[from] TokenTimesError),
    #[error("the claim sub {0}")]
    Subject(#[source] TextError),
    #[error("the claim iss {0}")]
    Issuer(#[source] TextError),
}

impl BearerClaims {
    /// Returns the times that limit the token's validity.
    pub(crate) fn times(&self) -> TokenTimes {
        TokenTimes {
            issued_at: self.iat.map(NumericDate::to_timestamp),
            not_before: self.nbf.map(NumericDate::to_timestamp),
            expires_at: self.exp.to_timestamp(),
        }
    }

    /// Whether the issuer is a text.
    pub(crate) fn has_text_issuer(&self) -> bool {
        self.iss.is_string()
    }

    /// Returns the subject.
    pub(crate) fn subject(&self) -> &str {
        &self.sub
    }

    /// Returns the claims that do not decide whether a token is valid.
    pub(crate) fn other(&self) -> &Map<String, Value> {
        &self.other
    }

    /// Converts the claims into the bearer's profile. `userinfo` has further claims of the bearer. They are
    /// used for names and picture where the token has none.
    pub(crate) fn into_profile(
        self,
        mapping: &ClaimMapping,
        userinfo: Option<&Map<String, Value>>,
    ) -> Result<Profile, ClaimsError> {
        let issued_at = self.times().issued_at;
        let issuer = self.iss.as_str().map(Issuer::parse).transpose();
        let sources = || std::iter::once(&self.other).chain(userinfo);
        let texts = |path| sources().filter_map(move |claims| ClaimMapping::text(path, claims));
        Ok(Profile {
            id: UserId::parse(&self.sub).map_err(ClaimsError::Subject)?,
            issuer: issuer.map_err(ClaimsError::Issuer)?,
            issued_at,
            token: None,
            username: mapping
                .usernames
                .iter()
                .flat_map(texts)
                .find_map(Username::from_claim),
            name: texts(&mapping.name).find_map(DisplayName::from_claim),
            image: texts(&mapping.picture).find_map(Profile::image_of),
            roles: mapping.roles(&self.other),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use onair_domain::user::Role;
    use serde_json::json;

    use super::*;

    fn profile(claims: Value) -> Profile {
        let claims: BearerClaims = serde_json::from_value(claims).unwrap();
        claims.into_profile(&ClaimMapping::default(), None).unwrap()
    }

    fn time(millis: i64) -> Timestamp {
        Timestamp::from_timestamp_millis(millis).unwrap()
    }

    #[test]
    fn all_claims_are_read_into_profile() {
        let ada = profile(json!({
            "sub": "u1", "exp": 1, "preferred_username": "ada", "username": "other",
            "name": "Ada Lovelace", "picture": "https://a/ada.png", "roles": ["admin", "wizard"],
        }));
        assert_eq!(ada.id.as_str(), "u1");
        assert_eq!(ada.username, Username::from_claim("ada"));
        assert_eq!(ada.name, DisplayName::from_claim("Ada Lovelace"));
        assert_eq!(ada.image.unwrap().unwrap().as_str(), "https://a/ada.png");
        assert_eq!(ada.roles, Some(BTreeSet::from([Role::Admin])));
        assert_eq!((ada.issuer, ada.issued_at), (None, None));
    }

    #[test]
    fn descriptive_claims_of_wrong_type_are_ignored() {
        let minimal = profile(json!({"sub": "u1", "exp": 1}));
        assert_eq!(
            (&minimal.username, &minimal.name, &minimal.image, &minimal.roles),
            (&None, &None, &None, &None)
        );
        let invalid = [
            json!(null),
            json!(7),
            json!({"a": 1}),
            json!(true),
            json!(["x"]),
            json!("\u{0}"),
        ];
        for invalid in invalid {
            let mut claims = json!({
                "sub": "u1", "exp": 1, "preferred_username": invalid, "username": invalid, "name": invalid, "picture": invalid,
            });
            if !invalid.is_array() {
                claims["roles"] = invalid.clone();
            }
            assert_eq!(profile(claims), minimal, "{invalid}");
        }
    }

    #[test]
    fn empty_name_is_ignored_and_empty_picture_clears_image() {
        let empty = profile(json!({
            "sub": "u1", "exp": 1, "preferred_username": "", "username": " ", "name": "", "picture": "", "roles": [],
        }));
        assert_eq!((empty.username, empty.name), (None, None));
        assert_eq!(empty.image, Some(None));
        assert_eq!(empty.roles, Some(BTreeSet::new()));
        let broken = profile(json!({"sub": "u1", "exp": 1, "picture": "javascript:alert(1)"}));
        assert_eq!(broken.image, None);
    }

    #[test]
    fn invalid_username_falls_back_to_next_claim() {
        let second = profile(json!({"sub": "u1", "exp": 1, "preferred_username": "/", "username": "Ada L."}));
        assert_eq!(second.username, Username::from_claim("Ada-L."));
        let none = profile(json!({"sub": "u1", "exp": 1, "preferred_username": "%", "username": "%"}));
        assert_eq!(none.username, None);
    }

    #[test]
    fn roles_are_read_only_from_a_list_of_strings() {
        for (roles, is_admin) in [
            (json!(["admin"]), true),
            (json!([7, null, ["admin"], "admin"]), true),
            (json!("admin"), false),
            (json!({"admin": true}), false),
            (json!(["Admin", " admin", "administrator"]), false),
        ] {
            let someone = profile(json!({"sub": "u1", "exp": 1, "roles": roles}));
            assert_eq!(
                someone.granted_roles().contains(&Role::Admin),
                is_admin,
                "{roles}"
            );
        }
    }

    #[test]
    fn required_claims_must_be_present_and_typed() {
        for bad in [
            json!({"exp": 1}),
            json!({"sub": null, "exp": 1}),
            json!({"sub": 1, "exp": 1}),
            json!({"sub": ["u1"], "exp": 1}),
            json!({"sub": "u1"}),
            json!({"sub": "u1", "exp": null}),
            json!({"sub": "u1", "exp": "99999999999"}),
            json!({"sub": "u1", "exp": 1, "nbf": "0"}),
            json!({"sub": "u1", "exp": 1, "iat": "0"}),
            json!({"sub": "u1", "exp": 1, "iat": [0]}),
        ] {
            assert!(
                serde_json::from_value::<BearerClaims>(bad.clone()).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn subject_that_is_no_user_id_is_rejected() {
        for sub in ["", "guest-1", "a b", "é", &"a".repeat(256)] {
            let claims = json!({"sub": sub, "exp": 1});
            let claims: BearerClaims = serde_json::from_value(claims).unwrap();
            assert!(
                matches!(
                    claims.into_profile(&ClaimMapping::default(), None),
                    Err(ClaimsError::Subject(_))
                ),
                "{sub}"
            );
        }
    }

    #[test]
    fn issuer_must_be_valid_text() {
        let claims =
            |iss: Value| serde_json::from_value::<BearerClaims>(json!({"sub": "u1", "exp": 1, "iss": iss}));
        let issuer = |iss: Value| {
            claims(iss)
                .unwrap()
                .into_profile(&ClaimMapping::default(), None)
                .map(|profile| profile.issuer)
        };
        assert_eq!(
            issuer(json!("https://a")).unwrap(),
            Some(Issuer::parse("https://a").unwrap())
        );
        for absent in [json!(null), json!(7), json!(["https://a"])] {
            assert_eq!(issuer(absent).unwrap(), None);
        }
        for bad in [json!(""), json!("a\u{0}")] {
            assert!(matches!(issuer(bad), Err(ClaimsError::Issuer(_))));
        }
    }

    #[test]
    fn times_have_millisecond_precision() {
        let times = |json: Value| serde_json::from_value::<BearerClaims>(json).unwrap().times();
        let exact = times(json!({"sub": "u1", "exp": 100.5, "nbf": null, "iat": 7}));
        let expected = TokenTimes {
            issued_at: Some(time(7_000)),
            not_before: None,
            expires_at: time(100_500),
        };
        assert_eq!(exact, expected);
        let invalid = times(json!({"sub": "u1", "exp": 1e300, "iat": -1e300}));
        assert_eq!(invalid.expires_at, Timestamp::MAX_UTC);
        assert_eq!(invalid.issued_at, Some(Timestamp::MIN_UTC));
    }
}
