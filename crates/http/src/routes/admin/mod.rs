//! Calls of admins. Others are refused before they learn what is there and what isn't.

mod admin_action;
mod applications;
mod approve;
mod audit;
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
