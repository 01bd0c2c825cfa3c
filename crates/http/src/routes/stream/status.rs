//! `GET /api/stream/status`

use actix_web::get;
use onair_domain::account::Account;
use onair_domain::stream::{StreamService, StreamStatus};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::{Moment, StateDto, StreamDto};
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The current state of the caller's broadcast.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Status {
    is_live: bool,
    state: StateDto,
    /// The number of viewers, without the creator.
    viewer_count: u32,
    /// When the broadcast started; null while offline.
    #[schema(required)]
    started_at: Option<Moment>,
    stream: StreamDto,
}

impl From<StreamStatus> for Status {
    fn from(status: StreamStatus) -> Self {
        Self {
            is_live: status.is_live(),
            state: status.state.into(),
            viewer_count: status.viewer_count,
            started_at: status.started_at().map(Into::into),
            stream: status.stream.into(),
        }
    }
}

/// Returns the current state of the caller's broadcast.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The status.", body = Envelope<Status>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[get("/status")]
pub(super) async fn get_status(call: Call<Account>) -> Result<Envelope<Status>, ApiError> {
    let status = StreamService::get_stream_status(&call.caller)?;
    Ok(Envelope::new(status.clone()))
}
