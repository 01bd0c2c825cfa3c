//! What tokens say of people, and what becomes of a user's row by it.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{BearerToken, DisplayName, Role, User, UserId, Username};
use crate::Timestamp;
use crate::text::{HttpUrl, TextError, text_type};

text_type! {
    /// Who issues tokens: their `iss`, as it is. 1 to 2,048 characters without control characters.
    Issuer
}

impl Issuer {
    /// The longest issuer, in characters.
    pub const MAX: usize = 2048;

    /// Checks an issuer. It is not trimmed: issuers are compared to the letter.
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

    /// The development login. No other issuer may be called so.
    #[must_use]
    pub fn dev_login() -> Self {
        Self("urn:onair:dev-login".to_owned())
    }
}

/// Tells one token from another without keeping it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenFingerprint(i64);

impl TokenFingerprint {
    /// A token's mark; two tokens have the same one once in 2^64.
    #[must_use]
    pub fn of(token: &BearerToken) -> Self {
        // FNV-1a, 64 bits: the same on every server, whichever version it runs.
        let hash = token
            .expose_secret()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        Self(hash.cast_signed())
    }

    /// Takes a mark as a store kept it.
    #[must_use]
    pub fn from_trusted(mark: i64) -> Self {
        Self(mark)
    }

    /// As a store keeps it.
    #[must_use]
    pub fn as_i64(self) -> i64 {
        self.0
    }
}

/// What a verified token says of its bearer. What is `None` it doesn't say.
///
/// Of the claims that describe a person, one that is `null`, of another type, or can't be made to fit
/// counts as absent, and so does an empty name; an empty `picture` says that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The token's `sub`.
    pub id: UserId,
    /// The token's `iss`.
    pub issuer: Option<Issuer>,
    /// The token's `iat`.
    pub issued_at: Option<Timestamp>,
    /// The token; `None` where there was none, as with users that the service makes itself.
    pub token: Option<TokenFingerprint>,
    /// The token's `preferred_username`, else its `username`.
    pub username: Option<Username>,
    /// The token's `name`.
    pub name: Option<DisplayName>,
    /// The token's `picture`; `Some(None)` says that there is none.
    pub image: Option<Option<HttpUrl>>,
    /// The known ones of the token's `roles`.
    pub roles: Option<BTreeSet<Role>>,
}

impl Profile {
    /// What a `picture` says: an address, or that there is none. `None` if it says nothing.
    #[must_use]
    pub fn image_of(picture: &str) -> Option<Option<HttpUrl>> {
        HttpUrl::parse(picture).ok()
    }

    /// The roles that the token grants: they are those of the token at hand, whatever an earlier one said.
    #[must_use]
    pub fn granted_roles(&self) -> BTreeSet<Role> {
        self.roles.clone().unwrap_or_default()
    }
}

/// A token whose issuer is another than the one that its user first came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the user came from another issuer")]
pub struct IssuerMismatch;

/// Which tokens made a user's row what it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClaimHistory {
    /// The issuer that the user first came from; `None` while no token named one.
    pub issuer: Option<Issuer>,
    /// The latest `iat` of a token that changed the row.
    pub issued_at: Option<Timestamp>,
    /// The tokens of that moment, and those without `iat`, that changed the row; the last ones, in order.
    pub tokens: Vec<TokenFingerprint>,
}

impl ClaimHistory {
    /// How many tokens are kept. More than one person uses in turn.
    pub const MAX_TOKENS: usize = 16;

    /// Whether a token must change nothing: it is older than the one that changed the row last, or of the
    /// same age and had its say already. Otherwise two tokens that differ would overwrite each other at every
    /// request.
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
        // The development login signs in as anybody, so it doesn't make somebody its own.
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

    fn accepts(&self, issuer: Option<&Issuer>) -> bool {
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
    /// How the row became what it is.
    pub history: ClaimHistory,
}

impl UserRecord {
    /// The row of somebody who comes for the first time. The user name is a wish: while somebody else
    /// holds it, it is [disambiguated](Username::disambiguate).
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
            },
            history: ClaimHistory {
                issuer: profile.issuer.clone(),
                issued_at: profile.issued_at,
                tokens: profile.token.into_iter().collect(),
            },
        }
    }

    /// What a token makes of the row, with the user name as a wish; `None` if it changes nothing.
    pub fn apply(&self, profile: &Profile) -> Result<Option<Self>, IssuerMismatch> {
        if !self.history.accepts(profile.issuer.as_ref()) {
            return Err(IssuerMismatch);
        }
        if self.history.is_outdated(profile) {
            return Ok(None);
        }
        let kept = &self.user;
        let after = Self {
            user: User {
                id: kept.id.clone(),
                username: profile.username.as_ref().unwrap_or(&kept.username).clone(),
                name: profile.name.as_ref().unwrap_or(&kept.name).clone(),
                image: profile.image.as_ref().unwrap_or(&kept.image).clone(),
                roles: profile.roles.as_ref().unwrap_or(&kept.roles).clone(),
            },
            history: self.history.after(profile),
        };
        Ok(after.differs_from(self).then_some(after))
    }

    /// Whether more than the tokens differs, which alone is not worth a write.
    #[must_use]
    pub fn differs_from(&self, before: &Self) -> bool {
        self.user != before.user || self.history.issuer != before.history.issuer
    }
}

/// A user name that its holder gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedName {
    /// Who held it.
    pub user: UserId,
    /// When they took another.
    pub at: Timestamp,
}

impl ReleasedName {
    /// For how long nobody else gets the name: whoever follows an old address or knows somebody by it
    /// must not meet another person there.
    pub const RESERVATION: Duration = Duration::from_hours(30 * 24);

    /// Whether a user may have the name, as far as this goes.
    #[must_use]
    pub fn is_free_for(&self, user: &UserId, now: Timestamp) -> bool {
        self.user == *user || now >= self.at + Self::RESERVATION
    }
}

#[cfg(test)]
mod tests;
