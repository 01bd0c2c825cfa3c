//! `GET /api/viewer/live`

use actix_web::{get, web};
use onair_domain::page::PageRequest;
use onair_domain::user::Requester;

use crate::api::Api;
use crate::cursor::Live;
use crate::dto::StreamWithUserDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// Lists the live streams by viewer count (highest first) and id, at the moment of reading a page. A stream
/// whose count changes between two pages may appear twice or be missed. Clients should remove duplicates by
/// `id`.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses((status = 200, description = "A part of the list.", body = Listed<StreamWithUserDto>))
)]
#[get("/live")]
pub(super) async fn list_live(
    api: web::Data<Api>,
    call: Call<Requester, PageRequest<Live>>,
) -> Result<Listed<StreamWithUserDto>, ApiError> {
    let request = call.input.map_key(|Live(key)| key);
    let page = api.streams.get_live_streams(&call.caller, &request).await?;
    Ok(Listed::of(page.map_key(Live)))
}
