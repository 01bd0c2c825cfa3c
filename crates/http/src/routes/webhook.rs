//! `POST /api/webhook/livekit`: what the media server tells on its own. It is kept and answered here,
//! and worked off later: a call that takes its time holds up all others about the same room.

use actix_web::{HttpRequest, post, web};

use crate::api::Api;
use crate::envelope::Done;
use crate::error::{ApiError, Code};
use crate::extract::body::BodyRule;
use crate::extract::caller::MediaServer;
use crate::extract::{Call, Input};

/// The body, byte by byte as it was signed.
#[derive(Debug)]
pub(super) struct RawBody(Vec<u8>);

impl Input for RawBody {
    const BODY: BodyRule = BodyRule::Media;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(body.to_vec()))
    }
}

/// Takes in what the media server tells. The header `Authorization` is its own: a JWT without
/// "Bearer", with the hash of the body. Known or not, what is rightly signed is 200.
#[utoipa::path(
    tag = "machines",
    request_body(content = serde_json::Value, content_type = "application/webhook+json"),
    responses(
        (status = 200, description = "It is kept, or of no use here.", body = Done),
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
    if let Some(report) = api.webhooks.read(&signed, &body)? {
        // A place first: what is kept counts as told, and is not sent again.
        let place = api.reports.reserve(&report.room).ok_or_else(queue_is_full)?;
        if api.broadcasts.receive(&report).await? {
            place(report);
        }
    }
    Ok(Done::silent())
}

fn queue_is_full() -> ApiError {
    ApiError::new(
        Code::StoreUnavailable,
        "There is no room for more events right now. Send it again in a moment.",
    )
}
