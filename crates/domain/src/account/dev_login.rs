//! Signing in as anybody, for development.

use super::{AccountError, AccountService};
use crate::text::TextError;
use crate::user::{Issuer, Profile, User, UserId, Username};

impl Username {
    /// The longest name that can be made up at the development login, in characters.
    pub const MADE_UP_MAX: usize = 39;

    /// Checks a name that is to become a new user's at the development login: the id is made of it, so it
    /// is narrower than others.
    fn check_made_up(&self) -> Result<(), TextError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if !self.as_str().chars().all(fits) {
            Err(TextError::Characters {
                allowed: "the letters a to z, digits, _ - and .",
            })
        } else if self.as_str().len() > Self::MADE_UP_MAX {
            Err(TextError::TooLong {
                max: Self::MADE_UP_MAX,
            })
        } else {
            Ok(())
        }
    }

    /// Whether a user is called so, or would be if nobody else were.
    fn is_wish_of(&self, user: &User) -> bool {
        /// A name is disambiguated again only where somebody chose the disambiguated one on purpose.
        const TIMES: usize = 4;
        let key = user.username.key();
        let mut name = self.clone();
        for _ in 0..TIMES {
            if name.key() == key {
                return true;
            }
            name = name.disambiguate(&user.id);
        }
        false
    }
}

impl AccountService {
    /// The user of that name, or a new plain one. However many ask for a new name at once, it is one
    /// user: the id follows from the name, and whoever has that id is either called so or left alone.
    pub async fn find_or_create(&self, username: &Username) -> Result<User, AccountError> {
        if let Some(user) = self.find_by_username(username).await? {
            return Ok(user);
        }
        username.check_made_up().map_err(AccountError::Username)?;
        let mut number = 1_u64;
        loop {
            let id = made_up_id(username, number).map_err(AccountError::Username)?;
            match self.find(&id).await? {
                None => return self.upsert_from_claims(&new_user(id, username)).await,
                Some(user) if username.is_wish_of(&user) => return Ok(user),
                // Somebody who was called so once, and has the id for good.
                Some(_) => number += 1,
            }
        }
    }
}

fn made_up_id(username: &Username, number: u64) -> Result<UserId, TextError> {
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
