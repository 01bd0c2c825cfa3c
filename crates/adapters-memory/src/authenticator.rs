//! [`MemoryAuthenticator`]: accepts the tokens that it issued itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::error::Source;
use onair_domain::ports::{Authenticator, AuthenticatorError, Clock};
use onair_domain::text::HttpUrl;
use onair_domain::user::{BearerToken, DisplayName, Issuer, Profile, Role, TokenTimes, UserId, Username};

use crate::outage::SimulatedOutage;

/// The claims of a token, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the claim it is named for")]
pub struct MemoryClaims {
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

/// Accepts its own tokens until they expire.
pub struct MemoryAuthenticator {
    state: Mutex<State>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Default)]
struct State {
    issued: BTreeMap<String, MemoryClaims>,
    is_out: bool,
}

impl fmt::Debug for MemoryAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryAuthenticator").finish_non_exhaustive()
    }
}

impl MemoryAuthenticator {
    /// Creates an authenticator. The clock decides which tokens have expired.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            state: Mutex::default(),
            clock,
        }
    }

    /// Issues a token that is valid for a day.
    #[must_use]
    pub fn sign_in(&self, profile: &Profile) -> BearerToken {
        let roles = profile.roles.iter().flatten();
        let name = profile.name.as_ref().map(DisplayName::to_string);
        let picture = profile.image.as_ref();
        self.issue(MemoryClaims {
            sub: Some(profile.id.to_string()),
            iss: profile.issuer.as_ref().map(Issuer::to_string),
            preferred_username: profile.username.as_ref().map(Username::to_string),
            username: None,
            name,
            picture: picture.map(|picture| picture.as_ref().map(HttpUrl::to_string).unwrap_or_default()),
            roles: Some(roles.map(|role| <&str>::from(role).to_owned()).collect()),
            iat: profile.issued_at,
            exp: Some(self.clock.now() + TokenTimes::MAX_LIFETIME),
        })
    }

    /// Issues a token with any claims.
    #[must_use]
    pub fn issue(&self, claims: MemoryClaims) -> BearerToken {
        let mut state = self.lock();
        let token = format!("bearer-token-{}", state.issued.len() + 1);
        state.issued.insert(token.clone(), claims);
        BearerToken::new(token)
    }

    /// Makes the keys unavailable from now on.
    pub fn start_outage(&self) {
        self.lock().is_out = true;
    }

    /// Ends the outage that [`Self::start_outage`] started.
    pub fn end_outage(&self) {
        self.lock().is_out = false;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Authenticator for MemoryAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        let state = self.lock();
        if state.is_out {
            return Err(AuthenticatorError::Unavailable(Box::new(SimulatedOutage)));
        }
        let claims = state.issued.get(token.expose_secret());
        let profile = claims.ok_or("the token was not issued here".into());
        profile
            .and_then(|claims| to_profile(claims, self.clock.now()))
            .map_err(AuthenticatorError::Invalid)
    }
}

fn to_profile(claims: &MemoryClaims, now: Timestamp) -> Result<Profile, Source> {
    let times = TokenTimes {
        issued_at: claims.iat,
        not_before: None,
        expires_at: claims.exp.ok_or("no expiry")?,
    };
    times.check(now, TokenTimes::MAX_LIFETIME)?;
    let sub = claims.sub.as_deref().ok_or("no subject")?;
    let names = [claims.preferred_username.as_deref(), claims.username.as_deref()];
    let roles = |names: &Vec<String>| {
        names
            .iter()
            .filter_map(|name| name.parse::<Role>().ok())
            .collect()
    };
    Ok(Profile {
        id: UserId::parse(sub)?,
        issuer: claims.iss.as_deref().map(Issuer::parse).transpose()?,
        issued_at: claims.iat,
        token: None,
        username: names.into_iter().flatten().find_map(Username::from_claim),
        name: claims.name.as_deref().and_then(DisplayName::from_claim),
        image: claims.picture.as_deref().and_then(Profile::image_of),
        roles: claims.roles.as_ref().map(roles),
    })
}
