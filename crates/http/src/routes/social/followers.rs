//! `GET /api/social/followers/{userId}`

use actix_web::{get, web};
use onair_domain::user::Requester;

use crate::api::Api;
use crate::cursor::Follower;
use crate::dto::RelatedUserDto;
use crate::envelope::Counted;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::page::UserPageRequest;

/// Lists the followers of a user, newest first.
#[utoipa::path(
    tag = "social",
    security((), ("bearer" = [])),
    params(
        ("userId" = String, Path, description = "the user's id"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Counted<RelatedUserDto>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[get("/followers/{userId}")]
pub(super) async fn list_followers(
    api: web::Data<Api>,
    call: Call<Requester, UserPageRequest<Follower>>,
) -> Result<Counted<RelatedUserDto>, ApiError> {
    let UserPageRequest { user, page } = call.input;
    let request = page.map_key(|Follower(key)| key);
    let (page, counts) = api.social.list_followers(user.require()?, &request).await?;
    Ok(Counted::of(page.map_key(Follower), counts.followers))
}
