//! `GET /api/viewer/me`

use actix_web::get;
use onair_domain::account::Account;
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::{ApplicationStatusDto, UserDto};
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The caller, their roles and the status of their application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Me {
    #[serde(flatten)]
    user: UserDto,
    /// The only role is `admin`.
    roles: Vec<&'static str>,
    application_status: ApplicationStatusDto,
}

impl From<Account> for Me {
    fn from(account: Account) -> Self {
        Self {
            roles: account.user.roles.iter().map(<&str>::from).collect(),
            user: account.user.into(),
            application_status: account.application_status.into(),
        }
    }
}

/// Returns the caller.
#[utoipa::path(
    tag = "viewer",
    security(("bearer" = [])),
    responses((status = 200, description = "The caller.", body = Envelope<Me>))
)]
#[get("/me")]
pub(super) async fn get_me(call: Call<Account>) -> Result<Envelope<Me>, ApiError> {
    Ok(Envelope::new(call.caller))
}
