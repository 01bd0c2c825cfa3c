//! `POST /api/admin/creator-applications/{userId}/reject`

use actix_web::{post, web};
use onair_domain::user::User;

use super::admin_action::Act;
use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Refuses an application that waits.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the applicant's")),
    request_body = Act,
    responses(
        (status = 200, description = "The application as it is now.", body = Envelope<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, NOT_FOUND"),
        (status = 409, description = "ALREADY_REVIEWED"),
    )
)]
#[post("/api/admin/creator-applications/{userId}/reject")]
pub(super) async fn reject_creator(
    api: web::Data<Api>,
    call: Call<User, Act>,
) -> Result<Envelope<ApplicationDto>, ApiError> {
    let (admin, act) = (call.caller, call.input);
    let reviewed = api.admin.reject(&admin, act.whom.whom(), act.reason).await?;
    Ok(Envelope::new(reviewed))
}
