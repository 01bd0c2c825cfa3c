//! The actix application: routes, middleware, and the fallback for requests that match no route.

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Condition, from_fn};
use actix_web::{App, Error, web};
use utoipa_actix_web::AppExt;

use crate::api::Api;
use crate::extract::chat_participant::VIEWER_TOKEN;
use crate::fallback::fallback;
use crate::host::guard_host;
use crate::observe::{LogBudgets, observe};
use crate::request_id::REQUEST_ID;
use crate::routes::routes;

/// How long browsers may cache the response of a preflight request.
const PREFLIGHT_MAX_AGE_SECONDS: usize = 600;

/// Creates the application with all routes. Call it once per worker thread.
pub fn app(
    api: Api,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    let cors = Condition::new(
        !api.config.cors_origins.is_empty(),
        cors(&api.config.cors_origins),
    );
    App::new()
        .app_data(web::Data::new(api))
        .app_data(web::Data::new(LogBudgets::default()))
        .into_utoipa_app()
        .configure(routes)
        .into_app()
        .default_service(web::to(fallback))
        .wrap(from_fn(guard_host))
        .wrap(cors)
        .wrap(from_fn(observe))
}

/// Allows pages of these origins to call the API. Browsers enforce this for all other origins.
fn cors(origins: &[String]) -> Cors {
    let origins = origins.to_vec();
    Cors::default()
        .allowed_origin_fn(move |origin, _| origins.iter().any(|allowed| origin == allowed.as_str()))
        .allowed_methods(["GET", "POST", "PUT", "DELETE"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            REQUEST_ID,
            VIEWER_TOKEN,
        ])
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(PREFLIGHT_MAX_AGE_SECONDS)
}
