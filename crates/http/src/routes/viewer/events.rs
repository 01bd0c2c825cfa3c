//! `GET /api/viewer/stream/{username}/events`

use actix_web::{HttpRequest, HttpResponse, get, web};
use onair_domain::user::{Requester, Username};

use crate::api::Api;
use crate::error::ApiError;
use crate::events::StreamEvent;
use crate::extract::Call;
use crate::routes::event_stream;

/// Sends the changes of a creator's stream as server-sent events, starting with a snapshot. A comment every
/// 15 s keeps the connection open. Slow readers skip intermediate states.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(("username" = String, Path, description = "the creator's user name, in any case")),
    responses(
        (status = 200, description = "An endless stream of events.", body = StreamEvent, content_type = "text/event-stream"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
    )
)]
#[get("/stream/{username}/events")]
pub(super) async fn get_watched_events(
    api: web::Data<Api>,
    request: HttpRequest,
    call: Call<Requester, Username>,
) -> Result<HttpResponse, ApiError> {
    let details = api
        .streams
        .get_stream_by_username(&call.input, &call.caller)
        .await?;
    Ok(event_stream(&api, &request, &details.found, &call.caller))
}
