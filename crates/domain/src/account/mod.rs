//! Who calls: from a bearer token to a remembered user.

mod dev_login;

use std::fmt;
use std::sync::Arc;

use crate::creator::ApplicationStatus;
use crate::error::Outage;
use crate::ports::{
    Authenticator, AuthenticatorError, Clock, CreatorApplications, UserDirectory, UserDirectoryError,
};
use crate::text::TextError;
use crate::user::{BearerToken, Profile, TokenFingerprint, User, UserId, Username};

/// Why nobody could be made of a token.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The token is malformed, wrongly signed, expired, of another issuer than its user, or its claims
    /// make no user.
    #[error("the bearer token is not valid")]
    InvalidToken(#[source] crate::error::Source),
    /// Nobody has that name, and no user can be made up by it.
    #[error("the user name {0}")]
    Username(#[source] TextError),
    /// The store or the identity provider did not answer.
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

    /// Verifies a token and remembers its bearer, whose roles are those that it grants.
    pub async fn identify(&self, token: &BearerToken) -> Result<User, AccountError> {
        let profile = self
            .authenticator
            .authenticate(token)
            .await
            .map_err(|error| match error {
                AuthenticatorError::Invalid(source) => AccountError::InvalidToken(source),
                AuthenticatorError::Unavailable(source) => {
                    AccountError::Outage(Outage::IdentityProvider(source))
                }
            })?;
        let profile = Profile {
            token: Some(TokenFingerprint::of(token)),
            ..profile
        };
        let user = self.upsert_from_claims(&profile).await?;
        Ok(User {
            roles: profile.granted_roles(),
            ..user
        })
    }

    /// Keeps a user's row from what is known of them.
    pub(super) async fn upsert_from_claims(&self, profile: &Profile) -> Result<User, AccountError> {
        let remembered = self.users.upsert_from_claims(profile, self.clock.now()).await;
        remembered.map_err(|error| match error {
            UserDirectoryError::IssuerMismatch(other) => AccountError::InvalidToken(Box::new(other)),
            other => AccountError::Outage(other.into()),
        })
    }

    /// The user with their application's status.
    pub async fn get_account(&self, user: User) -> Result<Account, AccountError> {
        let application = self.applications.find(&user.id).await.map_err(Outage::from)?;
        Ok(Account {
            user,
            application_status: ApplicationStatus::of(application.as_ref()),
        })
    }

    /// The user of that id, if there is one.
    pub(super) async fn find(&self, id: &UserId) -> Result<Option<User>, AccountError> {
        Ok(self.users.find(id).await.map_err(Outage::from)?)
    }

    /// The user of that name, however it is spelt, if there is one.
    pub(super) async fn find_by_username(&self, name: &Username) -> Result<Option<User>, AccountError> {
        Ok(self.users.find_by_username(name).await.map_err(Outage::from)?)
    }
}
