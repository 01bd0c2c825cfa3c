//! `GET /health/live` and `GET /health/ready`, for probes. Without an envelope.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder, get, web};
use futures_util::future::join;
use onair_domain::ports::HealthProbe;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::error::RETRY_AFTER;

/// Whether a component is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ComponentStatus {
    Ok,
    Unavailable,
}

/// The status of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ServiceStatus {
    /// Everything works.
    Ok,
    /// The media server is unavailable. Pages, lists and ending a stream still work.
    Degraded,
    /// The store is unavailable.
    Unavailable,
    /// The server is about to stop. Send requests to other servers.
    Draining,
}

impl ServiceStatus {
    fn of(store: ComponentStatus, media: ComponentStatus, is_draining: bool) -> Self {
        match (store, media) {
            _ if is_draining => Self::Draining,
            (ComponentStatus::Unavailable, _) => Self::Unavailable,
            (ComponentStatus::Ok, ComponentStatus::Unavailable) => Self::Degraded,
            (ComponentStatus::Ok, ComponentStatus::Ok) => Self::Ok,
        }
    }

    fn is_ready(self) -> bool {
        matches!(self, Self::Ok | Self::Degraded)
    }
}

/// The response of the liveness probe.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Liveness {
    status: ComponentStatus,
}

/// The response of the readiness probe.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    status: ServiceStatus,
    store: ComponentStatus,
    media: ComponentStatus,
}

/// Reports that the server runs.
#[utoipa::path(
    tag = "machines",
    responses((status = 200, description = "The server runs.", body = Liveness))
)]
#[get("/health/live")]
pub(super) async fn health_live() -> impl Responder {
    web::Json(Liveness {
        status: ComponentStatus::Ok,
    })
}

/// Reports whether the server accepts requests. It does so without the media server: only calls that need it
/// fail.
#[utoipa::path(
    tag = "machines",
    responses(
        (status = 200, description = "The server accepts requests.", body = Readiness),
        (status = 503, description = "The store is unavailable, or the server is about to stop.", body = Readiness),
    )
)]
#[get("/health/ready")]
pub(super) async fn health_ready(api: web::Data<Api>) -> HttpResponse {
    let (store, media) = join(
        component_status("store", &*api.store_health),
        component_status("media", &*api.media_health),
    )
    .await;
    let status = ServiceStatus::of(store, media, api.drain.has_begun());
    let mut response = if status.is_ready() {
        HttpResponse::Ok()
    } else {
        let mut response = HttpResponse::ServiceUnavailable();
        response.insert_header((header::RETRY_AFTER, RETRY_AFTER));
        response
    };
    response.json(Readiness { status, store, media })
}

async fn component_status(component: &'static str, probe: &dyn HealthProbe) -> ComponentStatus {
    match probe.check().await {
        Ok(()) => ComponentStatus::Ok,
        Err(error) => {
            tracing::warn!(component, cause = %error.0, "not ready");
            ComponentStatus::Unavailable
        }
    }
}
