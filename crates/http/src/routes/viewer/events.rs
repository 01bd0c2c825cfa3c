//! `GET /api/viewer/stream/{username}/events`

use actix_web::{HttpResponse, get, web};
use onair_domain::user::{Requester, Username};

use crate::api::Api;
use crate::error::ApiError;
use crate::events::StreamEvent;
use crate::extract::Call;
use crate::routes::event_stream;

/// A creator's stream as server-sent events: a snapshot, and then what changes. A comment every
/// 15 s keeps the connection open. Who reads slowly is told the newest and skips what was before it.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(("username" = String, Path, description = "the creator's, whatever its case")),
    responses(
        (status = 200, description = "Events without end.", body = StreamEvent, content_type = "text/event-stream"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
    )
)]
#[get("/api/viewer/stream/{username}/events")]
pub(super) async fn get_watched_events(
    api: web::Data<Api>,
    call: Call<Requester, Username>,
) -> Result<HttpResponse, ApiError> {
    let details = api
        .streams
        .get_stream_by_username(&call.input, &call.caller)
        .await?;
    Ok(event_stream(&api, &details.found))
}
