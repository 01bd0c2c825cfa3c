//! `POST /api/admin/creator-applications/{userId}/approve`

use actix_web::{post, web};
use onair_domain::user::User;

use super::input::TargetUser;
use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Approves an application.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the applicant's user id")),
    responses(
        (status = 200, description = "The updated application.", body = Envelope<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, NOT_FOUND"),
        (status = 409, description = "ALREADY_REVIEWED"),
    )
)]
#[post("/creator-applications/{userId}/approve")]
pub(super) async fn approve_creator(
    api: web::Data<Api>,
    call: Call<User, TargetUser>,
) -> Result<Envelope<ApplicationDto>, ApiError> {
    let admin = call.caller;
    let reviewed = api.admin.approve(&admin, call.input.id()).await?;
    Ok(Envelope::new(reviewed))
}
