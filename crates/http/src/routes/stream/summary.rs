//! `GET /api/stream/sessions/{id}/summary`

use actix_web::{get, web};
use onair_domain::session::Summary;
use onair_domain::stream::SessionId;
use onair_domain::user::Requester;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::{SessionDto, UserDto};
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The statistics of a session.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SessionSummary {
    #[serde(flatten)]
    session: SessionDto,
    /// The creator of the session.
    creator: UserDto,
}

impl From<Summary> for SessionSummary {
    fn from(summary: Summary) -> Self {
        Self {
            session: SessionDto::of(&summary.session, summary.duration),
            creator: summary.creator.into(),
        }
    }
}

/// Returns the statistics of a session. They are public after its end; before, only its creator gets them.
#[utoipa::path(
    tag = "stream",
    security((), ("bearer" = [])),
    params(("id" = String, Path, description = "the session's id")),
    responses(
        (status = 200, description = "The session.", body = Envelope<SessionSummary>),
        (status = 404, description = "NOT_FOUND"),
    )
)]
#[get("/sessions/{id}/summary")]
pub(super) async fn get_summary(
    api: web::Data<Api>,
    call: Call<Requester, SessionId>,
) -> Result<Envelope<SessionSummary>, ApiError> {
    Ok(Envelope::new(
        api.history.get_summary(&call.input, &call.caller).await?,
    ))
}
