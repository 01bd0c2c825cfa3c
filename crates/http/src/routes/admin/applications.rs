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
use crate::extract::fields::Faults;
use crate::extract::page::read_page;
use crate::extract::query::Query;
use crate::extract::{Call, Input};

/// Which applications.
#[derive(Debug)]
pub(super) struct Wanted {
    status: Option<ApplicationStatus>,
    page: PageRequest<ApplicationKey>,
}

impl Input for Wanted {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut faults) = (Query::of(request), Faults::default());
        let status = query.read("status", &mut faults, parse_status);
        let page = read_page(&query, &mut faults);
        faults.finish(Some(Self { status, page }))
    }
}

/// Statuses that an application can have; who never applied has none to list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(dead_code, reason = "it says in the OpenAPI file what parse_status lets pass")]
enum ListedStatus {
    Pending,
    Approved,
    Rejected,
    Revoked,
}

fn parse_status(name: &str) -> Result<ApplicationStatus, &'static str> {
    name.parse()
        .ok()
        // Who never applied has no application to list.
        .filter(|status| *status != ApplicationStatus::None)
        .ok_or("must be PENDING, APPROVED, REJECTED or REVOKED")
}

/// Applications to be a creator, who has waited longest first.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(
        ("status" = inline(Option<ListedStatus>), Query, description = "those alone; all if left out"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the answer before's `nextCursor`"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<ApplicationDto>),
        (status = 403, description = "FORBIDDEN"),
    )
)]
#[get("/api/admin/creator-applications")]
pub(super) async fn list_applications(
    api: web::Data<Api>,
    call: Call<User, Wanted>,
) -> Result<Listed<ApplicationDto>, ApiError> {
    let Wanted { status, page } = &call.input;
    let listed = api.admin.list_applications(&call.caller, *status, page).await?;
    Ok(Listed::of(listed))
}
