//! `GET /metrics`, for Prometheus. Without an envelope.

use actix_web::{HttpResponse, get, web};

use crate::api::{Api, Metrics};
use crate::error::ApiError;

/// The content type, with the version of Prometheus' text format.
const CONTENT_TYPE: &str = "text/plain; version=0.0.4";

/// Returns the server's metrics in the text format of Prometheus. 404 if the server has them on another address.
#[utoipa::path(
    tag = "machines",
    responses(
        (status = 200, description = "The metrics.", body = String, content_type = "text/plain"),
        (status = 404, description = "NOT_FOUND"),
    )
)]
#[get("/metrics")]
pub(super) async fn get_metrics(api: web::Data<Api>) -> Result<HttpResponse, ApiError> {
    let render = api.metrics.as_ref().ok_or_else(ApiError::no_route)?;
    Ok(respond(render))
}

/// The response with the current metrics.
pub(crate) fn respond(render: &Metrics) -> HttpResponse {
    HttpResponse::Ok().content_type(CONTENT_TYPE).body(render())
}
