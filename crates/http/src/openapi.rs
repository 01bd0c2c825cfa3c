//! The OpenAPI document, made from the routes. What follows from a route's shape is added here, so
//! that no route can forget it: what is refused of any body, of any token, and by any outage.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::App;
use utoipa::openapi::path::{Operation, ParameterIn};
use utoipa::openapi::schema::{AllOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

use crate::error::{Code, Failure};
use crate::limits;
use crate::routes::routes;

/// The document. The same each time, whatever is switched on.
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
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            complete(operation);
        }
    }
    // What is missing would show in the tests.
    let _missing = limits::describe(&mut document);
    let components = document.components.get_or_insert_with(Components::new);
    describe_failures(components);
    name_contents(components);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let room_token = ApiKeyValue::with_description(
        "x-viewer-token",
        "The room token of a guest, which proves who they are for as long as the session lasts.",
    );
    components.add_security_scheme("roomToken", SecurityScheme::ApiKey(ApiKey::Header(room_token)));
    document
}

/// Adds the refusals that a call's shape brings, and gives all refusals their body.
fn complete(operation: &mut Operation) {
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
        add(Code::IdentityUnavailable);
        // Many requests at once may bring the same user's row up to date.
        add(Code::Busy);
    }
    if !security.is_empty() && !is_optional {
        add(Code::Unauthenticated);
    }
    let has_json = matches!(
        &operation.request_body,
        Some(RefOr::T(body)) if body.content.contains_key("application/json")
    );
    if has_json {
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
    // Who signs in or sends a body reaches the services; the rest is answered out of hand.
    if !security.is_empty() || operation.request_body.is_some() {
        add(Code::PayloadTooLarge);
        add(Code::Internal);
        add(Code::StoreUnavailable);
    }
    for (status, mut codes) in codes {
        codes.sort();
        operation
            .responses
            .responses
            .insert(status.to_string(), RefOr::T(refusal(&codes)));
    }
}

/// The codes that a route names itself: the description of a refusal is the list of them.
fn declared(operation: &Operation) -> BTreeMap<u16, Vec<String>> {
    let refusals = operation
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
    refusals.collect()
}

fn refusal(codes: &[String]) -> Response {
    let code = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(codes.iter().cloned()));
    let narrowed = ObjectBuilder::new().property("code", code).required("code");
    let schema = AllOfBuilder::new()
        .item(Ref::from_schema_name(Failure::name()))
        .item(narrowed);
    ResponseBuilder::new()
        .description(codes.join(", "))
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(schema)).build(),
        )
        .build()
}

/// Lets envelopes point at what is in them, where that has a name of its own, instead of spelling
/// it out again.
fn name_contents(components: &mut Components) {
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

fn describe_failures(components: &mut Components) {
    let mut schemas = vec![(Failure::name().into_owned(), Failure::schema())];
    Failure::schemas(&mut schemas);
    components.schemas.extend(schemas);
}
