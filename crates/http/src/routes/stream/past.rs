//! `GET /api/stream/past`

use actix_web::{get, web};
use onair_domain::page::PageRequest;
use onair_domain::session::PastKey;
use onair_domain::user::User;

use crate::api::Api;
use crate::dto::SessionDto;
use crate::envelope::Listed;
use crate::error::ApiError;
use crate::extract::Call;

/// Lists the caller's ended sessions, newest first, including those that were never on air.
#[utoipa::path(
    tag = "stream",
    security(("bearer" = [])),
    params(
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Listed<SessionDto>),
        (status = 403, description = "CREATOR_NOT_APPROVED"),
    )
)]
#[get("/past")]
pub(super) async fn list_past(
    api: web::Data<Api>,
    call: Call<User, PageRequest<PastKey>>,
) -> Result<Listed<SessionDto>, ApiError> {
    let page = api.history.list_ended(&call.caller.id, &call.input).await?;
    Ok(Listed::of(page))
}
