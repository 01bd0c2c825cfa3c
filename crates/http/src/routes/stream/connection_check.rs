//! `POST /api/stream/connection-check`

use actix_web::{post, web};
use onair_domain::token::RoomAccess;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::Moment;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::Call;

/// The room in which the caller checks their connection.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConnectionCheck {
    /// The room token, which permits publishing and subscribing in this room.
    token: String,
    /// The WebSocket URL of the media server.
    ws_url: String,
    /// The room's name. It is not that of a broadcast.
    room_id: String,
    /// When the token expires.
    expires_at: Moment,
}

impl ConnectionCheck {
    fn of(access: &RoomAccess, ws_url: &str) -> Self {
        Self {
            token: access.token.expose_secret().to_owned(),
            ws_url: ws_url.to_owned(),
            room_id: access.room.to_string(),
            expires_at: access.token.expires_at.into(),
        }
    }
}

/// Creates a room in which the caller checks their connection, and returns a room token for it. The stream is
/// not affected.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The token.", body = Envelope<ConnectionCheck>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 503, description = "MEDIA_UNAVAILABLE"),
    )
)]
#[post("/connection-check")]
pub(super) async fn start_connection_check(
    api: web::Data<Api>,
    call: Call<User>,
) -> Result<Envelope<ConnectionCheck>, ApiError> {
    let access = api.broadcasts.start_connection_check(&call.caller).await?;
    Ok(Envelope::new(ConnectionCheck::of(&access, &api.config.ws_url)))
}
