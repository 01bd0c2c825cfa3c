//! `GET /api/stream/events`

use actix_web::{HttpRequest, HttpResponse, get, web};
use onair_domain::account::Account;
use onair_domain::stream::StreamError;
use onair_domain::user::Requester;

use crate::api::Api;
use crate::error::ApiError;
use crate::events::StreamEvent;
use crate::extract::Call;
use crate::routes::event_stream;

/// Sends the changes of the caller's stream as server-sent events, starting with a snapshot. A comment every
/// 15 s keeps the connection open. Slow readers skip intermediate states.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "An endless stream of events.", body = StreamEvent, content_type = "text/event-stream"),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[get("/events")]
pub(super) async fn get_events(
    api: web::Data<Api>,
    request: HttpRequest,
    call: Call<Account>,
) -> Result<HttpResponse, ApiError> {
    call.caller.require_approved().map_err(StreamError::from)?;
    let host = call.caller.user.id;
    let found = api.streams.get_stream_of(&host).await?;
    Ok(event_stream(&api, &request, &found, &Requester::User(host)))
}
