//! Calls of those who chat: signed in, or guests who show their room token.

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
