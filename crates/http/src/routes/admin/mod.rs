//! Calls of admins. The service checks the permission before it looks anything up.

mod applications;
mod approve;
mod audit;
mod input;
mod reinstate;
mod reject;
mod revoke;
mod stop_stream;
mod suspend;
mod users;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/admin")
        .service(stop_stream::stop_stream)
        .service(applications::list_applications)
        .service(approve::approve_creator)
        .service(reject::reject_creator)
        .service(revoke::revoke_creator)
        .service(users::list_users)
        .service(suspend::suspend_user)
        .service(reinstate::reinstate_user)
        .service(audit::list_audit);
    config.service(routes);
}
