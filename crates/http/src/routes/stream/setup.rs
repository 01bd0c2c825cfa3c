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

/// The properties of a stream. Missing fields of an existing stream stay as they are.
#[derive(Debug, ToSchema)]
#[schema(as = Setup, rename_all = "camelCase")]
#[expect(clippy::option_option, reason = "missing, cleared or set, as in StreamPatch")]
pub(super) struct Setup {
    #[schema(value_type = String)]
    title: Title,
    /// Null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    description: Option<Option<Description>>,
    /// An http or https URL; null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    thumbnail: Option<Option<HttpUrl>>,
    #[schema(nullable = false)]
    is_chat_enabled: Option<bool>,
    #[schema(nullable = false)]
    is_chat_delayed: Option<bool>,
    #[schema(nullable = false)]
    is_chat_followers_only: Option<bool>,
    /// Whether guests (viewers who are not signed in) may watch.
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
        let is_chat_enabled = fields.boolean("isChatEnabled");
        let is_chat_delayed = fields.boolean("isChatDelayed");
        let is_chat_followers_only = fields.boolean("isChatFollowersOnly");
        let is_guests_allowed = fields.boolean("isGuestsAllowed");
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

/// Creates the caller's stream, or updates the existing one.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body = Setup,
    responses(
        (status = 200, description = "The stream was updated.", body = Envelope<StreamDto>),
        (status = 201, description = "The stream was created.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "USER_NOT_FOUND"),
    )
)]
#[post("/setup")]
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
