//! What a bearer token claims, and whose profile that makes.
//!
//! Claims that decide whether the token counts must be there and of the right type. Claims that only
//! describe a person are read with patience: one of another type counts as absent.

use std::collections::BTreeSet;

use onair_domain::Timestamp;
use onair_domain::text::TextFault;
use onair_domain::user::{DisplayName, Issuer, Profile, Role, TokenTimes, TokenTimesError, UserId, Username};
use serde::Deserialize;
use serde_json::Value;

/// The claims of a token whose signature is good.
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
    #[serde(default)]
    preferred_username: Value,
    #[serde(default)]
    username: Value,
    #[serde(default)]
    name: Value,
    #[serde(default)]
    picture: Value,
    #[serde(default)]
    roles: Value,
}

/// Seconds since 1970, with or without a fraction (RFC 7519, section 2).
#[derive(Deserialize, Clone, Copy)]
struct NumericDate(f64);

impl NumericDate {
    /// To the millisecond; a time that no calendar has is the first or the last one.
    fn at(self) -> Timestamp {
        let (first, last) = (Timestamp::MIN_UTC, Timestamp::MAX_UTC);
        let millis = self.0 * 1000.0;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "what is out of bounds becomes the bound"
        )]
        let whole = millis as i64;
        Timestamp::from_timestamp_millis(whole).unwrap_or(if millis < 0.0 { first } else { last })
    }
}

/// Why good claims are not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClaimsFault {
    #[error(transparent)]
    Times(#[from] TokenTimesError),
    #[error("the token's sub {0}")]
    Subject(#[source] TextFault),
    #[error("the token's iss {0}")]
    Issuer(#[source] TextFault),
}

impl BearerClaims {
    /// The times that decide whether the token counts.
    pub(crate) fn times(&self) -> TokenTimes {
        TokenTimes {
            issued_at: self.iat.map(NumericDate::at),
            not_before: self.nbf.map(NumericDate::at),
            expires_at: self.exp.at(),
        }
    }

    /// Who the bearer is.
    pub(crate) fn into_profile(self) -> Result<Profile, ClaimsFault> {
        let issued_at = self.times().issued_at;
        let issuer = self.iss.as_str().map(Issuer::parse).transpose();
        let names = [&self.preferred_username, &self.username];
        Ok(Profile {
            id: UserId::parse(&self.sub).map_err(ClaimsFault::Subject)?,
            issuer: issuer.map_err(ClaimsFault::Issuer)?,
            issued_at,
            token: None,
            username: names
                .into_iter()
                .filter_map(Value::as_str)
                .find_map(Username::fitted),
            name: self.name.as_str().and_then(DisplayName::fitted),
            image: self.picture.as_str().and_then(Profile::image_of),
            roles: self.roles.as_array().map(|list| roles(list)),
        })
    }
}

fn roles(list: &[Value]) -> BTreeSet<Role> {
    let names = list.iter().filter_map(Value::as_str);
    names.filter_map(|name| name.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn profile(claims: Value) -> Profile {
        let claims: BearerClaims = serde_json::from_value(claims).unwrap();
        claims.into_profile().unwrap()
    }

    fn time(millis: i64) -> Timestamp {
        Timestamp::from_timestamp_millis(millis).unwrap()
    }

    #[test]
    fn a_full_set_of_claims_makes_a_profile() {
        let ada = profile(json!({
            "sub": "u1", "exp": 1, "preferred_username": "ada", "username": "other",
            "name": "Ada Lovelace", "picture": "https://a/ada.png", "roles": ["admin", "wizard"],
        }));
        assert_eq!(ada.id.as_str(), "u1");
        assert_eq!(ada.username, Username::fitted("ada"));
        assert_eq!(ada.name, DisplayName::fitted("Ada Lovelace"));
        assert_eq!(ada.image.unwrap().unwrap().as_str(), "https://a/ada.png");
        assert_eq!(ada.roles, Some(BTreeSet::from([Role::Admin])));
        assert_eq!((ada.issuer, ada.issued_at), (None, None));
    }

    #[test]
    fn descriptions_that_are_null_or_of_a_wrong_type_count_as_absent() {
        let bare = profile(json!({"sub": "u1", "exp": 1}));
        assert_eq!(
            (&bare.username, &bare.name, &bare.image, &bare.roles),
            (&None, &None, &None, &None)
        );
        let odd = [
            json!(null),
            json!(7),
            json!({"a": 1}),
            json!(true),
            json!(["x"]),
            json!("\u{0}"),
        ];
        for odd in odd {
            let mut claims = json!({
                "sub": "u1", "exp": 1, "preferred_username": odd, "username": odd, "name": odd, "picture": odd,
            });
            if !odd.is_array() {
                claims["roles"] = odd.clone();
            }
            assert_eq!(profile(claims), bare, "{odd}");
        }
    }

    #[test]
    fn an_empty_name_counts_as_absent_and_an_empty_picture_as_none() {
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
    fn a_user_name_that_does_not_fit_gives_way_to_the_next() {
        let second = profile(json!({"sub": "u1", "exp": 1, "preferred_username": "/", "username": "Ada L."}));
        assert_eq!(second.username, Username::fitted("Ada-L."));
        let none = profile(json!({"sub": "u1", "exp": 1, "preferred_username": "%", "username": "%"}));
        assert_eq!(none.username, None);
    }

    #[test]
    fn roles_come_from_a_list_of_texts_alone() {
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
    fn claims_that_decide_must_be_there_and_of_their_type() {
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
    fn a_subject_that_is_no_user_id_makes_nobody() {
        for sub in ["", "guest-1", "a b", "é", &"a".repeat(256)] {
            let claims = json!({"sub": sub, "exp": 1});
            let claims: BearerClaims = serde_json::from_value(claims).unwrap();
            assert!(
                matches!(claims.into_profile(), Err(ClaimsFault::Subject(_))),
                "{sub}"
            );
        }
    }

    #[test]
    fn an_issuer_is_a_text_that_can_be_kept() {
        let claims =
            |iss: Value| serde_json::from_value::<BearerClaims>(json!({"sub": "u1", "exp": 1, "iss": iss}));
        let issuer = |iss: Value| claims(iss).unwrap().into_profile().map(|profile| profile.issuer);
        assert_eq!(
            issuer(json!("https://a")).unwrap(),
            Some(Issuer::parse("https://a").unwrap())
        );
        for absent in [json!(null), json!(7), json!(["https://a"])] {
            assert_eq!(issuer(absent).unwrap(), None);
        }
        for bad in [json!(""), json!("a\u{0}")] {
            assert!(matches!(issuer(bad), Err(ClaimsFault::Issuer(_))));
        }
    }

    #[test]
    fn times_are_read_to_the_millisecond() {
        let times = |json: Value| serde_json::from_value::<BearerClaims>(json).unwrap().times();
        let exact = times(json!({"sub": "u1", "exp": 100.5, "nbf": null, "iat": 7}));
        let expected = TokenTimes {
            issued_at: Some(time(7_000)),
            not_before: None,
            expires_at: time(100_500),
        };
        assert_eq!(exact, expected);
        let odd = times(json!({"sub": "u1", "exp": 1e300, "iat": -1e300}));
        assert_eq!(odd.expires_at, Timestamp::MAX_UTC);
        assert_eq!(odd.issued_at, Some(Timestamp::MIN_UTC));
    }
}
