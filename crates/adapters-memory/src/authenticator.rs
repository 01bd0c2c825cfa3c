//! [`MemoryAuthenticator`]: accepts the tokens that it gave out itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::error::Source;
use onair_domain::ports::{Authenticator, AuthenticatorError, Clock};
use onair_domain::text::HttpUrl;
use onair_domain::user::{BearerToken, DisplayName, Profile, Role, UserId, Username};

use crate::away::Away;

/// What a token says, before anybody looked whether it makes sense.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the claim it is named for")]
pub struct MemoryClaims {
    pub sub: Option<String>,
    pub preferred_username: Option<String>,
    pub username: Option<String>,
    pub name: Option<String>,
    pub picture: Option<String>,
    pub roles: Vec<String>,
    pub exp: Option<Timestamp>,
}

/// Accepts its own tokens, until they expire.
pub struct MemoryAuthenticator {
    inside: Mutex<Inside>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Default)]
struct Inside {
    issued: BTreeMap<String, MemoryClaims>,
    is_away: bool,
}

impl fmt::Debug for MemoryAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryAuthenticator").finish_non_exhaustive()
    }
}

impl MemoryAuthenticator {
    /// An authenticator that gave out nothing. The clock tells what has expired.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            inside: Mutex::default(),
            clock,
        }
    }

    /// A token with which somebody is signed in for a day.
    #[must_use]
    pub fn sign_in(&self, profile: &Profile) -> BearerToken {
        let roles = profile.roles.iter().map(|role| role.as_str().to_owned());
        self.issue(MemoryClaims {
            sub: Some(profile.id.to_string()),
            preferred_username: Some(profile.username.to_string()),
            username: None,
            name: Some(profile.name.to_string()),
            picture: profile.image.as_ref().map(HttpUrl::to_string),
            roles: roles.collect(),
            exp: Some(self.clock.now() + Duration::from_hours(24)),
        })
    }

    /// A token that says whatever is asked for.
    #[must_use]
    pub fn issue(&self, claims: MemoryClaims) -> BearerToken {
        let mut inside = self.lock();
        let token = format!("bearer-token-{}", inside.issued.len() + 1);
        inside.issued.insert(token.clone(), claims);
        BearerToken::new(token)
    }

    /// From now on the keys to verify tokens with can't be had.
    pub fn go_away(&self) {
        self.lock().is_away = true;
    }

    /// Ends what [`Self::go_away`] began.
    pub fn come_back(&self) {
        self.lock().is_away = false;
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Authenticator for MemoryAuthenticator {
    async fn authenticate(&self, token: &BearerToken) -> Result<Profile, AuthenticatorError> {
        let inside = self.lock();
        if inside.is_away {
            return Err(AuthenticatorError::Unavailable(Box::new(Away)));
        }
        let claims = inside.issued.get(token.reveal());
        let profile = claims.ok_or("not a token of mine".into());
        profile
            .and_then(|claims| read(claims, self.clock.now()))
            .map_err(AuthenticatorError::Invalid)
    }
}

fn read(claims: &MemoryClaims, now: Timestamp) -> Result<Profile, Source> {
    if claims.exp.ok_or("no expiry")? <= now {
        return Err("expired".into());
    }
    let sub = claims.sub.as_deref().ok_or("no subject")?;
    let names = [claims.preferred_username.as_deref(), claims.username.as_deref()];
    let username = Username::parse(names.into_iter().flatten().next().unwrap_or(sub))?;
    let name = claims.name.as_deref().map(DisplayName::parse).transpose()?;
    Ok(Profile {
        id: UserId::parse(sub)?,
        name: name.unwrap_or_else(|| username.clone().into()),
        username,
        image: claims
            .picture
            .as_deref()
            .and_then(|picture| HttpUrl::parse(picture).ok()?),
        roles: claims.roles.iter().filter_map(|role| Role::named(role)).collect(),
    })
}
