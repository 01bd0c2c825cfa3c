//! `GET /api/viewer/live`

use actix_web::{get, web};
use onair_domain::page::PageRequest;
use onair_domain::stream::LiveKey;
use onair_domain::user::Onlooker;

use crate::api::Api;
use crate::dto::StreamWithUserDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// Who is live, most viewers first. The parts that follow keep the order that the first one was in, for
/// ten minutes, so that counts that change meanwhile show no stream twice and hide none.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 50, description = "20 if left out"),
        ("cursor" = Option<String>, Query, description = "the answer before's `nextCursor`"),
    ),
    responses((status = 200, description = "A part of the list.", body = Listed<StreamWithUserDto>))
)]
#[get("/api/viewer/live")]
pub(super) async fn list_live(
    api: web::Data<Api>,
    call: Call<Onlooker, PageRequest<LiveKey>>,
) -> Result<Listed<StreamWithUserDto>, ApiError> {
    let page = api.streams.get_live_streams(&call.caller, &call.input).await?;
    Ok(Listed::of(page))
}
