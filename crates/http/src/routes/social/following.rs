//! `GET /api/social/following/{userId}`

use actix_web::{get, web};
use onair_domain::user::Requester;

use crate::api::Api;
use crate::cursor::Following;
use crate::dto::RelatedUserDto;
use crate::envelope::Counted;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::page::UserPageRequest;

/// Lists the users user a user follows, newest first.
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
#[get("/following/{userId}")]
pub(super) async fn list_following_of(
    api: web::Data<Api>,
    call: Call<Requester, UserPageRequest<Following>>,
) -> Result<Counted<RelatedUserDto>, ApiError> {
    let UserPageRequest { user, page } = call.input;
    let request = page.map_key(|Following(key)| key);
    let (page, counts) = api.social.list_following(user.require()?, &request).await?;
    Ok(Counted::of(page.map_key(Following), counts.following))
}
