//! `POST /api/admin/creator-applications/{userId}/approve`

use actix_web::{post, web};
use onair_domain::user::User;

use super::admin_action::Applicant;
use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Makes an applicant a creator.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the applicant's")),
    responses(
        (status = 200, description = "The application as it is now.", body = Envelope<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, NOT_FOUND"),
        (status = 409, description = "ALREADY_REVIEWED"),
    )
)]
#[post("/api/admin/creator-applications/{userId}/approve")]
pub(super) async fn approve_creator(
    api: web::Data<Api>,
    call: Call<User, Applicant>,
) -> Result<Envelope<ApplicationDto>, ApiError> {
    let admin = call.caller;
    let reviewed = api.admin.approve(&admin, call.input.whom()).await?;
    Ok(Envelope::new(reviewed))
}
