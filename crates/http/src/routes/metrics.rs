//! `GET /metrics`: without an envelope, for Prometheus.

use actix_web::{HttpResponse, get, web};

use crate::api::Api;
use crate::error::ApiError;

/// The version is that of Prometheus' text format.
const TEXT: &str = "text/plain; version=0.0.4";

/// What the server measures of itself, as Prometheus reads it. 404 where it isn't switched on.
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
    Ok(HttpResponse::Ok().content_type(TEXT).body(render()))
}
