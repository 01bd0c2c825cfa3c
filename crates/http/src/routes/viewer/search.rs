//! `GET /api/viewer/search`

use actix_web::{HttpRequest, get, web};
use onair_domain::stream::SearchQuery;
use onair_domain::user::Requester;

use crate::api::Api;
use crate::dto::StreamWithUserDto;
use crate::envelope::Envelope;
use crate::error::ApiError;
use crate::extract::fields::Faults;
use crate::extract::query::Query;
use crate::extract::{Call, Input};

/// The `q` of an address.
impl Input for SearchQuery {
    fn read(request: &HttpRequest, _: &[u8]) -> Result<Self, ApiError> {
        let (query, mut faults) = (Query::of(request), Faults::default());
        if query.get("q") == Ok(None) {
            faults.add("q", "is required");
        }
        let found = query.read("q", &mut faults, SearchQuery::parse);
        faults.finish(found)
    }
}

/// Streams whose title, user name or name is like `q`, best first.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(("q" = String, Query, description = "what to look for")),
    responses(
        (status = 200, description = "At most 20 streams.", body = Envelope<Vec<StreamWithUserDto>>),
    )
)]
#[get("/api/viewer/search")]
pub(super) async fn search_streams(
    api: web::Data<Api>,
    call: Call<Requester, SearchQuery>,
) -> Result<Envelope<Vec<StreamWithUserDto>>, ApiError> {
    let found = api.streams.search_streams(&call.input, &call.caller).await?;
    let found: Vec<_> = found.into_iter().map(StreamWithUserDto::from).collect();
    Ok(Envelope::new(found))
}
