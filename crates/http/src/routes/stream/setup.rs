//! `POST /api/stream/setup`

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, Responder, post, web};
use onair_domain::stream::{Description, StreamPatch, Title};
use onair_domain::text::HttpUrl;
use onair_domain::user::User;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::StreamDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// What a stream is set up with. Of a stream that exists, what is left out stays as it is.
#[derive(Debug, ToSchema)]
#[schema(as = Setup, rename_all = "camelCase")]
#[expect(
    clippy::option_option,
    reason = "left out, cleared, or given, as StreamPatch has it"
)]
pub(super) struct Setup {
    #[schema(value_type = String)]
    title: Title,
    /// Null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    description: Option<Option<Description>>,
    /// An http or https address; null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    thumbnail: Option<Option<HttpUrl>>,
    #[schema(nullable = false)]
    is_chat_enabled: Option<bool>,
    #[schema(nullable = false)]
    is_chat_delayed: Option<bool>,
    #[schema(nullable = false)]
    is_chat_followers_only: Option<bool>,
    /// Whether people who are not signed in may watch.
    #[schema(nullable = false)]
    is_guests_allowed: Option<bool>,
}

impl Input for Setup {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let title = fields.text("title", Title::parse);
        let description = fields.clearable_text("description", Description::parse);
        let thumbnail = fields.clearable_text("thumbnail", HttpUrl::parse);
        let is_chat_enabled = fields.flag("isChatEnabled");
        let is_chat_delayed = fields.flag("isChatDelayed");
        let is_chat_followers_only = fields.flag("isChatFollowersOnly");
        let is_guests_allowed = fields.flag("isGuestsAllowed");
        fields.finish(title.map(|title| Self {
            title,
            description,
            thumbnail,
            is_chat_enabled,
            is_chat_delayed,
            is_chat_followers_only,
            is_guests_allowed,
        }))
    }
}

/// Sets the caller's stream up: makes it, or gives the one that exists the new title and what else
/// the body has.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body = Setup,
    responses(
        (status = 200, description = "The stream was there, and has been changed.", body = Envelope<StreamDto>),
        (status = 201, description = "The stream was made.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/api/stream/setup")]
pub(super) async fn set_up(api: web::Data<Api>, call: Call<User, Setup>) -> Result<impl Responder, ApiError> {
    let Setup { title, .. } = call.input;
    let patch = StreamPatch {
        title: None,
        description: call.input.description,
        thumbnail: call.input.thumbnail,
        is_chat_enabled: call.input.is_chat_enabled,
        is_chat_delayed: call.input.is_chat_delayed,
        is_chat_followers_only: call.input.is_chat_followers_only,
        is_guests_allowed: call.input.is_guests_allowed,
    };
    let (stream, created) = api
        .streams
        .create_or_update_stream(&call.caller.id, title, patch)
        .await?;
    let status = if created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((Envelope::<StreamDto>::new(stream), status))
}
