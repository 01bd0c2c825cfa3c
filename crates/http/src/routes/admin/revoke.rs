//! `POST /api/admin/creator-applications/{userId}/revoke`

use actix_web::{post, web};
use onair_domain::user::User;

use super::input::ActionWithReason;
use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Revokes a creator's permission, and ends their broadcast.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the creator's user id")),
    request_body = ActionWithReason,
    responses(
        (status = 200, description = "The updated application.", body = Envelope<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND, NOT_FOUND"),
        (status = 409, description = "ALREADY_REVIEWED"),
    )
)]
#[post("/creator-applications/{userId}/revoke")]
pub(super) async fn revoke_creator(
    api: web::Data<Api>,
    call: Call<User, ActionWithReason>,
) -> Result<Envelope<ApplicationDto>, ApiError> {
    let (admin, input) = (call.caller, call.input);
    let reviewed = api.admin.revoke(&admin, input.target.id(), input.reason).await?;
    Ok(Envelope::new(reviewed))
}
