//! The web page: the build of `app/`, carried inside the binary (in debug builds read from disk),
//! and the few lines that serve it.
//!
//! Every address that is not a file of the build answers with the page itself, which then shows
//! what the address means: the routes of the page live in the page.

use actix_web::http::header::{self, EntityTag, IfNoneMatch};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

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
    /// A page that talks to this server and to the media server at `media_url` (`ws://` or `wss://`),
    /// and, by its content security policy, to nobody else.
    #[must_use]
    pub fn new(media_url: &str) -> Self {
        // The client asks the media server over HTTP why a connection was refused.
        let media_over_http = media_url.replacen("ws", "http", 1);
        let content_security_policy = format!(
            "default-src 'self'; connect-src 'self' {media_url} {media_over_http}; img-src 'self' https: http: data:; \
             media-src 'self' blob: mediastream:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
        );
        Self {
            content_security_policy,
        }
    }

    /// The answer to a request for anything that is not the API's.
    #[must_use]
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return HttpResponse::MethodNotAllowed()
                .insert_header((header::ALLOW, "GET, HEAD"))
                .finish();
        }
        let path = request.path().trim_start_matches('/');
        if let Some(file) = Build::get(path).filter(|_| !path.is_empty() && path != "index.html") {
            return self.file(request, path, file);
        }
        if is_file_name(path) {
            return HttpResponse::NotFound()
                .content_type("text/plain; charset=utf-8")
                .body("No such file.\n");
        }
        match Build::get("index.html") {
            Some(index) => self.file(request, "index.html", index),
            None => HttpResponse::build(StatusCode::SERVICE_UNAVAILABLE)
                .content_type("text/html; charset=utf-8")
                .body(NOT_BUILT),
        }
    }

    fn file(&self, request: &HttpRequest, path: &str, file: EmbeddedFile) -> HttpResponse {
        let tag = EntityTag::new_strong(hex(&file.metadata.sha256_hash()));
        let is_known = match request.get_header::<IfNoneMatch>() {
            Some(IfNoneMatch::Any) => true,
            Some(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
            None => false,
        };
        let status = if is_known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        };
        let mut answer = HttpResponse::build(status);
        answer
            .insert_header((header::CACHE_CONTROL, cache_control(path)))
            .insert_header(header::ETag(tag))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                self.content_security_policy.as_str(),
            ))
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        if is_known {
            return answer.finish();
        }
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        answer
            .content_type(content_type(kind.as_ref()))
            .body(file.data.into_owned())
    }
}

/// Whether the last part of a path looks like a file's: a missing picture must not answer with a page.
fn is_file_name(path: &str) -> bool {
    path.starts_with("assets/")
}

/// The bundler puts a hash of their content into the names below `assets/`: those never change.
fn cache_control(path: &str) -> &'static str {
    if path.starts_with("assets/") {
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

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;

    use super::*;

    fn page() -> Page {
        Page::new("wss://media.example")
    }

    #[actix_web::test]
    async fn any_address_answers_with_the_page_or_says_how_to_build_it() {
        let answer = page().answer(&TestRequest::with_uri("/watch/ada").to_http_request());
        let is_built = Build::get("index.html").is_some();
        assert_eq!(answer.status() == StatusCode::OK, is_built);
        let body = String::from_utf8(to_bytes(answer.into_body()).await.unwrap().to_vec()).unwrap();
        assert!(
            body.contains(if is_built {
                "<div id=\"root\""
            } else {
                "cargo xtask"
            }),
            "{body}"
        );
    }

    #[actix_web::test]
    async fn a_missing_file_of_the_build_is_not_found() {
        let answer = page().answer(&TestRequest::with_uri("/assets/none.js").to_http_request());
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }

    #[actix_web::test]
    async fn a_file_outside_the_build_is_never_served() {
        for path in [
            "/../Cargo.toml",
            "/assets/../../package.json",
            "/..%2f..%2fCargo.toml",
        ] {
            let answer = page().answer(&TestRequest::with_uri(path).to_http_request());
            let body = to_bytes(answer.into_body()).await.unwrap();
            assert!(!String::from_utf8_lossy(&body).contains("[package]"), "{path}");
        }
    }

    #[actix_web::test]
    async fn the_page_is_read_only() {
        let answer = page().answer(&TestRequest::post().uri("/").to_http_request());
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    }

    #[test]
    fn the_policy_names_the_media_server_in_both_schemes() {
        let policy = page().content_security_policy;
        assert!(
            policy.contains("connect-src 'self' wss://media.example https://media.example;"),
            "{policy}"
        );
    }
}
