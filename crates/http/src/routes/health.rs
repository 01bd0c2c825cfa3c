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

/// The service runs.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Liveness {
    status: Condition,
}

/// Whether the service can do its work, and what it needs for that.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Readiness {
    status: Condition,
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

/// Whether the service can do its work.
#[utoipa::path(
    tag = "machines",
    responses(
        (status = 200, description = "It can.", body = Readiness),
        (status = 503, description = "Something that it needs is away.", body = Readiness),
    )
)]
#[get("/health/ready")]
pub(super) async fn health_ready(api: web::Data<Api>) -> HttpResponse {
    let (store, media) = join(
        condition("store", &*api.store_health),
        condition("media", &*api.media_health),
    )
    .await;
    if (store, media) == (Condition::Ok, Condition::Ok) {
        HttpResponse::Ok().json(Readiness {
            status: Condition::Ok,
            store,
            media,
        })
    } else {
        HttpResponse::ServiceUnavailable()
            .insert_header((header::RETRY_AFTER, RETRY_AFTER))
            .json(Readiness {
                status: Condition::Unavailable,
                store,
                media,
            })
    }
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
