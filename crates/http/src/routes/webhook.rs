//! `POST /api/webhook/livekit`: notifications of the media server. They are enqueued here and processed
//! later, because LiveKit sends the next notification of a room only after the response to this one.

use actix_web::{HttpRequest, post, web};

use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::caller::MediaServer;
use crate::extract::{Call, Input};

/// The body exactly as it was signed.
#[derive(Debug)]
pub(super) struct RawBody(Vec<u8>);

impl Input for RawBody {
    const BODY: BodyRule = BodyRule::Media;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(body.to_vec()))
    }
}

/// Accepts a notification of the media server. The `Authorization` header contains a JWT with the hash of the
/// body, without "Bearer". Signed notifications of unknown kinds get 200 too.
#[utoipa::path(
    tag = "machines",
    request_body(content = serde_json::Value, content_type = "application/webhook+json"),
    responses(
        (status = 200, description = "The notification is enqueued, or its kind is not used.", body = Done),
        (status = 400, description = "MALFORMED_BODY"),
        (status = 401, description = "INVALID_TOKEN"),
    )
)]
#[post("/api/webhook/livekit")]
pub(super) async fn receive_webhook(
    api: web::Data<Api>,
    call: Call<MediaServer, RawBody>,
) -> Result<Done, ApiError> {
    let MediaServer(signed) = call.caller;
    let RawBody(body) = call.input;
    api.webhooks.accept(&signed, &body)?;
    Ok(Done::new())
}
