//! Follows and blocks. Each call is idempotent.

mod block;
mod blocked;
mod follow;
mod followers;
mod following;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/social")
        .service(follow::follow)
        .service(follow::unfollow)
        .service(follow::get_follow)
        .service(block::block)
        .service(block::unblock)
        .service(followers::list_followers)
        .service(following::list_following_of)
        .service(blocked::list_blocked);
    config.service(routes);
}
