//! [`AccountService`]: from a bearer token to a user. The list of users for admins.

mod dev_login;
mod listing;
mod own;

pub use listing::{UserFilter, UserKey, UserListing, UserSelection};
pub use own::Account;

use std::fmt;
use std::sync::Arc;

use crate::error::Outage;
use crate::ports::{Authenticator, AuthenticatorError, Clock, UserDirectory, UserDirectoryError};
use crate::text::TextError;
use crate::user::{BearerToken, Profile, TokenFingerprint, User, UserId, Username};

/// Why a token or a user name was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The token is malformed, wrongly signed, expired, from another issuer than its user, or its claims do
    /// not describe a user.
    #[error("the bearer token is not valid")]
    InvalidToken(#[source] crate::error::Source),
    /// The identity provider issues access tokens that only it can read. Its configuration has to be changed.
    #[error("the bearer token is opaque")]
    OpaqueToken(#[source] crate::error::Source),
    /// An admin has suspended the user.
    #[error("the user is suspended")]
    Suspended,
    /// No user has the name, and no user can be created for it.
    #[error("the user name {0}")]
    Username(#[source] TextError),
    /// The store or the identity provider did not answer, or other calls changed the user at the same time.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// The claims of a bearer token that is genuine. Whether its user may do anything is known only after
/// [`AccountService::load`].
#[derive(Debug, Clone)]
pub struct VerifiedBearer(Profile);

impl VerifiedBearer {
    /// The user whom the token names.
    #[must_use]
    pub fn user_id(&self) -> &UserId {
        &self.0.id
    }
}

/// Identifies callers by their bearer tokens and keeps their user rows up to date.
#[derive(Clone)]
pub struct AccountService {
    authenticator: Arc<dyn Authenticator>,
    users: Arc<dyn UserDirectory>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for AccountService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountService").finish_non_exhaustive()
    }
}

impl AccountService {
    /// Creates the service from the ports that it uses.
    #[must_use]
    pub fn new(
        authenticator: Arc<dyn Authenticator>,
        users: Arc<dyn UserDirectory>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            authenticator,
            users,
            clock,
        }
    }

    /// Verifies a bearer token and stores what it claims: [`Self::verify`], then [`Self::load`].
    pub async fn identify(&self, token: &BearerToken) -> Result<Account, AccountError> {
        self.load(&self.verify(token).await?).await
    }

    /// Verifies a bearer token. Does not read the store, so callers can refuse requests between this and
    /// [`Self::load`] at low cost.
    pub async fn verify(&self, token: &BearerToken) -> Result<VerifiedBearer, AccountError> {
        let profile = self
            .authenticator
            .authenticate(token)
            .await
            .map_err(|error| match error {
                AuthenticatorError::Invalid(source) => AccountError::InvalidToken(source),
                AuthenticatorError::Opaque(source) => AccountError::OpaqueToken(source),
                AuthenticatorError::Unavailable(source) => {
                    AccountError::Outage(Outage::IdentityProvider(source))
                }
            })?;
        Ok(VerifiedBearer(Profile {
            token: Some(TokenFingerprint::of(token)),
            ..profile
        }))
    }

    /// Stores what a token claims, and returns the user with exactly the roles that this token grants, and with the
    /// status of their application.
    ///
    /// Returns [`AccountError::InvalidToken`] if the user's first token had another issuer, and
    /// [`AccountError::Suspended`] for suspended users. The token's claims are stored even so: names stay up to date.
    pub async fn load(&self, token: &VerifiedBearer) -> Result<Account, AccountError> {
        let VerifiedBearer(profile) = token;
        let account = self.upsert_from_claims(profile).await?;
        let user = require_active(account.user)?;
        Ok(Account {
            user: User {
                roles: profile.granted_roles(),
                ..user
            },
            ..account
        })
    }

    /// Updates a user's row from claims, or inserts it.
    pub(super) async fn upsert_from_claims(&self, profile: &Profile) -> Result<Account, AccountError> {
        let stored = self.users.upsert_from_claims(profile, self.clock.now()).await;
        stored.map_err(|error| match error {
            UserDirectoryError::IssuerMismatch(other) => AccountError::InvalidToken(Box::new(other)),
            other => AccountError::Outage(other.into()),
        })
    }

    /// Returns those of these users who are suspended, in any order.
    pub async fn filter_suspended(&self, users: &[UserId]) -> Result<Vec<UserId>, AccountError> {
        Ok(self.users.filter_suspended(users).await.map_err(Outage::from)?)
    }

    /// Finds a user by id.
    pub(super) async fn find(&self, id: &UserId) -> Result<Option<User>, AccountError> {
        Ok(self.users.find(id).await.map_err(Outage::from)?)
    }

    /// Finds a user by name. Names are compared by [`Username::key`].
    pub(super) async fn find_by_username(&self, name: &Username) -> Result<Option<User>, AccountError> {
        Ok(self.users.find_by_username(name).await.map_err(Outage::from)?)
    }
}

/// Refuses suspended users.
fn require_active(user: User) -> Result<User, AccountError> {
    if user.is_suspended {
        Err(AccountError::Suspended)
    } else {
        Ok(user)
    }
}
