//! `POST /api/dev/login`: signs in as any user, if the configuration enables it.

use std::sync::Arc;

use actix_web::{HttpRequest, post, web};
use onair_domain::user::Username;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{Api, DevLogin};
use crate::dto::UserDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// The user to sign in as.
#[derive(Debug, ToSchema)]
#[schema(as = DevLogin)]
pub(super) struct LoginRequest {
    /// If no user has this name, a new user is created. Names of new users have up to 39 letters, digits,
    /// `_`, `-` and `.`.
    #[schema(value_type = String)]
    username: Username,
}

impl Input for LoginRequest {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let username = fields.text("username", Username::parse);
        fields.finish(username.map(|username| Self { username }))
    }
}

/// The signed-in user and their token.
#[derive(Serialize, ToSchema)]
pub(super) struct Login {
    /// The bearer token for the `Authorization` header.
    token: String,
    user: UserDto,
}

/// Signs in as any user. 404 if the development login is disabled.
#[utoipa::path(
    tag = "machines",
    request_body = LoginRequest,
    responses(
        (status = 200, description = "The token.", body = Envelope<Login>),
        (status = 403, description = "ACCOUNT_SUSPENDED"),
        (status = 404, description = "NOT_FOUND"),
        (status = 503, description = "BUSY"),
    )
)]
#[post("/api/dev/login")]
pub(super) async fn dev_login(
    api: web::Data<Api>,
    call: Call<Arc<dyn DevLogin>, LoginRequest>,
) -> Result<Envelope<Login>, ApiError> {
    let user = api.accounts.find_or_create(&call.input.username).await?;
    let token = call.caller.mint(&user).map_err(ApiError::internal)?;
    Ok(Envelope::new(Login {
        token: token.expose_secret().to_owned(),
        user: user.into(),
    }))
}
