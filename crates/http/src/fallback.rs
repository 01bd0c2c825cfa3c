//! What answers when no route did: 404, 405 with what the address does take, OPTIONS, and the page.

use std::sync::Once;

use actix_web::dev::ResourceDef;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::api::{Api, AuthMode};
use crate::error::ApiError;
use crate::openapi::openapi;
use crate::routes::{DEV_LOGIN, METRICS, UNDOCUMENTED};
use crate::target::{Area, normalised};

/// The addresses there are, and the methods of each.
#[derive(Debug)]
pub(crate) struct RouteTable(Vec<(ResourceDef, HeaderValue)>);

impl RouteTable {
    /// The table of what is switched on. It is read from the OpenAPI file, which is made from the
    /// routes, so it can't forget one.
    pub(crate) fn of(api: &Api) -> Self {
        let documented = openapi().paths.paths.into_iter().map(|(path, item)| {
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
        let is_on = |path: &str| match path {
            DEV_LOGIN => matches!(api.config.auth_mode, AuthMode::Dev(_)),
            METRICS => api.metrics.is_some(),
            _ => true,
        };
        let table = documented
            .chain(undocumented)
            .filter(|(path, _)| is_on(path))
            .filter_map(|(path, mut methods)| {
                methods.push("OPTIONS");
                let allow = HeaderValue::from_str(&methods.join(", ")).ok()?;
                Some((ResourceDef::new(path), allow))
            });
        Self(table.collect())
    }

    fn allowed(&self, path: &str) -> Option<&HeaderValue> {
        let (_, allow) = self.0.iter().find(|(resource, _)| resource.is_match(path))?;
        Some(allow)
    }
}

/// Answers what no route did.
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
        // The path as the router reads it, which has matched the address of another method.
        (None, _) => table
            .allowed(request.match_info().as_str())
            .ok_or_else(ApiError::no_route)?,
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::build(StatusCode::NO_CONTENT)
            .insert_header((header::ALLOW, allow.clone()))
            .finish());
    }
    Err(ApiError::wrong_method(allow.clone()))
}

/// Says once that a proxy serves this server below a path: the page then finds none of its files, and the
/// operator would see nothing but a blank page.
fn warn_of_prefix(request: &HttpRequest) {
    static SAID: Once = Once::new();
    let prefix = request
        .headers()
        .get("x-forwarded-prefix")
        .and_then(|value| value.to_str().ok());
    if let Some(prefix) = prefix
        && !prefix.trim_matches(['/', ' ']).is_empty()
    {
        SAID.call_once(|| {
            tracing::warn!(
                prefix,
                "a proxy serves the page below a path, where it can't work: it needs a host name of its own"
            );
        });
    }
}
