//! Calls of chat participants: signed-in users, or guests with their room token.

mod history;
mod post;
mod remove;

use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(post::post_message)
        .service(history::list_messages)
        .service(remove::remove_message);
}
