//! Calls of admins. Others are refused before they learn what is there and what isn't.

mod act;
mod audit;
mod revoke;
mod stop_stream;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(stop_stream::stop_stream)
        .service(revoke::revoke_creator)
        .service(audit::list_audit);
}
