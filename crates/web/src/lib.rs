//! The web page: the build of `app/`, carried inside the binary (in debug builds read from disk),
//! and the few lines that serve it.
//!
//! Every address that is not a file of the build answers with the page itself, which then shows
//! what the address means: the routes of the page live in the page.

mod coding;
mod slices;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::path::Path;

use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::http::{Method, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::coding::Coding;
use crate::slices::Slices;

/// What `npm run build` left. The folder may be missing: a server without a page is still an API.
#[derive(RustEmbed)]
#[folder = "app/dist"]
#[allow_missing = true]
struct Build;

/// Shown where the page was never built.
const NOT_BUILT: &str = include_str!("not-built.html");

/// Serves the page and its files.
#[derive(Debug, Clone)]
pub struct Page {
    content_security_policy: String,
}

impl Page {
    /// A page that talks to this server and to the media server at `media_sources` (sources as a content
    /// security policy names them, separated by spaces), and to nobody else.
    #[must_use]
    pub fn new(media_sources: &str) -> Self {
        let content_security_policy = format!(
            "default-src 'self'; connect-src 'self' {media_sources}; img-src 'self' https: http: data:; \
             media-src 'self' blob: mediastream:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
        );
        Self {
            content_security_policy,
        }
    }

    /// The answer to a request for anything that is not the API's. `path` is the request's, decoded and
    /// with single slashes.
    #[must_use]
    pub fn answer(&self, request: &HttpRequest, path: &str) -> HttpResponse {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return HttpResponse::MethodNotAllowed()
                .insert_header((header::ALLOW, "GET, HEAD"))
                .finish();
        }
        let name = path.trim_start_matches('/');
        if is_file(name) {
            return self.file(request, name);
        }
        if is_below_assets(name) {
            return HttpResponse::NotFound()
                .content_type("text/plain; charset=utf-8")
                .insert_header((header::CACHE_CONTROL, "no-cache"))
                .body("No such file.\n");
        }
        if has(INDEX) {
            return self.file(request, INDEX);
        }
        HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
            .content_type("text/html; charset=utf-8")
            .body(NOT_BUILT)
    }

    /// The file in the form that the request prefers. Each form has a tag of its own, for its bytes are
    /// others.
    fn file(&self, request: &HttpRequest, name: &str) -> HttpResponse {
        let forms: Vec<_> = FORMS
            .into_iter()
            .filter(|coding| has(&format!("{name}{}", coding.suffix())))
            .collect();
        let coding = Coding::negotiate(request, &forms);
        let Some(file) = Build::get(&format!("{name}{}", coding.suffix())) else {
            return HttpResponse::NotFound().finish();
        };
        let tag = EntityTag::new_strong(hex(&file.metadata.sha256_hash()));
        let is_known = is_known(request, &tag);
        let mut answer = HttpResponse::build(if is_known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        });
        answer
            .insert_header((header::CACHE_CONTROL, cache_control(name)))
            .insert_header(header::ETag(tag))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                self.content_security_policy.as_str(),
            ))
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        if forms.len() > 1 {
            answer.insert_header((header::VARY, "accept-encoding"));
        }
        if is_known {
            return answer.finish();
        }
        if let Some(token) = coding.token() {
            answer.insert_header((header::CONTENT_ENCODING, token));
        }
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        answer
            .content_type(content_type(kind.as_ref()))
            .body(Slices(bytes(file)))
    }
}

/// The page itself.
const INDEX: &str = "index.html";

/// The forms that a file may have; what is first is preferred.
const FORMS: [Coding; 3] = [Coding::Brotli, Coding::Gzip, Coding::Identity];

fn has(name: &str) -> bool {
    Build::get(name).is_some()
}

/// Whether it is a file of the build by its own name. The page answers by all other names, and the compressed
/// forms have none.
fn is_file(name: &str) -> bool {
    let is_form = Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "br" || ending == "gz");
    !name.is_empty() && name != INDEX && !is_form && has(name)
}

/// Whether the client has it already.
fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        None => false,
    }
}

/// In a release build the bytes of the binary itself.
fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

/// Where the bundler's files are: one that is gone must not answer with a page.
fn is_below_assets(name: &str) -> bool {
    name == "assets" || name.starts_with("assets/")
}

/// The bundler puts a hash of their content into the names below `assets/`: those never change.
fn cache_control(name: &str) -> &'static str {
    if is_below_assets(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

fn content_type(kind: &str) -> String {
    if kind.starts_with("text/") {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
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
