//! Answers requests that match no route: 404, 405 with an `Allow` header, OPTIONS, and the web page.

use std::sync::{Once, OnceLock};

use actix_web::dev::ResourceDef;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::api::{Api, AuthMode, PageRequest};
use crate::error::ApiError;
use crate::openapi::openapi;
use crate::preview;
use crate::routes::{DEV_LOGIN, METRICS, UNDOCUMENTED};
use crate::target::{Area, normalised};

/// All paths, each with its methods. They are read from the OpenAPI document, which is generated from the routes, so the
/// list is complete. The document takes megabytes, so it is generated once, for the first request that needs it.
fn documented() -> &'static [(ResourceDef, HeaderValue)] {
    static DOCUMENTED: OnceLock<Vec<(ResourceDef, HeaderValue)>> = OnceLock::new();
    DOCUMENTED.get_or_init(|| {
        let paths = openapi().paths.paths.into_iter().map(|(path, item)| {
            let mut methods = Vec::new();
            for (method, operation) in [
                ("GET, HEAD", item.get),
                ("POST", item.post),
                ("PUT", item.put),
                ("DELETE", item.delete),
            ] {
                methods.extend(operation.map(|_| method));
            }
            (path, methods)
        });
        let undocumented = UNDOCUMENTED.map(|path| (path.to_owned(), vec!["GET, HEAD"]));
        let table = paths.chain(undocumented).filter_map(|(path, mut methods)| {
            methods.push("OPTIONS");
            let allow = HeaderValue::from_str(&methods.join(", ")).ok()?;
            Some((ResourceDef::new(path), allow))
        });
        table.collect()
    })
}

/// The methods of a path; `None` if no enabled route has it.
fn allowed(api: &Api, path: &str) -> Option<&'static HeaderValue> {
    let is_enabled = |resource: &ResourceDef| match resource.pattern() {
        Some(DEV_LOGIN) => matches!(api.config.auth_mode, AuthMode::Dev(_)),
        Some(METRICS) => api.metrics.is_some(),
        _ => true,
    };
    let mut routes = documented().iter();
    let (_, allow) = routes.find(|(resource, _)| resource.is_match(path) && is_enabled(resource))?;
    Some(allow)
}

/// Answers a request that matches no route.
pub(crate) async fn fallback(request: HttpRequest, api: web::Data<Api>) -> Result<HttpResponse, ApiError> {
    let page = api
        .page
        .as_ref()
        .filter(|_| Area::of(request.uri()) == Area::Page);
    let page_methods = HeaderValue::from_static("GET, HEAD, OPTIONS");
    let allow = match (&page, request.method()) {
        (Some(page), &Method::GET) => {
            warn_of_prefix(&request);
            let path = normalised(request.path());
            let head = preview::head(&api, &request, &path).await;
            let page_request = PageRequest {
                path: &path,
                head: head.as_deref(),
                frame_ancestors: &frame_ancestors(&api, &path),
            };
            return Ok(page(&request, &page_request));
        }
        (Some(_), _) => &page_methods,
        // The path in the form that the router matches.
        (None, _) => allowed(&api, request.match_info().as_str()).ok_or_else(ApiError::no_route)?,
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::build(StatusCode::NO_CONTENT)
            .insert_header((header::ALLOW, allow.clone()))
            .finish());
    }
    Err(ApiError::wrong_method(allow.clone()))
}

/// The sites that may embed the page at this path: only the embedded player is meant for others.
fn frame_ancestors(api: &Api, path: &str) -> String {
    let origins = &api.config.embed_origins;
    // The page shows something else at longer paths.
    let is_player = path
        .strip_prefix("/embed/")
        .is_some_and(|name| !name.contains('/'));
    if is_player && !origins.is_empty() {
        origins.join(" ")
    } else {
        "'none'".to_owned()
    }
}

/// Logs once that a proxy serves this server below a path. The page then cannot load its files and stays
/// blank.
fn warn_of_prefix(request: &HttpRequest) {
    static WARNED: Once = Once::new();
    let prefix = request
        .headers()
        .get("x-forwarded-prefix")
        .and_then(|value| value.to_str().ok());
    if let Some(prefix) = prefix
        && !prefix.trim_matches(['/', ' ']).is_empty()
    {
        WARNED.call_once(|| {
            tracing::warn!(
                prefix,
                "a proxy serves the page below a path, which is not supported: use a separate host name"
            );
        });
    }
}
