//! `GET /api/admin/creator-applications`

use actix_web::{HttpRequest, get, web};
use onair_domain::creator::{ApplicationKey, ApplicationStatus};
use onair_domain::page::PageRequest;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::ApplicationDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::fields::FieldErrors;
use crate::extract::page::read_page;
use crate::extract::query::Query;
use crate::extract::{Call, Input};

/// Which applications to list.
#[derive(Debug)]
pub(super) struct ApplicationFilter {
    status: Option<ApplicationStatus>,
    page: PageRequest<ApplicationKey>,
}

impl Input for ApplicationFilter {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut errors) = (Query::of(request), FieldErrors::default());
        let status = query.read("status", &mut errors, parse_status);
        let page = read_page(&query, &mut errors);
        errors.finish(Some(Self { status, page }))
    }
}

/// The statuses of applications. `NONE` is missing: users who never applied have no application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(
    dead_code,
    reason = "the OpenAPI document lists the statuses that parse_status accepts"
)]
enum ListedStatus {
    Pending,
    Approved,
    Rejected,
    Revoked,
}

fn parse_status(name: &str) -> Result<ApplicationStatus, &'static str> {
    name.parse()
        .ok()
        .filter(|status| *status != ApplicationStatus::None)
        .ok_or("must be PENDING, APPROVED, REJECTED or REVOKED")
}

/// Lists applications to become a creator, oldest first.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(
        ("status" = inline(Option<ListedStatus>), Query, description = "only applications with this status; all by default"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
    )
)]
#[get("/creator-applications")]
pub(super) async fn list_applications(
    api: web::Data<Api>,
    call: Call<User, ApplicationFilter>,
) -> Result<Listed<ApplicationDto>, ApiError> {
    let ApplicationFilter { status, page } = &call.input;
    let listed = api.admin.list_applications(&call.caller, *status, page).await?;
    Ok(Listed::of(listed))
}
