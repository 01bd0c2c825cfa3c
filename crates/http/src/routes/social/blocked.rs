//! `GET /api/social/blocked`

use actix_web::{get, web};
use onair_domain::page::PageRequest;
use onair_domain::user::User;

use crate::api::Api;
use crate::cursor::Blocked;
use crate::dto::RelatedUserDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// Lists the users user the caller blocks, newest first.
#[utoipa::path(
    tag = "social",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses((status = 200, description = "A part of the list.", body = Listed<RelatedUserDto>))
)]
#[get("/blocked")]
pub(super) async fn list_blocked(
    api: web::Data<Api>,
    call: Call<User, PageRequest<Blocked>>,
) -> Result<Listed<RelatedUserDto>, ApiError> {
    let request = call.input.map_key(|Blocked(key)| key);
    let page = api.social.list_blocked(&call.caller.id, &request).await?;
    Ok(Listed::of(page.map_key(Blocked)))
}
