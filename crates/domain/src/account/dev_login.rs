//! Sign-in as any user name, for development.

use super::{AccountError, AccountService, require_active};
use crate::text::TextError;
use crate::user::{Issuer, Profile, User, UserId, Username};

impl Username {
    /// The longest user name for which the development login creates a user, in characters.
    pub const DEV_LOGIN_MAX: usize = 39;

    /// Checks a name for which the development login would create a user. The user id is derived from the
    /// name, so fewer characters are allowed than in other names.
    fn check_dev_login(&self) -> Result<(), TextError> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !self.as_str().chars().all(is_allowed) {
            Err(TextError::Characters {
                allowed: "the letters a to z, digits, _ - and .",
            })
        } else if self.as_str().len() > Self::DEV_LOGIN_MAX {
            Err(TextError::TooLong {
                max: Self::DEV_LOGIN_MAX,
            })
        } else {
            Ok(())
        }
    }

    /// Whether the user has this name, or a name that [`Self::disambiguate`] made of it.
    fn is_name_of(&self, user: &User) -> bool {
        /// More than four disambiguations of one name happen only when names are chosen to collide.
        const MAX_DISAMBIGUATIONS: usize = 4;
        let key = user.username.key();
        let mut name = self.clone();
        for _ in 0..MAX_DISAMBIGUATIONS {
            if name.key() == key {
                return true;
            }
            name = name.disambiguate(&user.id);
        }
        false
    }
}

impl AccountService {
    /// Finds the user with a name, or creates one without roles. Concurrent calls with the same new name
    /// create one user, because the id is derived from the name.
    ///
    /// Returns [`AccountError::Username`] if no user has the name and it cannot become a user id, and
    /// [`AccountError::Suspended`] if the user is suspended.
    pub async fn find_or_create(&self, username: &Username) -> Result<User, AccountError> {
        require_active(self.find_or_create_any(username).await?)
    }

    async fn find_or_create_any(&self, username: &Username) -> Result<User, AccountError> {
        if let Some(user) = self.find_by_username(username).await? {
            return Ok(user);
        }
        username.check_dev_login().map_err(AccountError::Username)?;
        let mut number = 1_u64;
        loop {
            let id = dev_login_id(username, number).map_err(AccountError::Username)?;
            match self.find(&id).await? {
                None => return Ok(self.upsert_from_claims(&new_user(id, username)).await?.user),
                Some(user) if username.is_name_of(&user) => return Ok(user),
                // This user had the name earlier and keeps the id.
                Some(_) => number += 1,
            }
        }
    }
}

fn dev_login_id(username: &Username, number: u64) -> Result<UserId, TextError> {
    let first = format!("user-{}", username.key());
    UserId::parse(&if number == 1 {
        first
    } else {
        format!("{first}-{number}")
    })
}

fn new_user(id: UserId, username: &Username) -> Profile {
    Profile {
        id,
        issuer: Some(Issuer::dev_login()),
        issued_at: None,
        token: None,
        username: Some(username.clone()),
        name: Some(username.clone().into()),
        image: Some(None),
        roles: Some([].into()),
    }
}
