//! `GET /health/live` and `GET /health/ready`: without an envelope, for machines that watch.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder, get, web};
use futures_util::future::join;
use onair_domain::ports::HealthProbe;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::error::RETRY_AFTER;

/// Whether something does its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Condition {
    Ok,
    Unavailable,
}

/// How much of the service works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum ServiceStatus {
    /// All of it.
    Ok,
    /// All but what needs the media server: pages, lists and ending a stream still work.
    Degraded,
    /// Nothing that needs the store.
    Unavailable,
    /// The server is about to stop; send requests elsewhere.
    Draining,
}

impl ServiceStatus {
    fn of(store: Condition, media: Condition, is_draining: bool) -> Self {
        match (store, media) {
            _ if is_draining => Self::Draining,
            (Condition::Unavailable, _) => Self::Unavailable,
            (Condition::Ok, Condition::Unavailable) => Self::Degraded,
            (Condition::Ok, Condition::Ok) => Self::Ok,
        }
    }

    fn is_ready(self) -> bool {
        matches!(self, Self::Ok | Self::Degraded)
    }
}

/// The service runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Liveness {
    status: Condition,
}

/// Whether the service can take requests, and what it needs for that.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    status: ServiceStatus,
    store: Condition,
    media: Condition,
}

/// Whether the service runs at all.
#[utoipa::path(
    tag = "machines",
    responses((status = 200, description = "It does.", body = Liveness))
)]
#[get("/health/live")]
pub(super) async fn health_live() -> impl Responder {
    web::Json(Liveness {
        status: Condition::Ok,
    })
}

/// Whether the service can take requests. It can without the media server: what needs that is refused,
/// and all else works.
#[utoipa::path(
    tag = "machines",
    responses(
        (status = 200, description = "It can.", body = Readiness),
        (status = 503, description = "The store is away, or the server is about to stop.", body = Readiness),
    )
)]
#[get("/health/ready")]
pub(super) async fn health_ready(api: web::Data<Api>) -> HttpResponse {
    let (store, media) = join(
        condition("store", &*api.store_health),
        condition("media", &*api.media_health),
    )
    .await;
    let status = ServiceStatus::of(store, media, api.drain.has_begun());
    let mut answer = if status.is_ready() {
        HttpResponse::Ok()
    } else {
        let mut refusal = HttpResponse::ServiceUnavailable();
        refusal.insert_header((header::RETRY_AFTER, RETRY_AFTER));
        refusal
    };
    answer.json(Readiness { status, store, media })
}

async fn condition(part: &'static str, probe: &dyn HealthProbe) -> Condition {
    match probe.check().await {
        Ok(()) => Condition::Ok,
        Err(error) => {
            tracing::warn!(part, cause = %error.0, "not ready");
            Condition::Unavailable
        }
    }
}
