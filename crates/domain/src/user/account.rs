//! Who calls: from a bearer token to a remembered user.

use std::fmt;
use std::sync::Arc;

use super::{Profile, User, UserId, Username};
use crate::creator::ApplicationStatus;
use crate::error::Outage;
use crate::ports::{Authenticator, AuthenticatorError, Clock, CreatorApplications, UserDirectory};

/// A token as it came, before it was verified. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken(String);

impl BearerToken {
    /// Wraps what stood behind `Bearer `.
    #[must_use]
    pub fn new(token: String) -> Self {
        Self(token)
    }

    /// The token itself, for the one who verifies it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(…)")
    }
}

/// Why nobody could be made of a token.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The token is malformed, wrongly signed, expired, or its claims make no user.
    #[error("the bearer token is not valid")]
    InvalidToken(#[source] crate::error::Source),
    /// No such user.
    #[error("no user has that name or id")]
    UserUnknown,
    /// The store or the provider's keys could not be reached.
    #[error(transparent)]
    Outage(#[from] Outage),
}

/// A user together with how far their application to be a creator has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: User,
    /// Of their application.
    pub application_status: ApplicationStatus,
}

/// Tells who calls, and keeps the users' rows from what their tokens claim.
#[derive(Clone)]
pub struct AccountService {
    authenticator: Arc<dyn Authenticator>,
    users: Arc<dyn UserDirectory>,
    applications: Arc<dyn CreatorApplications>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for AccountService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountService").finish_non_exhaustive()
    }
}

impl AccountService {
    /// Joins the ports it speaks through.
    #[must_use]
    pub fn new(
        authenticator: Arc<dyn Authenticator>,
        users: Arc<dyn UserDirectory>,
        applications: Arc<dyn CreatorApplications>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            authenticator,
            users,
            applications,
            clock,
        }
    }

    /// Verifies a token and remembers its bearer.
    pub async fn identify(&self, token: &BearerToken) -> Result<User, AccountError> {
        let profile = self
            .authenticator
            .authenticate(token)
            .await
            .map_err(|error| match error {
                AuthenticatorError::Invalid(source) => AccountError::InvalidToken(source),
                AuthenticatorError::Unavailable(source) => AccountError::Outage(Outage::Store(source)),
            })?;
        self.remember(&profile).await
    }

    /// Keeps a user's row from what is known of them.
    pub async fn remember(&self, profile: &Profile) -> Result<User, AccountError> {
        Ok(self
            .users
            .remember(profile, self.clock.now())
            .await
            .map_err(Outage::from)?)
    }

    /// The user with their application's status.
    pub async fn account(&self, user: User) -> Result<Account, AccountError> {
        let application = self.applications.find(&user.id).await.map_err(Outage::from)?;
        Ok(Account {
            user,
            application_status: ApplicationStatus::of(application.as_ref()),
        })
    }

    /// The user of that id.
    pub async fn user(&self, id: &UserId) -> Result<User, AccountError> {
        self.users
            .find(id)
            .await
            .map_err(Outage::from)?
            .ok_or(AccountError::UserUnknown)
    }

    /// The user of that name, whatever its case.
    pub async fn user_named(&self, name: &Username) -> Result<User, AccountError> {
        self.users
            .find_by_username(name)
            .await
            .map_err(Outage::from)?
            .ok_or(AccountError::UserUnknown)
    }
}
