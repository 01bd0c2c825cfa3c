//! The calls, one file each: the handler, what only it reads or answers, and what the OpenAPI file
//! says of it. A handler takes the call, asks one service, and answers.

mod admin;
mod chat;
mod config;
mod creator;
mod dev_login;
mod docs;
mod health;
mod metrics;
mod social;
mod stream;
mod viewer;
mod webhook;

use actix_web::HttpResponse;
use actix_web::http::header;
use onair_domain::stream::StreamWithUser;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::api::Api;

pub(crate) use docs::UNDOCUMENTED;

/// The routes that may be switched off.
pub(crate) const DEV_LOGIN: &str = "/api/dev/login";
pub(crate) const METRICS: &str = "/metrics";

/// The route that the media server calls.
pub(crate) const WEBHOOK: &str = "/api/webhook/livekit";

/// All of them. What is a `service` here is in the OpenAPI file too.
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
        .service(dev_login::dev_login)
        .service(docs::get_openapi)
        .map(docs::pages);
}

/// Answers with what happens to a stream from now on.
fn event_stream(api: &Api, found: &StreamWithUser) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Some proxies collect an answer before they pass it on, unless told.
        .insert_header(("x-accel-buffering", "no"))
        // Where it ends the connection does, so that a server that stops need not wait for the next
        // request on it.
        .force_close()
        .streaming(api.hub.listen(found).into_stream())
}
