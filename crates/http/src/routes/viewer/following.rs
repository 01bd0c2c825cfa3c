//! `GET /api/viewer/following`

use crate::cursor::Followed;
use actix_web::{get, web};
use onair_domain::page::PageRequest;
use onair_domain::user::User;

use crate::api::Api;
use crate::dto::StreamWithUserDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// Lists the streams of the creators whom the caller follows, live streams first.
#[utoipa::path(
    tag = "viewer",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses((status = 200, description = "A part of the list.", body = Listed<StreamWithUserDto>))
)]
#[get("/following")]
pub(super) async fn list_following(
    api: web::Data<Api>,
    call: Call<User, PageRequest<Followed>>,
) -> Result<Listed<StreamWithUserDto>, ApiError> {
    let request = call.input.map_key(|Followed(key)| key);
    let page = api
        .streams
        .get_followed_streams(&call.caller.id, &request)
        .await?;
    Ok(Listed::of(page.map_key(Followed)))
}
