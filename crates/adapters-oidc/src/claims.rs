//! What a bearer token claims, and whose profile that makes.
//!
//! Claims that decide whether the token counts must be there and of the right type. Claims that only
//! describe a person are read with patience: one of another type counts as absent.

use std::collections::BTreeSet;

use onair_domain::Timestamp;
use onair_domain::text::{HttpUrl, TextFault};
use onair_domain::user::{DisplayName, Profile, Role, UserId, Username};
use serde::Deserialize;
use serde_json::Value;

/// The claims of a token whose signature is good.
#[derive(Deserialize)]
pub(crate) struct BearerClaims {
    sub: String,
    exp: NumericDate,
    #[serde(default)]
    nbf: Option<NumericDate>,
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

/// Why good claims are not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClaimsFault {
    #[error("the token has expired")]
    Expired,
    #[error("the token does not count yet")]
    TooEarly,
    #[error("the token's sub {0}")]
    Subject(#[source] TextFault),
}

/// How far `nbf` may lie ahead: an issuer whose clock runs a little fast must not refuse people who
/// have just signed in. `exp` gets no such grace: whoever holds an expired token has had all the time
/// there was to fetch a new one, and somebody who was signed out shall be out.
const NOT_BEFORE_LEEWAY_SECONDS: f64 = 5.0;

impl BearerClaims {
    /// Whether the token counts at this moment: from `nbf` on, and before `exp`.
    pub(crate) fn check_time(&self, now: Timestamp) -> Result<(), ClaimsFault> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "exact up to the year 287396, in milliseconds"
        )]
        let now = now.timestamp_millis() as f64 / 1000.0;
        if now >= self.exp.0 {
            return Err(ClaimsFault::Expired);
        }
        match self.nbf {
            Some(NumericDate(from)) if now + NOT_BEFORE_LEEWAY_SECONDS < from => Err(ClaimsFault::TooEarly),
            _ => Ok(()),
        }
    }

    /// Who the bearer is.
    pub(crate) fn into_profile(self) -> Result<Profile, ClaimsFault> {
        let id = UserId::parse(&self.sub).map_err(ClaimsFault::Subject)?;
        let offered = [&self.preferred_username, &self.username];
        let username = offered.into_iter().filter_map(Value::as_str).find_map(Username::fitted);
        let username = username.unwrap_or_else(|| Username::of_id(&id));
        let name = self.name.as_str().and_then(DisplayName::fitted);
        Ok(Profile {
            name: name.unwrap_or_else(|| username.clone().into()),
            image: self.picture.as_str().and_then(picture),
            roles: roles(&self.roles),
            id,
            username,
        })
    }
}

fn picture(address: &str) -> Option<HttpUrl> {
    HttpUrl::parse(address).ok().flatten()
}

fn roles(list: &Value) -> BTreeSet<Role> {
    let names = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(Role::named).collect()
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
        assert_eq!(ada.username.as_str(), "ada");
        assert_eq!(ada.name.as_str(), "Ada Lovelace");
        assert_eq!(ada.image.unwrap().as_str(), "https://a/ada.png");
        assert_eq!(ada.roles, BTreeSet::from([Role::Admin]));
    }

    #[test]
    fn descriptions_of_a_wrong_type_count_as_absent() {
        let odd = [
            json!(null),
            json!(7),
            json!([]),
            json!({"a": 1}),
            json!(true),
            json!(""),
        ];
        for odd in odd {
            let someone = profile(json!({
                "sub": "u1", "exp": 1, "preferred_username": odd, "username": odd, "name": odd,
                "picture": odd, "roles": odd,
            }));
            assert_eq!((someone.username.as_str(), someone.name.as_str()), ("u1", "u1"));
            assert_eq!((someone.image, someone.roles), (None, BTreeSet::new()));
        }
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
            assert_eq!(someone.roles.contains(&Role::Admin), is_admin, "{roles}");
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
    fn a_token_counts_from_nbf_until_just_before_exp() {
        let claims = |json: Value| serde_json::from_value::<BearerClaims>(json).unwrap();
        let until = claims(json!({"sub": "u1", "exp": 100}));
        assert!(until.check_time(time(99_999)).is_ok());
        assert!(matches!(
            until.check_time(time(100_000)),
            Err(ClaimsFault::Expired)
        ));
        let fraction = claims(json!({"sub": "u1", "exp": 100.5, "nbf": null}));
        assert!(fraction.check_time(time(100_499)).is_ok());
        assert!(fraction.check_time(time(100_500)).is_err());
        let from = claims(json!({"sub": "u1", "exp": 200, "nbf": 100}));
        assert!(from.check_time(time(95_000)).is_ok());
        assert!(matches!(
            from.check_time(time(94_999)),
            Err(ClaimsFault::TooEarly)
        ));
        let long_ago = claims(json!({"sub": "u1", "exp": -1e300}));
        assert!(long_ago.check_time(time(0)).is_err());
    }
}
