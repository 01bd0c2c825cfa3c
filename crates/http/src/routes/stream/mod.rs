//! Calls of approved creators. The summary of an ended session and its viewers over time are public.

mod chat_settings;
mod connection_check;
mod end_stream;
mod events;
mod go_live;
mod info;
mod past;
mod setup;
mod status;
mod summary;
mod thumbnail;
mod viewer_counts;
mod viewers;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/stream")
        .service(setup::set_up)
        .service(go_live::go_live)
        .service(end_stream::end_stream)
        .service(connection_check::start_connection_check)
        .service(info::get_info)
        .service(info::update_info)
        .service(chat_settings::update_chat_settings)
        .service(status::get_status)
        .service(events::get_events)
        .service(past::list_past)
        .service(summary::get_summary)
        .service(thumbnail::set_thumbnail)
        .service(thumbnail::remove_thumbnail)
        .service(viewer_counts::get_viewer_counts)
        .service(viewers::list_viewers)
        .service(viewers::remove_viewer);
    config.service(routes);
}
