//! `POST|DELETE /api/social/block/{userId}`

use actix_web::{delete, post, web};
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::path::Whom;

/// Whether the caller blocks somebody.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Block {
    is_blocked: bool,
}

fn answer(is_blocked: bool) -> Envelope<Block> {
    Envelope::new(Block { is_blocked })
}

/// Blocks somebody: they leave the caller's room at once, and follows between the two go.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "theirs")),
    responses(
        (status = 200, description = "The caller blocks them.", body = Envelope<Block>),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/api/social/block/{userId}")]
pub(super) async fn block(api: web::Data<Api>, call: Call<User, Whom>) -> Result<Envelope<Block>, ApiError> {
    api.social.block(&call.caller.id, call.input.known()?).await?;
    Ok(answer(true))
}

/// Blocks somebody no longer. Follows don't come back.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "theirs")),
    responses(
        (status = 200, description = "The caller doesn't block them.", body = Envelope<Block>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[delete("/api/social/block/{userId}")]
pub(super) async fn unblock(
    api: web::Data<Api>,
    call: Call<User, Whom>,
) -> Result<Envelope<Block>, ApiError> {
    api.social.unblock(&call.caller.id, call.input.known()?).await?;
    Ok(answer(false))
}
