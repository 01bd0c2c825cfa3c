//! The routes, one file each: the handler, its input and output types, and its OpenAPI description. A handler
//! calls one method of one service and converts the result.

mod admin;
mod chat;
mod config;
mod creator;
mod dev_login;
mod docs;
mod health;
pub(crate) mod metrics;
mod oembed;
mod social;
mod stream;
mod viewer;
mod webhook;

use actix_web::http::header;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse};
use onair_domain::stream::StreamWithUser;
use onair_domain::user::Requester;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::api::Api;
use crate::client::Permit;

pub(crate) use docs::UNDOCUMENTED;

/// Routes that the configuration can disable.
pub(crate) const DEV_LOGIN: &str = "/api/dev/login";
pub(crate) const METRICS: &str = "/metrics";

/// The route for viewers' tokens.
pub(crate) const VIEWER_TOKEN: &str = "/api/viewer/token";

/// The route for webhooks of the media server.
pub(crate) const WEBHOOK: &str = "/api/webhook/livekit";

/// Registers all routes. Each `service` is also added to the OpenAPI document.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    stream::routes(config);
    viewer::routes(config);
    chat::routes(config);
    social::routes(config);
    creator::routes(config);
    admin::routes(config);
    config
        .service(webhook::receive_webhook)
        .service(health::health_live)
        .service(health::health_ready)
        .service(metrics::get_metrics)
        .service(config::get_config)
        .service(oembed::get_oembed)
        .service(dev_login::dev_login)
        .service(docs::get_openapi)
        .map(docs::pages);
}

/// Responds with the events of a stream.
fn event_stream(
    api: &Api,
    request: &HttpRequest,
    found: &StreamWithUser,
    requester: &Requester,
) -> HttpResponse {
    let permit = request.extensions_mut().remove::<Permit>();
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Prevents nginx from buffering the response.
        .insert_header(("x-accel-buffering", "no"))
        // Closes the connection after the response, so that a server that stops does not wait for the next
        // request.
        .force_close()
        .streaming(api.hub.subscribe(found, requester).into_stream(permit))
}
