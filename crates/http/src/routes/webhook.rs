//! `POST /api/webhook/livekit`: what the media server tells on its own. It is kept and answered here,
//! and worked off later: a call that takes its time holds up all others about the same room.

use actix_web::{HttpRequest, post, web};
use onair_domain::session::MediaReport;

use crate::api::Api;
use crate::envelope::Done;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::caller::{MediaServer, api, signature};
use crate::extract::{Call, Input};

/// What the media server tells, if it is of any use.
#[derive(Debug)]
pub(super) struct Told(Option<MediaReport>);

impl Input for Told {
    const BODY: BodyRule = BodyRule::Media;

    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        Ok(Self(api(request)?.webhooks.read(signature(request)?, body)?))
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
    call: Call<MediaServer, Told>,
) -> Result<Done, ApiError> {
    if let Told(Some(report)) = call.input
        && api.broadcasts.receive(&report).await?
    {
        api.reports.told(report);
    }
    Ok(Done::silent())
}
