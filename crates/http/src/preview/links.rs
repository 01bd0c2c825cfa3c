//! The addresses of a stream's pages, absolute: other sites need them.

use actix_web::HttpRequest;
use actix_web::http::Uri;
use onair_domain::Timestamp;
use onair_domain::stream::StreamWithUser;
use onair_domain::user::Username;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode, utf8_percent_encode};

use crate::api::Api;
use crate::host::host;
use crate::public_url::PublicUrl;
use crate::target::normalised;

/// What a path segment has to encode (RFC 3986, section 3.3).
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The version of the picture that was stored at this time, for its address and for `ETag`.
pub(crate) fn thumbnail_version(at: Timestamp) -> String {
    at.timestamp_millis().to_string()
}

/// The path of a broadcast's picture, with its version; `None` if there is none that everybody may see.
pub(crate) fn thumbnail_path(found: &StreamWithUser) -> Option<String> {
    let version = thumbnail_version(found.public_thumbnail()?);
    let segment = utf8_percent_encode(found.user.username.as_str(), SEGMENT);
    Some(format!("/api/viewer/stream/{segment}/thumbnail?v={version}"))
}

/// The addresses of a stream.
#[derive(Debug)]
pub(crate) struct StreamLinks {
    origin: String,
    watch: String,
    embed: String,
    oembed: String,
}

impl StreamLinks {
    /// The addresses for the client of this request; `None` if it names no host.
    pub(crate) fn of(api: &Api, request: &HttpRequest, username: &Username) -> Option<Self> {
        Some(Self::at(origin(api, request)?, username))
    }

    fn at(origin: String, username: &Username) -> Self {
        let segment = utf8_percent_encode(username.as_str(), SEGMENT);
        let watch = format!("{origin}/watch/{segment}");
        let oembed = format!(
            "{origin}/api/oembed?url={}",
            percent_encode(watch.as_bytes(), NON_ALPHANUMERIC)
        );
        Self {
            embed: format!("{origin}/embed/{segment}"),
            watch,
            oembed,
            origin,
        }
    }

    /// The page's origin, such as `https://onair.example`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The watch page.
    pub(crate) fn watch(&self) -> &str {
        &self.watch
    }

    /// The player for other sites.
    pub(crate) fn embed(&self) -> &str {
        &self.embed
    }

    /// The oEmbed document of the watch page.
    pub(super) fn oembed(&self) -> &str {
        &self.oembed
    }
}

/// Whose stream a watch page or an embedded player at `path` shows. The path is normalised.
pub(super) fn username(path: &str) -> Option<Username> {
    let segment = path
        .strip_prefix("/watch/")
        .or_else(|| path.strip_prefix("/embed/"))?;
    Username::parse(segment).ok()
}

/// Whose stream the page at this address shows; `None` for other pages and other servers.
pub(crate) fn username_at(api: &Api, request: &HttpRequest, address: &str) -> Option<Username> {
    let uri: Uri = address.parse().ok()?;
    let asked = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    let asked: PublicUrl = asked.parse().ok()?;
    let here: PublicUrl = origin(api, request)?.parse().ok()?;
    // Who copies an address may have changed its scheme.
    if !asked.is_same_host(&here) {
        return None;
    }
    username(&normalised(uri.path()))
}

/// The origin of the page, as the client of this request sees it.
fn origin(api: &Api, request: &HttpRequest) -> Option<String> {
    let config = &api.config;
    if let Some(url) = &config.public_url {
        return Some(url.to_string());
    }
    let peer = request.peer_addr().map(|peer| peer.ip());
    let is_tls = config
        .trusted_proxies
        .is_forwarded_over_tls(peer, request.headers());
    let scheme = if is_tls { "https" } else { "http" };
    let url: PublicUrl = format!("{scheme}://{}", host(request.headers())?).parse().ok()?;
    Some(url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_absolute_and_encoded() {
        let name = Username::parse("ж.a_b").unwrap();
        let links = StreamLinks::at("https://onair.example".to_owned(), &name);
        assert_eq!(links.watch(), "https://onair.example/watch/%D0%B6.a_b");
        assert_eq!(links.embed(), "https://onair.example/embed/%D0%B6.a_b");
        assert_eq!(
            links.oembed(),
            "https://onair.example/api/oembed?url=https%3A%2F%2Fonair%2Eexample%2Fwatch%2F%25D0%25B6%2Ea%5Fb"
        );
    }

    #[test]
    fn pages_of_streams_are_known_by_their_path() {
        let name = |path| username(path).map(|name| name.to_string());
        assert_eq!(name("/watch/ada").as_deref(), Some("ada"));
        assert_eq!(name("/embed/ada").as_deref(), Some("ada"));
        for other in [
            "/",
            "/watch",
            "/watch/ada/more",
            "/studio",
            "/user/ada/followers",
            "/Watch/ada",
        ] {
            assert_eq!(name(other), None, "{other}");
        }
    }
}
