//! [`DevTokens`]: the tokens of the development login, which needs no identity provider.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::{EncodingKey, Header};
use onair_domain::ports::Clock;
use onair_domain::text::HttpUrl;
use onair_domain::user::{BearerToken, Role, User};
use serde::Serialize;

use crate::{SharedSecret, TokenOrigin};

/// A working day. Whoever develops longer signs in again.
const TIME_TO_LIVE: Duration = Duration::from_hours(12);

/// Signs tokens that [`crate::SharedSecretAuthenticator`] accepts when it has the same secret and
/// origin. Whoever holds this can be anybody, so it exists for development alone.
#[derive(Clone)]
pub struct DevTokens {
    key: EncodingKey,
    origin: TokenOrigin,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for DevTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevTokens").finish_non_exhaustive()
    }
}

/// A token could not be signed.
#[derive(Debug, thiserror::Error)]
#[error("the token could not be signed")]
pub struct DevTokenError(#[source] jsonwebtoken::errors::Error);

#[derive(Serialize)]
struct Claims<'a> {
    sub: &'a str,
    preferred_username: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<&'a str>,
    roles: Vec<&'static str>,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
}

impl DevTokens {
    /// Takes the secret and origin that the authenticator has.
    #[must_use]
    pub fn new(secret: &SharedSecret, origin: &TokenOrigin, clock: Arc<dyn Clock>) -> Self {
        Self {
            key: EncodingKey::from_secret(secret.as_bytes()),
            origin: origin.clone(),
            clock,
        }
    }

    /// A token that says its bearer is this user, for twelve hours.
    pub fn mint(&self, user: &User) -> Result<BearerToken, DevTokenError> {
        let now = self.clock.now();
        let claims = Claims {
            sub: user.id.as_str(),
            preferred_username: user.username.as_str(),
            name: user.name.as_str(),
            picture: user.image.as_ref().map(HttpUrl::as_str),
            roles: user.roles.iter().copied().map(Role::as_str).collect(),
            iat: now.timestamp(),
            exp: (now + TIME_TO_LIVE).timestamp(),
            iss: self.origin.issuer.as_deref(),
            aud: self.origin.audience.as_deref(),
        };
        jsonwebtoken::encode(&Header::default(), &claims, &self.key)
            .map(BearerToken::new)
            .map_err(DevTokenError)
    }
}

#[cfg(test)]
mod tests {
    use onair_domain::ports::Authenticator;
    use onair_domain::user::Profile;
    use onair_port_contracts::given;

    use super::*;
    use crate::SharedSecretAuthenticator;
    use crate::testing::{HandClock, authenticator, secret};

    fn admin() -> User {
        User {
            roles: [Role::Admin].into(),
            ..given::a_user("ada")
        }
    }

    fn as_profile(user: User) -> Profile {
        Profile {
            id: user.id,
            username: user.username,
            name: user.name,
            image: user.image,
            roles: user.roles,
        }
    }

    #[tokio::test]
    async fn a_minted_token_brings_the_same_user_back_for_twelve_hours() {
        let clock = HandClock::at(given::time());
        let origins = [
            TokenOrigin::default(),
            TokenOrigin {
                issuer: Some("https://dev".to_owned()),
                audience: Some("onair".to_owned()),
            },
        ];
        for origin in origins {
            clock.set(given::time());
            let token = DevTokens::new(&secret(), &origin, clock.clone())
                .mint(&admin())
                .unwrap();
            let verifier = SharedSecretAuthenticator::new(&secret(), &origin, clock.clone());
            assert_eq!(verifier.authenticate(&token).await.unwrap(), as_profile(admin()));
            clock.set(given::later(12 * 3600 - 1));
            assert!(verifier.authenticate(&token).await.is_ok());
            clock.set(given::later(12 * 3600));
            assert!(verifier.authenticate(&token).await.is_err());
        }
    }

    #[tokio::test]
    async fn a_user_without_picture_and_roles_comes_back_so() {
        let user = User {
            image: None,
            roles: [].into(),
            ..given::a_user("ada")
        };
        let clock = HandClock::at(given::time());
        let tokens = DevTokens::new(&secret(), &TokenOrigin::default(), clock);
        let token = tokens.mint(&user).unwrap();
        let profile = authenticator().authenticate(&token).await.unwrap();
        assert_eq!(profile, as_profile(user));
    }

    #[test]
    fn nothing_of_it_is_shown() {
        let clock = HandClock::at(given::time());
        let tokens = DevTokens::new(&secret(), &TokenOrigin::default(), clock);
        let token = tokens.mint(&admin()).unwrap();
        let shown = format!("{tokens:?} {token:?}");
        assert!(
            !shown.contains(token.reveal()) && !shown.contains("shared secret"),
            "{shown}"
        );
    }
}
