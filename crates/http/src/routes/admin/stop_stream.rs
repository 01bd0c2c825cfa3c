//! `POST /api/admin/streams/{userId}/stop`

use actix_web::{post, web};
use onair_domain::user::User;

use super::input::ActionWithReason;
use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::Call;

/// Ends the broadcast of a creator. Succeeds if there is none.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the creator's user id")),
    request_body = ActionWithReason,
    responses(
        (status = 200, description = "The stream is offline.", body = Done),
        (status = 403, description = "FORBIDDEN"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[post("/streams/{userId}/stop")]
pub(super) async fn stop_stream(
    api: web::Data<Api>,
    call: Call<User, ActionWithReason>,
) -> Result<Done, ApiError> {
    let (admin, input) = (call.caller, call.input);
    api.admin
        .stop_stream(&admin, input.target.id(), input.reason)
        .await?;
    Ok(Done::new())
}
