//! Calls of admins. The service checks the permission before it looks anything up.

mod applications;
mod approve;
mod audit;
mod input;
mod reject;
mod revoke;
mod stop_stream;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(stop_stream::stop_stream)
        .service(applications::list_applications)
        .service(approve::approve_creator)
        .service(reject::reject_creator)
        .service(revoke::revoke_creator)
        .service(audit::list_audit);
}
