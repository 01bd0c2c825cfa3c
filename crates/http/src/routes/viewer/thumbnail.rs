//! `GET /api/viewer/stream/{username}/thumbnail`

use actix_web::http::header::{CacheControl, CacheDirective, ETag, EntityTag, Header as _, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, get, web};
use onair_domain::Timestamp;
use onair_domain::user::{Requester, Username};

use crate::api::Api;
use crate::error::ApiError;
use crate::extract::fields::FieldErrors;
use crate::extract::query::Query;
use crate::extract::{Call, Input};
use crate::preview::thumbnail_version;

/// How long browsers and proxies may keep a picture under the address with its version, in seconds: longer than a
/// picture is current.
const MAX_AGE: u32 = 600;

/// Whose picture, and which one the caller knows.
struct Asked {
    username: Username,
    known: IfNoneMatch,
    version: Option<String>,
}

impl Input for Asked {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, ApiError> {
        let mut errors = FieldErrors::default();
        let version = Query::of(request).read("v", &mut errors, |v| Ok::<_, &str>(v.to_owned()));
        let username = Username::read(request, body)?;
        errors.finish(Some(Self {
            username,
            known: IfNoneMatch::parse(request).unwrap_or_else(|_| IfNoneMatch::Items(Vec::new())),
            version,
        }))
    }
}

impl Asked {
    fn knows(&self, at: Timestamp) -> bool {
        let current = EntityTag::new_strong(thumbnail_version(at));
        match &self.known {
            IfNoneMatch::Any => true,
            IfNoneMatch::Items(tags) => tags.iter().any(|tag| tag.weak_eq(&current)),
        }
    }

    /// The address without a version, or with an old one, shows another picture soon.
    fn cache_control(&self, at: Timestamp) -> CacheControl {
        let is_current = self.version == Some(thumbnail_version(at));
        CacheControl(if is_current {
            vec![CacheDirective::Public, CacheDirective::MaxAge(MAX_AGE)]
        } else {
            vec![CacheDirective::NoCache]
        })
    }
}

/// Returns the picture of a live broadcast that guests may watch.
#[utoipa::path(
    tag = "viewer",
    security((), ("bearer" = [])),
    params(
        ("username" = String, Path, description = "the creator's user name, in any case"),
        ("v" = Option<String>, Query, description = "the version of the picture, as in `liveThumbnail`"),
    ),
    responses(
        (status = 200, description = "The picture.", content_type = "image/jpeg", body = Vec<u8>),
        (status = 304, description = "The caller has the current picture (`If-None-Match`)."),
        (status = 404, description = "USER_NOT_FOUND, STREAM_NOT_FOUND, NOT_FOUND"),
    )
)]
#[get("/stream/{username}/thumbnail")]
pub(super) async fn get_thumbnail(
    api: web::Data<Api>,
    call: Call<Requester, Asked>,
) -> Result<HttpResponse, ApiError> {
    let asked = call.input;
    let at = api.thumbnails.find_time(&asked.username).await?;
    if asked.knows(at) {
        return Ok(HttpResponse::NotModified()
            .insert_header(ETag(EntityTag::new_strong(thumbnail_version(at))))
            .insert_header(asked.cache_control(at))
            .finish());
    }
    let thumbnail = api.thumbnails.find(&asked.username).await?;
    Ok(HttpResponse::Ok()
        .content_type("image/jpeg")
        .insert_header(ETag(EntityTag::new_strong(thumbnail_version(thumbnail.at))))
        .insert_header(asked.cache_control(thumbnail.at))
        .body(thumbnail.picture.into_bytes()))
}
