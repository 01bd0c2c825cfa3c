//! Generates the OpenAPI document from the routes. The error codes that follow from a route's input are added
//! here, so that they are never missing: those of bodies, tokens and outages.

mod links;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::App;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ContentBuilder, Header, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response,
    ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

use crate::error::{Code, Failure};
use crate::limits;
use crate::rate_limit::{RouteLimit, limit_of};
use crate::routes::routes;

/// Generates the document. It does not depend on the configuration.
#[must_use]
pub fn openapi() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Onair")
        .version("1")
        .description(Some("Live streaming from the browser."))
        .build();
    let base = OpenApiBuilder::new().info(info).build();
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(base)
        .configure(routes)
        .split_for_parts();
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("GET", &mut item.get),
            ("POST", &mut item.post),
            ("PUT", &mut item.put),
            ("DELETE", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                complete(operation, limit_of(method, path));
            }
        }
    }
    links::add(&mut document.paths);
    // A test checks that nothing is missing.
    let _missing = limits::describe(&mut document);
    let components = document.components.get_or_insert_with(Components::new);
    add_failure_schemas(components);
    reference_data_schemas(components);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let room_token = ApiKeyValue::with_description(
        "x-viewer-token",
        "The room token of a guest. It identifies the guest until the session ends.",
    );
    components.add_security_scheme("roomToken", SecurityScheme::ApiKey(ApiKey::Header(room_token)));
    document
}

/// Adds the error codes that follow from the input of a call, and the schema of error responses.
fn complete(operation: &mut Operation, limit: Option<RouteLimit>) {
    let mut codes = declared(operation);
    let mut add = |code: Code| {
        let at = codes.entry(code.status().as_u16()).or_default();
        let name = code.into_str().to_owned();
        if !at.contains(&name) {
            at.push(name);
        }
    };
    let security = operation.security.as_deref().unwrap_or_default();
    let is_optional = security.contains(&SecurityRequirement::default());
    if !security.is_empty() {
        add(Code::InvalidToken);
        add(Code::AccountSuspended);
        add(Code::IdentityUnavailable);
        // Concurrent requests may update the row of the same user.
        add(Code::Busy);
    }
    if !security.is_empty() && !is_optional {
        add(Code::Unauthenticated);
    }
    let has_checked_type = matches!(
        &operation.request_body,
        Some(RefOr::T(body))
            if body.content.contains_key("application/json") || body.content.contains_key("image/jpeg")
    );
    if has_checked_type {
        add(Code::MalformedBody);
        add(Code::ValidationFailed);
        add(Code::UnsupportedMediaType);
    }
    let has_query = operation.parameters.iter().flatten().any(|parameter| {
        matches!(parameter, RefOr::T(parameter) if matches!(parameter.parameter_in, ParameterIn::Query))
    });
    if has_query {
        add(Code::ValidationFailed);
    }
    // Calls with a caller or a body use the store.
    if !security.is_empty() || operation.request_body.is_some() {
        add(Code::PayloadTooLarge);
        add(Code::Internal);
        add(Code::StoreUnavailable);
    }
    if let Some(name) = limit.and_then(RouteLimit::name) {
        add(Code::RateLimited);
        let extension = ExtensionsBuilder::new().add("x-rate-limit", name).build();
        operation.extensions.get_or_insert_default().merge(extension);
    }
    for (status, mut codes) in codes {
        codes.sort();
        let response = error_response(status, &codes);
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(response));
    }
}

/// The error codes that a route declares: its description of an error response is the list of codes.
fn declared(operation: &Operation) -> BTreeMap<u16, Vec<String>> {
    let error_responses = operation
        .responses
        .responses
        .iter()
        .filter_map(|(status, response)| {
            let status = status.parse().ok().filter(|status| *status >= 400)?;
            match response {
                RefOr::T(response) if response.content.is_empty() => {
                    let codes = response.description.split(", ").map(str::to_owned);
                    Some((status, codes.collect()))
                }
                _ => None,
            }
        });
    error_responses.collect()
}

fn error_response(status: u16, codes: &[String]) -> Response {
    let code = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes.iter().cloned()));
    let narrowed = ObjectBuilder::new().property("code", code).required("code");
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name(Failure::name()))
        .item(narrowed);
    let mut response = ResponseBuilder::new();
    if matches!(status, 429 | 503) {
        let mut seconds = Header::new(ObjectBuilder::new().schema_type(Type::Integer));
        seconds.description = Some("After how many seconds to try again.".to_owned());
        response = response.header("Retry-After", seconds);
    }
    response
        .description(codes.join(", "))
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(schema)).build(),
        )
        .build()
}

/// Replaces the inline schema of an envelope's data by a reference, if the schema has a name.
fn reference_data_schemas(components: &mut Components) {
    let names: BTreeSet<String> = components.schemas.keys().cloned().collect();
    for (name, schema) in &mut components.schemas {
        let RefOr::T(Schema::Object(envelope)) = schema else {
            continue;
        };
        let Some(data) = envelope.properties.get_mut("data") else {
            continue;
        };
        let content = name.split_once('_').map(|(_, content)| content);
        if let Some(item) = content.map(|content| content.trim_start_matches("Vec_"))
            && names.contains(item)
        {
            let reference = Ref::from_schema_name(item);
            *data = match data {
                RefOr::T(Schema::Array(_)) => RefOr::T(ArrayBuilder::new().items(reference).into()),
                _ => RefOr::Ref(reference),
            };
        }
    }
}

fn add_failure_schemas(components: &mut Components) {
    let mut schemas = vec![(Failure::name().into_owned(), Failure::schema())];
    Failure::schemas(&mut schemas);
    components.schemas.extend(schemas);
}
