//! Answers requests that match no route: 404, 405 with an `Allow` header, OPTIONS, and the web page.

use std::sync::{Once, OnceLock};

use actix_web::dev::ResourceDef;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::api::{Api, AuthMode};
use crate::error::ApiError;
use crate::openapi::openapi;
use crate::routes::{DEV_LOGIN, METRICS, UNDOCUMENTED};
use crate::target::{Area, normalised};

/// All paths of the OpenAPI document with their methods. The document is generated from the routes, so the list is
/// complete. It takes megabytes, so it is generated once, for the first request that needs it.
fn documented() -> &'static [(String, Vec<&'static str>)] {
    static DOCUMENTED: OnceLock<Vec<(String, Vec<&'static str>)>> = OnceLock::new();
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
        paths.collect()
    })
}

/// All paths and their methods, listed when they are needed.
#[derive(Debug, Default)]
pub(crate) struct RouteTable(OnceLock<Vec<(ResourceDef, HeaderValue)>>);

impl RouteTable {
    /// Lists the enabled routes.
    fn list(api: &Api) -> Vec<(ResourceDef, HeaderValue)> {
        let undocumented = UNDOCUMENTED.map(|path| (path.to_owned(), vec!["GET, HEAD"]));
        let is_enabled = |path: &str| match path {
            DEV_LOGIN => matches!(api.config.auth_mode, AuthMode::Dev(_)),
            METRICS => api.metrics.is_some(),
            _ => true,
        };
        let table = documented()
            .iter()
            .cloned()
            .chain(undocumented)
            .filter(|(path, _)| is_enabled(path))
            .filter_map(|(path, mut methods)| {
                methods.push("OPTIONS");
                let allow = HeaderValue::from_str(&methods.join(", ")).ok()?;
                Some((ResourceDef::new(path), allow))
            });
        table.collect()
    }

    fn allowed(&self, api: &Api, path: &str) -> Option<&HeaderValue> {
        let table = self.0.get_or_init(|| Self::list(api));
        let (_, allow) = table.iter().find(|(resource, _)| resource.is_match(path))?;
        Some(allow)
    }
}

/// Answers a request that matches no route.
pub(crate) async fn fallback(
    request: HttpRequest,
    api: web::Data<Api>,
    table: web::Data<RouteTable>,
) -> Result<HttpResponse, ApiError> {
    let page = api
        .page
        .as_ref()
        .filter(|_| Area::of(request.uri()) == Area::Page);
    let page_methods = HeaderValue::from_static("GET, HEAD, OPTIONS");
    let allow = match (&page, request.method()) {
        (Some(page), &Method::GET) => {
            warn_of_prefix(&request);
            return Ok(page(&request, &normalised(request.path())));
        }
        (Some(_), _) => &page_methods,
        // The path in the form that the router matches.
        (None, _) => table
            .allowed(&api, request.match_info().as_str())
            .ok_or_else(ApiError::no_route)?,
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::build(StatusCode::NO_CONTENT)
            .insert_header((header::ALLOW, allow.clone()))
            .finish());
    }
    Err(ApiError::wrong_method(allow.clone()))
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
