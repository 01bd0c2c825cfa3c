//! `GET /api/oembed`: how another site shows a stream (<https://oembed.com>).

use actix_web::{HttpRequest, get, web};
use onair_domain::user::{Requester, Username};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::error::{ApiError, Code};
use crate::extract::fields::FieldErrors;
use crate::extract::query::{Query, whole_number};
use crate::preview::{StreamLinks, attribute, username_at};

/// The size of an embedded player where the site names none, in CSS pixels.
const SIZE: (u32, u32) = (640, 360);

/// A document of oEmbed 1.0. Its names are those of the specification, without an envelope.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OEmbed {
    version: &'static str,
    /// `video`, or `link` if other sites may not embed the player.
    r#type: &'static str,
    provider_name: &'static str,
    provider_url: String,
    title: String,
    author_name: String,
    author_url: String,
    /// The seconds for which a site may keep the document.
    cache_age: u32,
    /// The embedded player; only for `video`, as are width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    height: Option<u32>,
}

/// What a site asks for.
struct Asked {
    username: Username,
    size: (u32, u32),
}

fn read(api: &Api, request: &HttpRequest) -> Result<Asked, ApiError> {
    let (query, mut errors) = (Query::of(request), FieldErrors::default());
    if query.get("url") == Ok(None) {
        errors.add("url", "is required");
    }
    let url = query.read("url", &mut errors, |url| Ok::<_, &str>(url.to_owned()));
    let is_json = |format: &str| (format == "json").then_some(()).ok_or("must be json");
    query.read("format", &mut errors, is_json);
    let pixels = |text: &str| {
        whole_number::<u32>(text)
            .filter(|pixels| (1..=10_000).contains(pixels))
            .ok_or("must be a whole number from 1 to 10000")
    };
    let max_width = query.read("maxwidth", &mut errors, pixels);
    let max_height = query.read("maxheight", &mut errors, pixels);
    let url = errors.finish(url)?;
    Ok(Asked {
        username: username_at(api, request, &url)
            .ok_or_else(|| ApiError::new(Code::NotFound, "There is no stream at this address."))?,
        size: fitted(max_width, max_height),
    })
}

/// The largest size of the player's proportions up to [`SIZE`] that fits.
fn fitted(max_width: Option<u32>, max_height: Option<u32>) -> (u32, u32) {
    let (width, height) = SIZE;
    let width = width.min(max_width.unwrap_or(width));
    let height_limit = height.min(max_height.unwrap_or(height));
    let height = (width * SIZE.1 / SIZE.0).clamp(1, height_limit.max(1));
    (width.min((height * SIZE.0).div_ceil(SIZE.1)), height)
}

/// Returns the oEmbed document of a watch page: its title, its creator, and the player for other sites if
/// `EMBED_ORIGINS` allows it.
#[utoipa::path(
    tag = "viewer",
    params(
        ("url" = String, Query, description = "the address of a watch page of this server"),
        ("format" = Option<String>, Query, description = "json"),
        ("maxwidth" = Option<u32>, Query, description = "the widest player, in pixels, 1 to 10000"),
        ("maxheight" = Option<u32>, Query, description = "the highest player, in pixels, 1 to 10000"),
    ),
    responses(
        (status = 200, description = "The document, without an envelope.", body = OEmbed),
        (status = 404, description = "NOT_FOUND, USER_NOT_FOUND, STREAM_NOT_FOUND"),
        (status = 503, description = "STORE_UNAVAILABLE"),
    )
)]
#[get("/api/oembed")]
pub(super) async fn get_oembed(
    api: web::Data<Api>,
    request: HttpRequest,
) -> Result<web::Json<OEmbed>, ApiError> {
    let Asked { username, size } = read(&api, &request)?;
    let details = api
        .streams
        .get_stream_by_username(&username, &Requester::Guest)
        .await?;
    let found = details.found;
    let links = StreamLinks::of(&api, &request, &found.user.username).ok_or_else(ApiError::no_route)?;
    let title = found.stream.title.to_string();
    let html = (!api.config.embed_origins.is_empty()).then(|| {
        format!(
            r#"<iframe src="{}" width="{}" height="{}" title="{}" allow="autoplay; fullscreen; picture-in-picture" style="border: 0"></iframe>"#,
            attribute(links.embed()),
            size.0,
            size.1,
            attribute(&title)
        )
    });
    let is_video = html.is_some();
    Ok(web::Json(OEmbed {
        version: "1.0",
        r#type: if is_video { "video" } else { "link" },
        provider_name: "Onair",
        provider_url: links.origin().to_owned(),
        title,
        author_name: found.user.name.to_string(),
        author_url: links.watch().to_owned(),
        cache_age: 300,
        html,
        width: is_video.then_some(size.0),
        height: is_video.then_some(size.1),
    }))
}

#[cfg(test)]
mod tests {
    use quickcheck::quickcheck;

    use super::*;

    #[test]
    fn players_keep_their_proportions() {
        assert_eq!(fitted(None, None), (640, 360));
        assert_eq!(fitted(Some(320), None), (320, 180));
        assert_eq!(fitted(None, Some(90)), (160, 90));
        assert_eq!(fitted(Some(1_000), Some(1_000)), (640, 360));
        assert_eq!(fitted(Some(200), Some(50)), (89, 50));
    }

    quickcheck! {
        fn players_fit(max_width: Option<u16>, max_height: Option<u16>) -> bool {
            let limit = |max: Option<u16>| max.map(|max| u32::from(max).max(1));
            let (width, height) = fitted(limit(max_width), limit(max_height));
            let fits = |size: u32, max: Option<u32>| size >= 1 && max.is_none_or(|max| size <= max);
            fits(width, limit(max_width)) && fits(height, limit(max_height))
        }
    }
}
