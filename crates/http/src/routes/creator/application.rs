//! `GET|POST /api/creator/application`

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, Responder, get, post, web};
use onair_domain::creator::{About, SubmittedApplication};
use onair_domain::user::User;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::body::BodyRule;
use crate::extract::fields::Fields;
use crate::extract::{Call, Input};

/// The text of an application.
#[derive(Debug, ToSchema)]
#[schema(as = ApplicationText)]
pub(super) struct ApplicationText {
    /// May contain line breaks.
    #[schema(value_type = String)]
    about: About,
}

impl Input for ApplicationText {
    const BODY: BodyRule = BodyRule::Json;

    fn read(_: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut fields = Fields::parse(body)?;
        let about = fields.text("about", About::parse);
        fields.finish(about.map(|about| Self { about }))
    }
}

/// Returns the caller's application. If they never applied, the status is `NONE` and the other fields are
/// null.
#[utoipa::path(
    tag = "creator",
    security(("bearer" = [])),
    responses((status = 200, description = "The application.", body = Envelope<ApplicationDto>))
)]
#[get("/application")]
pub(super) async fn get_application(
    api: web::Data<Api>,
    call: Call<User>,
) -> Result<Envelope<ApplicationDto>, ApiError> {
    let application = api.creators.find_application(&call.caller.id).await?;
    Ok(Envelope::new(ApplicationDto::of(call.caller, application)))
}

/// Applies to become a creator, or applies again after a rejection. Replaces the text of a pending
/// application.
#[utoipa::path(
    tag = "creator",
    security(("bearer" = [])),
    request_body = ApplicationText,
    responses(
        (status = 200, description = "The text of the pending application was replaced.", body = Envelope<ApplicationDto>),
        (status = 201, description = "The application is pending.", body = Envelope<ApplicationDto>),
        (status = 404, description = "USER_NOT_FOUND"),
        (status = 409, description = "ALREADY_REVIEWED"),
    )
)]
#[post("/application")]
pub(super) async fn apply(
    api: web::Data<Api>,
    call: Call<User, ApplicationText>,
) -> Result<impl Responder, ApiError> {
    let SubmittedApplication { application, is_new } =
        api.creators.apply(&call.caller.id, call.input.about).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let application = ApplicationDto::of(call.caller, Some(application));
    Ok((Envelope::<ApplicationDto>::new(application), status))
}
