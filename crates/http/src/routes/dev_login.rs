//! `POST /api/dev/login`: sign in as anybody, where the configuration switches that on.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::{HttpRequest, post, web};
use onair_domain::text::TextFault;
use onair_domain::user::{AccountError, AccountService, Profile, User, UserId, Username};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{Api, DevLogin};
use crate::dto::UserDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// The longest name that can be made up here.
const LONGEST: usize = 39;

/// Whom to be.
#[derive(Debug, ToSchema)]
#[schema(as = DevLogin)]
pub(super) struct LoginRequest {
    /// Letters, digits, `_`, `-` and `.`; a name that nobody has becomes a new user's.
    #[schema(value_type = String, min_length = 1, max_length = 39)]
    username: Username,
}

impl Input for LoginRequest {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let username = fields.text("username", parse_username);
        fields.finish(username.map(|username| Self { username }))
    }
}

/// A name as this login makes them up: the id is made of it, so it is narrower than others.
fn parse_username(raw: &str) -> Result<Username, TextFault> {
    let username = Username::parse(raw)?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !username.as_str().chars().all(fits) {
        return Err(TextFault::Characters {
            allowed: "the letters a to z, digits, _ - and .",
        });
    }
    if username.as_str().len() > LONGEST {
        return Err(TextFault::TooLong { max: LONGEST });
    }
    Ok(username)
}

/// Who one is now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Login {
    /// To be sent as `Authorization: Bearer`.
    token: String,
    user: UserDto,
}

/// Signs in as anybody. 404 where it isn't switched on.
#[utoipa::path(
    tag = "machines",
    request_body = LoginRequest,
    responses(
        (status = 200, description = "The token.", body = Envelope<Login>),
        (status = 404, description = "NOT_FOUND"),
    )
)]
#[post("/api/dev/login")]
pub(super) async fn dev_login(
    api: web::Data<Api>,
    call: Call<Arc<dyn DevLogin>, LoginRequest>,
) -> Result<Envelope<Login>, ApiError> {
    let user = find_or_make(&api.accounts, call.input.username).await?;
    let token = call.caller.mint(&user).map_err(ApiError::internal)?;
    Ok(Envelope::new(Login {
        token: token.reveal().to_owned(),
        user: user.into(),
    }))
}

async fn find_or_make(accounts: &AccountService, username: Username) -> Result<User, ApiError> {
    match accounts.user_named(&username).await {
        Ok(user) => return Ok(user),
        Err(AccountError::UserUnknown) => {}
        Err(error) => return Err(error.into()),
    }
    let id = free_id(accounts, &username).await?;
    let name = username.clone().into();
    let profile = Profile {
        id,
        username,
        name,
        image: None,
        roles: BTreeSet::new(),
    };
    Ok(accounts.remember(&profile).await?)
}

/// An id made of the name that nobody has: somebody who once had the name may have kept the first.
async fn free_id(accounts: &AccountService, username: &Username) -> Result<UserId, ApiError> {
    let first = format!("user-{}", username.key());
    let mut candidate = first.clone();
    let mut number = 1_u64;
    loop {
        let id = UserId::parse(&candidate).map_err(|fault| ApiError::internal(Box::new(fault)))?;
        match accounts.user(&id).await {
            Err(AccountError::UserUnknown) => return Ok(id),
            Err(error) => return Err(error.into()),
            Ok(_) => {
                number += 1;
                candidate = format!("{first}-{number}");
            }
        }
    }
}
