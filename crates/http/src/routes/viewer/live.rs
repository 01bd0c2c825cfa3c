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

/// The live streams, most viewers first, then by id, as they are when a part is read. A stream whose count
/// changes between two parts may come twice or be missed: drop repeats by `id`.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the answer before's `nextCursor`"),
    ),
    responses((status = 200, description = "A part of the list.", body = Listed<StreamWithUserDto>))
)]
#[get("/api/viewer/live")]
pub(super) async fn list_live(
    api: web::Data<Api>,
    call: Call<Requester, PageRequest<Live>>,
) -> Result<Listed<StreamWithUserDto>, ApiError> {
    let request = call.input.map_key(|Live(key)| key);
    let page = api.streams.get_live_streams(&call.caller, &request).await?;
    Ok(Listed::of(page.map_key(Live)))
}
