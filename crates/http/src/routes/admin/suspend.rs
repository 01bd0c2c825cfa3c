//! `POST /api/admin/users/{userId}/suspend`

use actix_web::{post, web};
use onair_domain::user::User;

use super::input::ActionWithReason;
use super::users::UserAccountDto;
use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// Suspends a user: ends their broadcast, removes them from all rooms within 5 s, and refuses their bearer
/// tokens. A repetition changes nothing.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    request_body = ActionWithReason,
    responses(
        (status = 200, description = "The suspended user.", body = Envelope<UserAccountDto>),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/users/{userId}/suspend")]
pub(super) async fn suspend_user(
    api: web::Data<Api>,
    call: Call<User, ActionWithReason>,
) -> Result<Envelope<UserAccountDto>, ApiError> {
    let (admin, input) = (call.caller, call.input);
    let suspended = api.admin.suspend(&admin, input.target.id(), input.reason).await?;
    Ok(Envelope::new(suspended))
}
