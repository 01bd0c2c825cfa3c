//! Calls of viewers. Most need no bearer token; if one is sent, it must be valid.

mod events;
mod following;
mod live;
mod me;
mod past;
mod search;
mod thumbnail;
mod token;
mod watch;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/viewer")
        .service(watch::get_watched_stream)
        .service(thumbnail::get_thumbnail)
        .service(events::get_watched_events)
        .service(token::create_viewer_token)
        .service(live::list_live)
        .service(past::list_public_past)
        .service(following::list_following)
        .service(search::search_streams)
        .service(me::get_me);
    config.service(routes);
}
