//! `POST /api/admin/streams/{userId}/stop`

use actix_web::{post, web};
use onair_domain::user::User;

use super::admin_action::Act;
use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::Call;

/// Ends somebody's broadcast; fine when there is none.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the creator's")),
    request_body = Act,
    responses(
        (status = 200, description = "The stream is offline.", body = Done),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[post("/api/admin/streams/{userId}/stop")]
pub(super) async fn stop_stream(api: web::Data<Api>, call: Call<User, Act>) -> Result<Done, ApiError> {
    let (admin, act) = (call.caller, call.input);
    api.admin.stop_stream(&admin, act.whom.whom(), act.reason).await?;
    Ok(Done::silent())
}
