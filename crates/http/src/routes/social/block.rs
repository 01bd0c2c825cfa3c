//! `POST|DELETE /api/social/block/{userId}`

use actix_web::{delete, post, web};
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::path::PathUserId;

/// Whether the caller blocks the user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Block {
    is_blocked: bool,
}

fn response(is_blocked: bool) -> Envelope<Block> {
    Envelope::new(Block { is_blocked })
}

/// Blocks a user. They are removed from the caller's room immediately, and follows between the two are
/// deleted.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "The caller blocks them.", body = Envelope<Block>),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/block/{userId}")]
pub(super) async fn block(
    api: web::Data<Api>,
    call: Call<User, PathUserId>,
) -> Result<Envelope<Block>, ApiError> {
    api.social.block(&call.caller.id, call.input.require()?).await?;
    Ok(response(true))
}

/// Unblocks a user. Follows are not restored.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "The caller doesn't block them.", body = Envelope<Block>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[delete("/block/{userId}")]
pub(super) async fn unblock(
    api: web::Data<Api>,
    call: Call<User, PathUserId>,
) -> Result<Envelope<Block>, ApiError> {
    api.social.unblock(&call.caller.id, call.input.require()?).await?;
    Ok(response(false))
}
