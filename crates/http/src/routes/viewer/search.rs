//! `GET /api/viewer/search`

use actix_web::{HttpRequest, get, web};
use onair_domain::stream::SearchQuery;
use onair_domain::user::Requester;

use crate::api::Api;
use crate::dto::StreamWithUserDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::fields::FieldErrors;
use crate::extract::query::Query;
use crate::extract::{Call, Input};

/// The query parameter `q`.
impl Input for SearchQuery {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut errors) = (Query::of(request), FieldErrors::default());
        if query.get("q") == Ok(None) {
            errors.add("q", "is required");
        }
        let found = query.read("q", &mut errors, SearchQuery::parse);
        errors.finish(found)
    }
}

/// Lists streams whose title, user name or display name matches `q`, best match first.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(("q" = String, Query, description = "the search text")),
    responses(
        (status = 200, description = "At most 20 streams.", body = Envelope<Vec<StreamWithUserDto>>),
    )
)]
#[get("/search")]
pub(super) async fn search_streams(
    api: web::Data<Api>,
    call: Call<Requester, SearchQuery>,
) -> Result<Envelope<Vec<StreamWithUserDto>>, ApiError> {
    let found = api.streams.search_streams(&call.input, &call.caller).await?;
    let found: Vec<_> = found.into_iter().map(StreamWithUserDto::from).collect();
    Ok(Envelope::new(found))
}
