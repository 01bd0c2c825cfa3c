//! `POST|DELETE|GET /api/social/follow/{userId}`

use actix_web::{delete, get, post, web};
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::path::Whom;

/// Whether the caller follows somebody.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Follow {
    is_following: bool,
}

fn answer(is_following: bool) -> Envelope<Follow> {
    Envelope::new(Follow { is_following })
}

/// Follows somebody.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "theirs")),
    responses(
        (status = 200, description = "The caller follows them.", body = Envelope<Follow>),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 403, description = "BLOCKED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/api/social/follow/{userId}")]
pub(super) async fn follow(
    api: web::Data<Api>,
    call: Call<User, Whom>,
) -> Result<Envelope<Follow>, ApiError> {
    api.social.follow(&call.caller.id, call.input.known()?).await?;
    Ok(answer(true))
}

/// Follows somebody no longer.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "theirs")),
    responses(
        (status = 200, description = "The caller doesn't follow them.", body = Envelope<Follow>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[delete("/api/social/follow/{userId}")]
pub(super) async fn unfollow(
    api: web::Data<Api>,
    call: Call<User, Whom>,
) -> Result<Envelope<Follow>, ApiError> {
    api.social.unfollow(&call.caller.id, call.input.known()?).await?;
    Ok(answer(false))
}

/// Whether the caller follows somebody.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(("userId" = String, Path, description = "theirs")),
    responses(
        (status = 200, description = "Whether they do.", body = Envelope<Follow>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[get("/api/social/follow/{userId}")]
pub(super) async fn get_follow(
    api: web::Data<Api>,
    call: Call<User, Whom>,
) -> Result<Envelope<Follow>, ApiError> {
    let whom = call.input.known()?;
    Ok(answer(api.social.is_following(&call.caller.id, whom).await?))
}
