//! The claims of bearer tokens, and how they change a user's row.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{BearerToken, DisplayName, Role, User, UserId, Username};
use crate::Timestamp;
use crate::text::{HttpUrl, TextError, text_type};

text_type! {
    /// The issuer of bearer tokens: their `iss`, unchanged. 1 to 2,048 characters without control characters.
    Issuer
}

impl Issuer {
    /// The maximum length, in characters.
    pub const MAX: usize = 2048;

    /// Parses an issuer. It is not trimmed.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        if raw.is_empty() {
            Err(TextError::Empty)
        } else if raw.chars().count() > Self::MAX {
            Err(TextError::TooLong { max: Self::MAX })
        } else if raw.chars().any(char::is_control) {
            Err(TextError::ControlCharacter)
        } else {
            Ok(Self(raw.to_owned()))
        }
    }

    /// The issuer of the development login. No other issuer may have this name.
    #[must_use]
    pub fn dev_login() -> Self {
        Self("urn:onair:dev-login".to_owned())
    }
}

/// A hash that identifies a token without storing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenFingerprint(i64);

impl TokenFingerprint {
    /// The hash of a token.
    #[must_use]
    pub fn of(token: &BearerToken) -> Self {
        // FNV-1a, 64 bits: the same on every server and in every version.
        let hash = token
            .expose_secret()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(hash.cast_signed())
    }

    /// Wraps a stored hash.
    #[must_use]
    pub fn from_trusted(mark: i64) -> Self {
        Self(mark)
    }

    /// The form that a store keeps.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

/// The claims of a verified bearer token. `None` stands for a claim that the token does not contain.
///
/// Claims that describe a person also count as absent if they are `null`, of another type, cannot be
/// converted, or are an empty name. An empty `picture` means that there is no picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The token's `sub`.
    pub id: UserId,
    /// The token's `iss`.
    pub issuer: Option<Issuer>,
    /// The token's `iat`.
    pub issued_at: Option<Timestamp>,
    /// Identifies the token; `None` for users that the service creates itself.
    pub token: Option<TokenFingerprint>,
    /// The token's `preferred_username`, else its `username`.
    pub username: Option<Username>,
    /// The token's `name`.
    pub name: Option<DisplayName>,
    /// The token's `picture`; `Some(None)` means that there is no picture.
    pub image: Option<Option<HttpUrl>>,
    /// The known roles of the token's `roles`.
    pub roles: Option<BTreeSet<Role>>,
}

impl Profile {
    /// Converts a `picture` claim; `Some(None)` means that there is no picture, `None` that the claim is not
    /// usable.
    #[must_use]
    pub fn image_of(picture: &str) -> Option<Option<HttpUrl>> {
        HttpUrl::parse(picture).ok()
    }

    /// The roles that this token grants. Roles of earlier tokens do not count.
    #[must_use]
    pub fn granted_roles(&self) -> BTreeSet<Role> {
        self.roles.clone().unwrap_or_default()
    }
}

/// The token has another issuer than the first token of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the user belongs to another issuer")]
pub struct IssuerMismatch;

/// Which tokens have changed a user's row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimHistory {
    /// The issuer of the user's first token; `None` while no token named one.
    pub issuer: Option<Issuer>,
    /// The latest `iat` of the tokens that changed the row.
    pub issued_at: Option<Timestamp>,
    /// The newest tokens with that `iat`, or without `iat`, that changed the row, in order.
    pub tokens: Vec<TokenFingerprint>,
}

impl ClaimHistory {
    /// The maximum number of stored tokens. One person does not alternate between more.
    pub const MAX_TOKENS: usize = 16;

    /// Whether a token must not change the row: it is older than the token that last changed the row, or of
    /// the same age and already applied. Otherwise two different tokens in concurrent use would overwrite
    /// each other with every request.
    fn is_outdated(&self, profile: &Profile) -> bool {
        match (profile.issued_at, self.issued_at) {
            (Some(issued), Some(last)) if issued != last => issued < last,
            _ => profile.token.is_some_and(|mark| self.tokens.contains(&mark)),
        }
    }

    fn after(&self, profile: &Profile) -> Self {
        let mut tokens = self.tokens.clone();
        if profile.issued_at > self.issued_at {
            tokens.clear();
        }
        tokens.extend(profile.token);
        let surplus = tokens.len().saturating_sub(Self::MAX_TOKENS);
        tokens.drain(..surplus);
        // The development login signs in as any user, so it does not become the issuer of an existing user.
        let named = profile
            .issuer
            .clone()
            .filter(|issuer| *issuer != Issuer::dev_login());
        Self {
            issuer: self.issuer.clone().or(named),
            issued_at: self.issued_at.max(profile.issued_at),
            tokens,
        }
    }

    fn is_issuer_accepted(&self, issuer: Option<&Issuer>) -> bool {
        match (&self.issuer, issuer) {
            (Some(first), Some(issuer)) => first == issuer || *issuer == Issuer::dev_login(),
            _ => true,
        }
    }
}

/// A user's row with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The user.
    pub user: User,
    /// Which tokens changed it.
    pub history: ClaimHistory,
}

impl UserRecord {
    /// The row of a new user. If another user has the user name, the store
    /// [disambiguates](Username::disambiguate) it.
    #[must_use]
    pub fn from_profile(profile: &Profile) -> Self {
        let username = profile
            .username
            .clone()
            .unwrap_or_else(|| Username::from_id(&profile.id));
        Self {
            user: User {
                id: profile.id.clone(),
                name: profile.name.clone().unwrap_or_else(|| username.clone().into()),
                username,
                image: profile.image.clone().flatten(),
                roles: profile.granted_roles(),
                is_suspended: false,
            },
            history: ClaimHistory {
                issuer: profile.issuer.clone(),
                issued_at: profile.issued_at,
                tokens: profile.token.into_iter().collect(),
            },
        }
    }

    /// The row after a token; `None` if the token changes nothing. If another user has the user name, the
    /// store [disambiguates](Username::disambiguate) it.
    pub fn apply(&self, profile: &Profile) -> Result<Option<Self>, IssuerMismatch> {
        if !self.history.is_issuer_accepted(profile.issuer.as_ref()) {
            return Err(IssuerMismatch);
        }
        if self.history.is_outdated(profile) {
            return Ok(None);
        }
        let user = &self.user;
        let after = Self {
            user: User {
                id: user.id.clone(),
                username: profile.username.as_ref().unwrap_or(&user.username).clone(),
                name: profile.name.as_ref().unwrap_or(&user.name).clone(),
                image: profile.image.as_ref().unwrap_or(&user.image).clone(),
                roles: profile.roles.as_ref().unwrap_or(&user.roles).clone(),
                is_suspended: user.is_suspended,
            },
            history: self.history.after(profile),
        };
        Ok(after.differs_from(self).then_some(after))
    }

    /// Whether more than the stored tokens differs. A change of only these is not worth a write.
    #[must_use]
    pub fn differs_from(&self, before: &Self) -> bool {
        self.user != before.user || self.history.issuer != before.history.issuer
    }
}

/// A user name that its user has given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedName {
    /// The user who had the name.
    pub user: UserId,
    /// When the user took another name.
    pub at: Timestamp,
}

impl ReleasedName {
    /// How long the name is reserved for its previous user, so that links to a user do not soon lead to
    /// another person.
    pub const RESERVATION: Duration = Duration::from_hours(30 * 24);

    /// Whether the reservation allows a user to take the name.
    #[must_use]
    pub fn is_free_for(&self, user: &UserId, now: Timestamp) -> bool {
        self.user == *user || now >= self.at + Self::RESERVATION
    }
}

#[cfg(test)]
mod tests;
