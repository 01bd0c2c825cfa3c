//! Calls of chat participants: signed-in users, or guests with their room token.

mod history;
mod post;
mod remove;

use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub(super) fn routes(config: &mut ServiceConfig<'_>) {
    let routes = scope("/api/chat")
        .service(post::post_message)
        .service(history::list_messages)
        .service(remove::remove_message);
    config.service(routes);
}
