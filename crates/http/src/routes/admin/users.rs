//! `GET /api/admin/users`

use actix_web::{HttpRequest, get, web};
use onair_domain::account::{UserFilter, UserKey, UserListing};
use onair_domain::page::PageRequest;
use onair_domain::stream::SearchQuery;
use onair_domain::user::User;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::dto::{ApplicationStatusDto, Moment, UserDto};
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::fields::FieldErrors;
use crate::extract::page::read_page;
use crate::extract::query::Query;
use crate::extract::{Call, Input};

/// A user as admins see them.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UserAccount)]
pub(super) struct UserAccountDto {
    #[serde(flatten)]
    user: UserDto,
    /// The roles of the user's latest token that contained roles, for display. A request has the roles of its
    /// own token.
    roles: Vec<&'static str>,
    application_status: ApplicationStatusDto,
    is_suspended: bool,
    /// When the user was first seen.
    created_at: Moment,
}

impl From<UserListing> for UserAccountDto {
    fn from(listing: UserListing) -> Self {
        Self {
            roles: listing.user.roles.iter().map(<&str>::from).collect(),
            is_suspended: listing.user.is_suspended,
            user: listing.user.into(),
            application_status: listing.application_status.into(),
            created_at: listing.created_at.into(),
        }
    }
}

/// Which users to list.
#[derive(Debug)]
pub(super) struct UserListRequest {
    filter: UserFilter,
    page: PageRequest<UserKey>,
}

impl Input for UserListRequest {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut errors) = (Query::of(request), FieldErrors::default());
        let search = query.read("q", &mut errors, SearchQuery::parse);
        let is_suspended = query.read("status", &mut errors, parse_status);
        let page = read_page(&query, &mut errors);
        let filter = UserFilter {
            selection: search.map(Into::into).unwrap_or_default(),
            is_suspended,
        };
        errors.finish(Some(Self { filter, page }))
    }
}

/// The states of an account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(
    dead_code,
    reason = "the OpenAPI document lists the states that parse_status accepts"
)]
enum AccountStatus {
    Active,
    Suspended,
}

/// Returns whether the users of a state are suspended.
fn parse_status(name: &str) -> Result<bool, &'static str> {
    match name {
        "ACTIVE" => Ok(false),
        "SUSPENDED" => Ok(true),
        _ => Err("must be ACTIVE or SUSPENDED"),
    }
}

/// Lists users: with `q` those whose user name or display name matches, best match first; then newest first.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    params(
        ("q" = Option<String>, Query, description = "the search text; all users by default"),
        ("status" = inline(Option<AccountStatus>), Query, description = "only users in this state; both by default"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<UserAccountDto>),
        (status = 403, description = "FORBIDDEN"),
    )
)]
#[get("/users")]
pub(super) async fn list_users(
    api: web::Data<Api>,
    call: Call<User, UserListRequest>,
) -> Result<Listed<UserAccountDto>, ApiError> {
    let UserListRequest { filter, page } = &call.input;
    let listed = api.admin.list_users(&call.caller, filter, page).await?;
    Ok(Listed::of(listed))
}
