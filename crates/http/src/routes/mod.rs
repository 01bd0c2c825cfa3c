//! The calls, one file each: the handler, what only it reads or answers, and what the OpenAPI file
//! says of it. A handler takes the call, asks one service, and answers.

mod config;
mod dev_login;
mod docs;
mod health;
mod stream;
mod viewer;

use utoipa_actix_web::service_config::ServiceConfig;

pub(crate) use docs::UNDOCUMENTED;

/// The one route that may be switched off.
pub(crate) const DEV_LOGIN: &str = "/api/dev/login";

/// All of them. What is a `service` here is in the OpenAPI file too.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    stream::routes(config);
    viewer::routes(config);
    config
        .service(health::health_live)
        .service(health::health_ready)
        .service(config::get_config)
        .service(dev_login::dev_login)
        .service(docs::get_openapi)
        .map(docs::pages);
}
