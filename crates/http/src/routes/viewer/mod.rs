//! Calls of those who watch. Most are for anybody; a token that is sent must be good all the same.

mod events;
mod following;
mod live;
mod me;
mod search;
mod token;
mod watch;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(watch::get_watched_stream)
        .service(events::get_watched_events)
        .service(token::give_token)
        .service(live::list_live)
        .service(following::list_following)
        .service(search::search_streams)
        .service(me::get_me);
}
