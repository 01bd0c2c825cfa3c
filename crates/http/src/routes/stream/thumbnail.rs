//! `PUT` and `DELETE /api/stream/thumbnail`

use actix_web::{HttpRequest, delete, put, web};
use onair_domain::thumbnail::Jpeg;
use onair_domain::user::User;

use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::{Call, Input};

impl Input for Jpeg {
    const BODY: BodyRule = BodyRule::Jpeg;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Self::parse(body).map_err(|error| ApiError::field("thumbnail", error))
    }
}

/// Stores the picture of the caller's broadcast, in place of an earlier one. Lists and link previews show it while the
/// session is open; its end deletes the picture. Comments and metadata are removed from it.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body(
        content = Vec<u8>,
        content_type = "image/jpeg",
        description = "A JPEG picture of at most 64 KiB and 1280 pixels on each side.",
    ),
    responses(
        (status = 200, description = "The picture is stored.", body = Done),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
        (status = 409, description = "STREAM_OFFLINE"),
    )
)]
#[put("/thumbnail")]
pub(super) async fn set_thumbnail(api: web::Data<Api>, call: Call<User, Jpeg>) -> Result<Done, ApiError> {
    api.thumbnails.store(&call.caller.id, call.input).await?;
    Ok(Done::new())
}

/// Removes the picture of the caller's broadcast. Succeeds if there is none.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The broadcast has no picture.", body = Done),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[delete("/thumbnail")]
pub(super) async fn remove_thumbnail(api: web::Data<Api>, call: Call<User>) -> Result<Done, ApiError> {
    api.thumbnails.remove(&call.caller.id).await?;
    Ok(Done::new())
}
