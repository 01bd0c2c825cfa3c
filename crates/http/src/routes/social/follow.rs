//! `POST|DELETE|GET /api/social/follow/{userId}`

use actix_web::{delete, get, post, web};
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::path::PathUserId;

/// Whether the caller follows the user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Follow {
    is_following: bool,
}

fn response(is_following: bool) -> Envelope<Follow> {
    Envelope::new(Follow { is_following })
}

/// Follows a user.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "The caller follows them.", body = Envelope<Follow>),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 403, description = "BLOCKED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/follow/{userId}")]
pub(super) async fn follow(
    api: web::Data<Api>,
    call: Call<User, PathUserId>,
) -> Result<Envelope<Follow>, ApiError> {
    api.social.follow(&call.caller.id, call.input.require()?).await?;
    Ok(response(true))
}

/// Unfollows a user.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "The caller doesn't follow them.", body = Envelope<Follow>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[delete("/follow/{userId}")]
pub(super) async fn unfollow(
    api: web::Data<Api>,
    call: Call<User, PathUserId>,
) -> Result<Envelope<Follow>, ApiError> {
    api.social
        .unfollow(&call.caller.id, call.input.require()?)
        .await?;
    Ok(response(false))
}

/// Returns whether the caller follows the user.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "the user's id")),
    responses(
        (status = 200, description = "Whether the caller follows the user.", body = Envelope<Follow>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[get("/follow/{userId}")]
pub(super) async fn get_follow(
    api: web::Data<Api>,
    call: Call<User, PathUserId>,
) -> Result<Envelope<Follow>, ApiError> {
    let user = call.input.require()?;
    Ok(response(api.social.is_following(&call.caller.id, user).await?))
}
