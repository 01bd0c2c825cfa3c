//! `GET /api/viewer/stream/{username}/past`

use actix_web::{get, web};
use onair_domain::session::PastKey;
use onair_domain::user::Requester;

use crate::api::Api;
use crate::dto::SessionDto;
use crate::envelope::Counted;
use crate::error::ApiError;
use crate::extract::Call;
use crate::extract::page::NamedPageRequest;

/// Lists a creator's ended sessions, newest first, without those that were never on air.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(
        ("username" = String, Path, description = "the creator's user name, in any case"),
        ("limit" = Option<u8>, Query),
        ("cursor" = Option<String>, Query, description = "the `nextCursor` of the previous page"),
    ),
    responses(
        (status = 200, description = "A part of the list.", body = Counted<SessionDto>),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND"),
    )
)]
#[get("/stream/{username}/past")]
pub(super) async fn list_public_past(
    api: web::Data<Api>,
    call: Call<Requester, NamedPageRequest<PastKey>>,
) -> Result<Counted<SessionDto>, ApiError> {
    let NamedPageRequest { username, page } = &call.input;
    let past = api.history.list_public(username, page).await?;
    Ok(Counted::of(past.page, past.total))
}
