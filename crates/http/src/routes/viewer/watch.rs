//! `GET /api/viewer/stream/{username}`

use actix_web::{get, web};
use onair_domain::stream::StreamDetails;
use onair_domain::user::{Requester, Username};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::{StateDto, StreamWithUserDto};
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// A stream for the watch page.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct WatchedStream {
    #[serde(flatten)]
    found: StreamWithUserDto,
    state: StateDto,
    /// Whether the caller follows the host; only for signed-in callers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_following: Option<bool>,
    /// Whether the host blocked the caller; only for who is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_blocked: Option<bool>,
    /// Whether the caller is the host; only for who is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    is_host: Option<bool>,
}

impl From<StreamDetails> for WatchedStream {
    fn from(details: StreamDetails) -> Self {
        Self {
            state: details.found.state.into(),
            found: details.found.into(),
            is_following: details.relation.map(|relation| relation.is_following),
            is_blocked: details.relation.map(|relation| relation.is_blocked),
            is_host: details.relation.map(|_| details.is_host),
        }
    }
}

/// Returns a creator's stream, live or offline.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(("username" = String, Path, description = "the creator's user name, in any case")),
    responses(
        (status = 200, description = "The stream.", body = Envelope<WatchedStream>),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
    )
)]
#[get("/stream/{username}")]
pub(super) async fn get_watched_stream(
    api: web::Data<Api>,
    call: Call<Requester, Username>,
) -> Result<Envelope<WatchedStream>, ApiError> {
    let details = api
        .streams
        .get_stream_by_username(&call.input, &call.caller)
        .await?;
    Ok(Envelope::new(details))
}
