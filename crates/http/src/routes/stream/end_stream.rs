//! `POST /api/stream/end-stream`

use actix_web::{post, web};
use onair_domain::user::User;

use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::Call;

/// Ends the caller's broadcast. Succeeds if there is none.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The stream is offline.", body = Done),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[post("/end-stream")]
pub(super) async fn end_stream(api: web::Data<Api>, call: Call<User>) -> Result<Done, ApiError> {
    api.broadcasts.end_stream(&call.caller.id).await?;
    Ok(Done::with_message("Stream ended"))
}
