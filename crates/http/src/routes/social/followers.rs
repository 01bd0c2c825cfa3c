//! `GET /api/social/followers/{userId}`

use actix_web::{get, web};
use onair_domain::user::Requester;

use crate::api::Api;
use crate::cursor::Follower;
use crate::dto::RelatedUserDto;
use crate::envelope::Counted;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::page::PageOf;

/// Who follows somebody, the newest first.
#[utoipa::path(
    tag = "social",
    security((), ("bearer" = [])),
    params(
        ("userId" = String, Path, description = "theirs"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the answer before's `nextCursor`"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Counted<RelatedUserDto>),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[get("/api/social/followers/{userId}")]
pub(super) async fn list_followers(
    api: web::Data<Api>,
    call: Call<Requester, PageOf<Follower>>,
) -> Result<Counted<RelatedUserDto>, ApiError> {
    let PageOf { whom, page } = call.input;
    let request = page.map_key(|Follower(key)| key);
    let (page, counts) = api.social.list_followers(whom.known()?, &request).await?;
    Ok(Counted::of(page.map_key(Follower), counts.followers))
}
