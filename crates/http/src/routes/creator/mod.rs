//! Calls of applicants.

mod application;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(application::get_application)
        .service(application::apply);
}
