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

/// Who may write; what is left out stays as it is. Something must be there.
#[derive(Debug, ToSchema)]
#[schema(as = ChatSettingsUpdate, rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the contract's names")]
pub(super) struct ChatSettingsUpdate {
    /// Whether anybody may write.
    #[schema(nullable = false)]
    is_chat_enabled: Option<bool>,
    /// Whether others see a message 3 s after its author.
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
            is_chat_enabled: fields.flag("isChatEnabled"),
            is_chat_delayed: fields.flag("isChatDelayed"),
            is_chat_followers_only: fields.flag("isChatFollowersOnly"),
        };
        fields.finish(Some(update))
    }
}

/// Changes who may write in the chat, with effect at once.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body = ChatSettingsUpdate,
    responses(
        (status = 200, description = "The stream as it is now.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[put("/api/stream/chat-settings")]
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
