//! `POST /api/viewer/token`

use actix_web::{HttpRequest, post, web};
use onair_domain::token::{GuestNameOrRandom, RoomAccess, RoomToken};
use onair_domain::user::{User, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::Moment;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::chat_participant::optional_room_token;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// The room to enter, and the name of a guest.
#[derive(Debug, ToSchema)]
#[schema(as = TokenRequest, rename_all = "camelCase")]
pub(super) struct TokenRequest {
    /// The creator's user id.
    #[schema(value_type = String)]
    host_id: UserId,
    /// The name of a guest. If missing, null or empty: the name in the earlier room token, or a random name.
    #[schema(value_type = Option<String>, required = false)]
    guest_name: GuestNameOrRandom,
    #[schema(ignore)]
    earlier: Option<RoomToken>,
}

impl Input for TokenRequest {
    const BODY: BodyRule = BodyRule::Json;

    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let host_id = fields.text("hostId", UserId::parse);
        let guest_name = fields.clearable_text("guestName", GuestNameOrRandom::parse);
        fields.finish(host_id.map(|host_id| Self {
            host_id,
            guest_name: guest_name.unwrap_or_default(),
            earlier: optional_room_token(request.headers()),
        }))
    }
}

/// A room token for a viewer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ViewerToken {
    /// The room token, which permits watching.
    token: String,
    /// The viewer's identity in the room: their user id, or `guest-…`.
    identity: String,
    /// The name that others see.
    name: String,
    /// The WebSocket URL of the media server.
    ws_url: String,
    /// The room's name.
    room_id: String,
    /// When the token expires.
    expires_at: Moment,
}

impl ViewerToken {
    fn of(access: &RoomAccess, ws_url: &str) -> Self {
        Self {
            token: access.token.expose_secret().to_owned(),
            identity: access.identity.to_string(),
            name: access.name.clone(),
            ws_url: ws_url.to_owned(),
            room_id: access.room.to_string(),
            expires_at: access.token.expires_at.into(),
        }
    }
}

/// Returns a room token for watching a live stream. A guest who sends an earlier room token of this broadcast
/// keeps their identity, even if that token has expired. An invalid earlier token is ignored.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = []), ("roomToken" = [])),
    request_body = TokenRequest,
    responses(
        (status = 200, description = "The token.", body = Envelope<ViewerToken>),
        (status = 403, description = "BLOCKED, GUESTS_NOT_ALLOWED"),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
        (status = 409, description = "HOST_IS_VIEWER, STREAM_OFFLINE"),
    )
)]
#[post("/token")]
pub(super) async fn create_viewer_token(
    api: web::Data<Api>,
    call: Call<Option<User>, TokenRequest>,
) -> Result<Envelope<ViewerToken>, ApiError> {
    let TokenRequest {
        host_id,
        guest_name,
        earlier,
    } = call.input;
    let access = if let Some(viewer) = &call.caller {
        api.tokens.generate_viewer_token(viewer, &host_id).await?
    } else {
        api.tokens
            .generate_guest_token(&host_id, guest_name, earlier.as_ref())
            .await?
    };
    Ok(Envelope::new(ViewerToken::of(&access, &api.config.ws_url)))
}
