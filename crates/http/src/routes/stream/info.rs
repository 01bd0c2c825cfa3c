//! `GET /api/stream/info` and `PUT /api/stream/info`

use actix_web::{HttpRequest, get, put, web};
use onair_domain::account::Account;
use onair_domain::stream::{Description, StreamError, StreamPatch, StreamService, Title};
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

/// Changes of a stream. Missing fields stay as they are. At least one field is required.
#[derive(Debug, ToSchema)]
#[schema(as = InfoUpdate, rename_all = "camelCase")]
#[expect(clippy::option_option, reason = "missing, cleared or set, as in StreamPatch")]
pub(super) struct InfoUpdate {
    #[schema(value_type = Option<String>, nullable = false)]
    title: Option<Title>,
    /// Null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    description: Option<Option<Description>>,
    /// An http or https URL; null or an empty text clears it.
    #[schema(value_type = Option<String>)]
    thumbnail: Option<Option<HttpUrl>>,
    /// Whether guests (viewers who are not signed in) may watch.
    #[schema(nullable = false)]
    is_guests_allowed: Option<bool>,
}

impl Input for InfoUpdate {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        fields.require_any_of(&["title", "description", "thumbnail", "isGuestsAllowed"]);
        let update = Self {
            title: fields.optional_text("title", Title::parse),
            description: fields.clearable_text("description", Description::parse),
            thumbnail: fields.clearable_text("thumbnail", HttpUrl::parse),
            is_guests_allowed: fields.boolean("isGuestsAllowed"),
        };
        fields.finish(Some(update))
    }
}

/// Returns the caller's stream.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The stream.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[get("/info")]
pub(super) async fn get_info(call: Call<Account>) -> Result<Envelope<StreamDto>, ApiError> {
    let stream = StreamService::get_creator_stream(&call.caller)?;
    let stream = stream.ok_or(StreamError::StreamUnknown)?;
    Ok(Envelope::new(stream.clone()))
}

/// Changes the title, description, thumbnail or guest access. A running broadcast continues.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    request_body = InfoUpdate,
    responses(
        (status = 200, description = "The updated stream.", body = Envelope<StreamDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
        (status = 404, description = "STREAM_NOT_FOUND"),
    )
)]
#[put("/info")]
pub(super) async fn update_info(
    api: web::Data<Api>,
    call: Call<User, InfoUpdate>,
) -> Result<Envelope<StreamDto>, ApiError> {
    let patch = StreamPatch {
        title: call.input.title,
        description: call.input.description,
        thumbnail: call.input.thumbnail,
        is_guests_allowed: call.input.is_guests_allowed,
        ..StreamPatch::default()
    };
    let stream = api.streams.update_stream_info(&call.caller.id, patch).await?;
    Ok(Envelope::new(stream))
}
