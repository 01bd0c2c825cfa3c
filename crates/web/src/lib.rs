//! The web page: embeds the build of `app/` into the binary and serves it. Debug builds read the files from
//! disk.
//!
//! Every path that is not a file of the build returns the page itself. The router of the page interprets
//! the path.

mod chunked_body;
mod content_coding;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::Path;

use actix_web::http::header::{self, EntityTag, HeaderValue, IfNoneMatch};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::chunked_body::ChunkedBody;
use crate::content_coding::ContentCoding;

/// The output of `npm run build`. The folder may be missing, because the API also works without a page.
#[derive(RustEmbed)]
#[folder = "app/dist"]
#[allow_missing = true]
struct Assets;

/// The page to show if the build is missing.
const NOT_BUILT: &str = include_str!("not-built.html");

/// Serves the page and its files.
#[derive(Debug, Clone)]
pub struct Page {
    media_sources: String,
}

impl Page {
    /// Creates the page. Its content security policy allows connections to this server and to
    /// `media_sources`.
    ///
    /// `media_sources` are sources of the `connect-src` directive, separated by spaces.
    #[must_use]
    pub fn new(media_sources: &str) -> Self {
        Self {
            media_sources: media_sources.to_owned(),
        }
    }

    fn content_security_policy(&self, document: &Document<'_>) -> String {
        let media_sources = &self.media_sources;
        let Document {
            identity_sources,
            frame_ancestors,
            ..
        } = document;
        // A blurred background is computed by WebAssembly.
        let space = if identity_sources.is_empty() { "" } else { " " };
        format!(
            "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
             connect-src 'self' {media_sources}{space}{identity_sources}; \
             img-src 'self' https: data:; media-src 'self' blob: mediastream:; \
             style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; \
             frame-ancestors {frame_ancestors}; object-src 'none'"
        )
    }

    /// Responds to a request for a path outside the API.
    ///
    /// `path` is the decoded path of the request with single slashes. Methods other than GET and HEAD
    /// return status 405.
    #[must_use]
    pub fn respond(&self, request: &HttpRequest, path: &str, document: &Document<'_>) -> HttpResponse {
        let mut response = respond_without_policy(request, path, document.head);
        let policy = self.content_security_policy(document);
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response
                .headers_mut()
                .insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// What differs between responses with the page.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// HTML elements that replace the title and the description in the page's `<head>`.
    pub head: Option<&'a str>,
    /// Further sources to which the page may connect, separated by spaces. They may change while the server runs.
    pub identity_sources: &'a str,
    /// The sources of the directive `frame-ancestors`, separated by spaces: the sites that may embed the page.
    pub frame_ancestors: &'a str,
}

/// The comments in the page around what [`Document::head`] replaces.
const HEAD: [&str; 2] = ["<!-- head -->", "<!-- /head -->"];

/// The page with other elements in its head; `None` without a build.
fn with_head(head: &str) -> Option<String> {
    let file = Assets::get(INDEX)?;
    let page = std::str::from_utf8(&file.data).ok()?;
    let (before, rest) = page.split_once(HEAD[0])?;
    let (_, after) = rest.split_once(HEAD[1])?;
    Some([before, head, after].concat())
}

/// The name of the page.
const INDEX: &str = "index.html";

/// The supported codings. Negotiation prefers earlier ones.
const CODINGS: [ContentCoding; 3] = [
    ContentCoding::Brotli,
    ContentCoding::Gzip,
    ContentCoding::Identity,
];

fn respond_without_policy(request: &HttpRequest, path: &str, head: Option<&str>) -> HttpResponse {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpResponse::MethodNotAllowed()
            .insert_header((header::ALLOW, "GET, HEAD"))
            .finish();
    }
    let name = path.trim_start_matches('/');
    if is_asset(name) {
        return serve_file(request, name);
    }
    if is_below_assets(name) {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .body("No such file.\n");
    }
    if let Some(page) = head.and_then(with_head) {
        return HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .body(page);
    }
    if has_asset(INDEX) {
        return serve_file(request, INDEX);
    }
    HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
        .content_type("text/html; charset=utf-8")
        .body(NOT_BUILT)
}

/// Serves a file in the coding that the request prefers. Each coding has its own `ETag`, because its
/// bytes differ.
fn serve_file(request: &HttpRequest, name: &str) -> HttpResponse {
    let available: Vec<_> = CODINGS
        .into_iter()
        .filter(|coding| has_asset(&format!("{name}{}", coding.suffix())))
        .collect();
    let coding = ContentCoding::negotiate(request, &available);
    let Some(file) = Assets::get(&format!("{name}{}", coding.suffix())) else {
        return HttpResponse::NotFound().finish();
    };
    let etag = EntityTag::new_strong(hex(&file.metadata.sha256_hash()));
    let is_not_modified = is_not_modified(request, &etag);
    let mut response = HttpResponse::build(if is_not_modified {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    });
    response
        .insert_header((header::CACHE_CONTROL, cache_control(name)))
        .insert_header(header::ETag(etag))
        .insert_header((header::REFERRER_POLICY, "same-origin"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if available.len() > 1 {
        response.insert_header((header::VARY, "accept-encoding"));
    }
    if is_not_modified {
        return response.finish();
    }
    if let Some(value) = coding.header_value() {
        response.insert_header((header::CONTENT_ENCODING, value));
    }
    let mime_type = mime_guess::from_path(name).first_or_octet_stream();
    response
        .content_type(content_type(mime_type.as_ref()))
        .body(ChunkedBody(into_bytes(file)))
}

fn has_asset(name: &str) -> bool {
    Assets::get(name).is_some()
}

/// Whether `name` is a file of the build. The page and the compressed codings are not addressable by their
/// file names.
fn is_asset(name: &str) -> bool {
    let is_compressed = Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "br" || extension == "gz");
    !name.is_empty() && name != INDEX && !is_compressed && has_asset(name)
}

/// Whether the client already has the version with this tag.
fn is_not_modified(request: &HttpRequest, etag: &EntityTag) -> bool {
    match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|cached| cached.weak_eq(etag)),
        None => false,
    }
}

/// Release builds borrow the bytes from the binary and copy nothing.
fn into_bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

/// Whether `name` is in the bundler's output folder. A missing file there must return 404 and not the page.
fn is_below_assets(name: &str) -> bool {
    name == "assets" || name.starts_with("assets/")
}

/// The bundler adds a content hash to file names in `assets/`, so these files never change.
fn cache_control(name: &str) -> &'static str {
    if is_below_assets(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

fn content_type(mime_type: &str) -> String {
    if mime_type.starts_with("text/") {
        format!("{mime_type}; charset=utf-8")
    } else {
        mime_type.to_owned()
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _infallible = write!(text, "{byte:02x}");
            text
        })
}
