//! `GET /api/stream/sessions/{id}/viewer-counts`

use actix_web::{get, web};
use onair_domain::session::{Phase, ViewerHistory, ViewerPoint};
use onair_domain::stream::SessionId;
use onair_domain::user::Requester;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::Moment;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The number of viewers from a moment on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ViewerPoint)]
struct ViewerPointDto {
    at: Moment,
    viewers: u32,
}

impl From<ViewerPoint> for ViewerPointDto {
    fn from(point: ViewerPoint) -> Self {
        Self {
            at: point.at.into(),
            viewers: point.viewers,
        }
    }
}

/// The viewers of a session over time.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ViewerCounts {
    started_at: Moment,
    /// Null while the session is open.
    #[schema(required)]
    ended_at: Option<Moment>,
    /// A step function: each point tells the number of viewers from its time on. Before the first one it is 0. The points
    /// are in the order of their times, at most one for each 10 seconds. Of long sessions some are left out, but not the
    /// highest one.
    points: Vec<ViewerPointDto>,
}

impl From<ViewerHistory> for ViewerCounts {
    fn from(history: ViewerHistory) -> Self {
        let end = match history.session.phase {
            Phase::Open(_) => None,
            Phase::Ended { at, .. } => Some(at),
        };
        Self {
            started_at: history.session.started_at.into(),
            ended_at: end.map(Into::into),
            points: history.points.into_iter().map(Into::into).collect(),
        }
    }
}

/// Returns the viewers of a session over time. They are public after its end; before, only its creator gets them.
#[utoipa::path(
    tag = "stream",
    security((), ("bearer" = [])),
    params(("id" = String, Path, description = "the session's id")),
    responses(
        (status = 200, description = "The viewers.", body = Envelope<ViewerCounts>),
        (status = 404, description = "NOT_FOUND"),
    )
)]
#[get("/sessions/{id}/viewer-counts")]
pub(super) async fn get_viewer_counts(
    api: web::Data<Api>,
    call: Call<Requester, SessionId>,
) -> Result<Envelope<ViewerCounts>, ApiError> {
    let history = api.history.get_viewer_counts(&call.input, &call.caller).await?;
    Ok(Envelope::new(history))
}
