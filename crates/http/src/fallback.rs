//! What answers when no route did: 404, 405 with what the address does take, OPTIONS, and the page.

use actix_web::dev::ResourceDef;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::api::{Api, AuthMode};
use crate::error::ApiError;
use crate::extract::body::drain;
use crate::openapi::openapi;
use crate::routes::{DEV_LOGIN, METRICS, UNDOCUMENTED};

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

/// Whether a path is the API's and not the page's.
pub(crate) fn is_api_path(path: &str) -> bool {
    ["/api", "/health", "/metrics"].iter().any(|root| {
        path.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Answers what no route did.
pub(crate) async fn fallback(
    request: HttpRequest,
    payload: web::Payload,
    api: web::Data<Api>,
    table: web::Data<RouteTable>,
) -> Result<HttpResponse, ApiError> {
    drain(&mut payload.into_inner()).await;
    let page = api.page.as_ref().filter(|_| !is_api_path(request.path()));
    let page_methods = HeaderValue::from_static("GET, HEAD, OPTIONS");
    let allow = match (&page, request.method()) {
        (Some(page), &Method::GET) => return Ok(page(&request)),
        (Some(_), _) => &page_methods,
        (None, _) => table.allowed(request.path()).ok_or_else(ApiError::no_route)?,
    };
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::build(StatusCode::NO_CONTENT)
            .insert_header((header::ALLOW, allow.clone()))
            .finish());
    }
    Err(ApiError::wrong_method(allow.clone()))
}

#[cfg(test)]
mod tests {
    use super::is_api_path;

    #[test]
    fn the_page_has_every_path_but_the_apis() {
        for api in ["/api", "/api/", "/api/x", "/health/live", "/metrics"] {
            assert!(is_api_path(api), "{api}");
        }
        for page in ["/", "/apidocs", "/watch/api", "/healthy"] {
            assert!(!is_api_path(page), "{page}");
        }
    }
}
