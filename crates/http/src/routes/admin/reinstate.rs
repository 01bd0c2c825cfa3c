//! `POST /api/admin/users/{userId}/reinstate`

use actix_web::{post, web};
use onair_domain::user::User;

use super::input::TargetUser;
use super::users::UserAccountDto;
use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Reinstates a suspended user. A repetition changes nothing.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "The reinstated user.", body = Envelope<UserAccountDto>),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/users/{userId}/reinstate")]
pub(super) async fn reinstate_user(
    api: web::Data<Api>,
    call: Call<User, TargetUser>,
) -> Result<Envelope<UserAccountDto>, ApiError> {
    let reinstated = api.admin.reinstate(&call.caller, call.input.id()).await?;
    Ok(Envelope::new(reinstated))
}
