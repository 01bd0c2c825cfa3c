//! `GET /api/stream/viewers` and `DELETE /api/stream/viewers/{identity}`

use actix_web::{delete, get, web};
use onair_domain::page::PageRequest;
use onair_domain::room::Identity;
use onair_domain::session::RoomViewer;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::Moment;
use crate::envelope::{Done, Listed};
use crate::error::ApiError;
use crate::extract::Call;

/// A viewer in the caller's room.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Viewer {
    /// A user's id, or `guest-…`.
    identity: String,
    name: String,
    is_guest: bool,
    is_follower: bool,
    joined_at: Moment,
}

impl From<RoomViewer> for Viewer {
    fn from(viewer: RoomViewer) -> Self {
        let participant = viewer.participant;
        Self {
            is_guest: participant.identity.is_guest(),
            identity: participant.identity.to_string(),
            name: participant.name,
            is_follower: viewer.is_follower,
            joined_at: participant.joined_at.into(),
        }
    }
}

/// Lists the viewers in the caller's room, without the caller. Empty while offline.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<Viewer>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 503, description = "MEDIA_UNAVAILABLE"),
    )
)]
#[get("/viewers")]
pub(super) async fn list_viewers(
    api: web::Data<Api>,
    call: Call<User, PageRequest<Identity>>,
) -> Result<Listed<Viewer>, ApiError> {
    let page = api.broadcasts.list_viewers(&call.caller.id, &call.input).await?;
    Ok(Listed::of(page))
}

/// Removes a viewer from the room for the rest of the session. Succeeds if the viewer is not in the room, or
/// while offline.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    params(("identity" = String, Path, description = "as in the list of viewers")),
    responses(
        (status = 200, description = "The viewer is not in the room.", body = Done),
        (status = 400, description = "VALIDATION_FAILED"),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
        (status = 503, description = "MEDIA_UNAVAILABLE"),
    )
)]
#[delete("/viewers/{identity}")]
pub(super) async fn remove_viewer(api: web::Data<Api>, call: Call<User, Identity>) -> Result<Done, ApiError> {
    api.broadcasts.remove_viewer(&call.caller.id, &call.input).await?;
    Ok(Done::new())
}
