//! Calls of applicants.

mod application;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/creator")
        .service(application::get_application)
        .service(application::apply);
    config.service(routes);
}
