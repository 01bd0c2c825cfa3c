//! `POST /api/stream/go-live`

use actix_web::{post, web};
use onair_domain::session::LiveStart;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::{Moment, StateDto};
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The token and session of a started broadcast.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct GoLive {
    /// The room token, which permits publishing.
    token: String,
    /// The WebSocket URL of the media server.
    ws_url: String,
    /// The room's name.
    room_id: String,
    /// When the token expires.
    expires_at: Moment,
    stream: LiveStream,
    session: LiveSession,
}

/// The live stream.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LiveStream {
    id: String,
    title: String,
    is_live: bool,
}

/// The open session.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LiveSession {
    id: String,
    state: StateDto,
    started_at: Moment,
    /// Whether the session was open before this call.
    resumed: bool,
}

impl GoLive {
    fn of(start: &LiveStart, ws_url: &str) -> Self {
        Self {
            token: start.token.expose_secret().to_owned(),
            ws_url: ws_url.to_owned(),
            room_id: start.room.to_string(),
            expires_at: start.token.expires_at.into(),
            stream: LiveStream {
                id: start.stream.id.to_string(),
                title: start.stream.title.to_string(),
                is_live: start.stream.is_live(),
            },
            session: LiveSession {
                id: start.session.id.to_string(),
                state: start.session.state().into(),
                started_at: start.session.started_at.into(),
                resumed: start.is_resumed,
            },
        }
    }
}

/// Starts a broadcast, or resumes the open one, and returns a room token for publishing.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The stream is live.", body = Envelope<GoLive>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
        (status = 503, description = "MEDIA_UNAVAILABLE"),
    )
)]
#[post("/go-live")]
pub(super) async fn go_live(api: web::Data<Api>, call: Call<User>) -> Result<Envelope<GoLive>, ApiError> {
    let start = api.broadcasts.go_live(&call.caller).await?;
    Ok(Envelope::new(GoLive::of(&start, &api.config.ws_url)))
}
