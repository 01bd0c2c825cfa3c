//! `PUT /api/stream/chat-settings`

use actix_web::{HttpRequest, put, web};
use onair_domain::user::User;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::StreamDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// Changes of the chat settings. Missing fields stay as they are. At least one field is required.
#[derive(Debug, ToSchema)]
#[schema(as = ChatSettingsUpdate, rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the fields are those of the API contract"
)]
pub(super) struct ChatSettingsUpdate {
    /// Whether the chat is enabled.
    #[schema(nullable = false)]
    is_chat_enabled: Option<bool>,
    /// Whether others see a message 3 s later than its author.
    #[schema(nullable = false)]
    is_chat_delayed: Option<bool>,
    /// Whether only followers, the host and admins may write.
    #[schema(nullable = false)]
    is_chat_followers_only: Option<bool>,
}

impl Input for ChatSettingsUpdate {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        fields.require_any_of(&["isChatEnabled", "isChatDelayed", "isChatFollowersOnly"]);
        let update = Self {
            is_chat_enabled: fields.boolean("isChatEnabled"),
            is_chat_delayed: fields.boolean("isChatDelayed"),
            is_chat_followers_only: fields.boolean("isChatFollowersOnly"),
        };
        fields.finish(Some(update))
    }
}

/// Changes the chat settings. They apply to the next message.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body = ChatSettingsUpdate,
    responses(
        (status = 200, description = "The updated stream.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[put("/chat-settings")]
pub(super) async fn update_chat_settings(
    api: web::Data<Api>,
    call: Call<User, ChatSettingsUpdate>,
) -> Result<Envelope<StreamDto>, ApiError> {
    let ChatSettingsUpdate {
        is_chat_enabled,
        is_chat_delayed,
        is_chat_followers_only,
    } = call.input;
    let stream = api
        .streams
        .update_chat_settings(
            &call.caller.id,
            is_chat_enabled,
            is_chat_delayed,
            is_chat_followers_only,
        )
        .await?;
    Ok(Envelope::new(stream))
}
