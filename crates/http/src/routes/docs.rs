//! `GET /api/openapi.json`, and a page that shows it at `/api/docs`.

use std::sync::{Arc, OnceLock};

use actix_web::http::header;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_swagger_ui::{Config, SwaggerFile};

use crate::error::ApiError;
use crate::security_headers::DOCS_POLICY;

/// The paths of the page. The OpenAPI document does not contain them.
pub(crate) const UNDOCUMENTED: [&str; 2] = ["/api/docs", "/api/docs/{file:.*}"];

/// The page. The URLs of its files are absolute, so that it works with and without a trailing slash.
const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Onair API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="stylesheet" href="/api/docs/index.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/api/docs/swagger-initializer.js"></script>
  </body>
</html>
"#;

/// The serialised document, cached.
fn document() -> &'static Bytes {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        // Serialising the document cannot fail.
        Bytes::from(serde_json::to_vec(&crate::openapi::openapi()).unwrap_or_default())
    })
}

/// Returns this OpenAPI document.
#[utoipa::path(
    tag = "machines",
    responses((status = 200, description = "An OpenAPI 3.1 document.", body = serde_json::Value))
)]
#[get("/api/openapi.json")]
pub(super) async fn get_openapi() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(document().clone())
}

/// Registers the routes of the page.
pub(super) fn pages(config: &mut ServiceConfig) -> &mut ServiceConfig {
    UNDOCUMENTED
        .into_iter()
        .fold(config, |config, path| config.route(path, web::get().to(page)))
}

async fn page(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let file = request.match_info().get("file").unwrap_or_default();
    if file.is_empty() {
        return Ok(HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::CONTENT_SECURITY_POLICY, DOCS_POLICY))
            .body(PAGE));
    }
    let config = Arc::new(Config::from("/api/openapi.json"));
    match utoipa_swagger_ui::serve(file, config) {
        Ok(Some(file)) => Ok(response(&file)),
        Ok(None) => Err(ApiError::no_route()),
        Err(error) => Err(ApiError::internal(error.to_string().into())),
    }
}

fn response(file: &SwaggerFile<'_>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response
        .content_type(file.content_type.as_str())
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if file.gzpipped {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    response.body(file.bytes.to_vec())
}
