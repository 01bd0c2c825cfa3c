//! Checks every response in the tests against the OpenAPI document.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use serde_json::{Map, Value};

use super::Response;

pub(crate) static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(onair_http::openapi()).unwrap());

/// The documented path and method of a request, if there is one.
pub(crate) fn operation(method: &str, path: &str) -> Option<(&'static str, &'static Value)> {
    let method = if method == "HEAD" { "GET" } else { method };
    let paths = DOCUMENT["paths"].as_object().unwrap();
    paths.iter().find_map(|(template, item)| {
        let operation = item.get(method.to_lowercase())?;
        ResourceDef::new(template.as_str())
            .is_match(path)
            .then_some((template.as_str(), operation))
    })
}

/// Panics unless the status and every field of the body are documented.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, response: &Response) {
    assert!(response.header("x-request-id").is_some(), "{response:?}");
    let Some((template, operation)) = operation(method, path) else {
        return check_unrouted(method, response);
    };
    if method == "HEAD" {
        return;
    }
    let text = String::from_utf8_lossy(&response.body);
    let context = format!("{method} {template} → {} {text}", response.status);
    let documented = &operation["responses"][response.status.to_string()];
    assert!(
        !documented.is_null(),
        "a status that is not documented: {context}"
    );
    if response.status == 304 {
        assert!(response.body.is_empty(), "{context}");
        return;
    }
    let content_type = response.header("content-type").unwrap();
    let content_type = content_type.split(';').next().unwrap();
    let schema = &documented["content"][content_type]["schema"];
    assert!(schema.is_object(), "a type that is not documented: {context}");
    if content_type == "text/event-stream" {
        return check_events(response.text());
    }
    if content_type == "image/jpeg" {
        assert!(response.body.starts_with(&[0xff, 0xd8]), "{context}");
        return;
    }
    let body = match content_type {
        "text/plain" => Value::from(response.text()),
        _ => response.json(),
    };
    if let Err(mismatch) = matches(schema, &body) {
        panic!("{mismatch}: {context}");
    }
    if response.status >= 400 && !path.starts_with("/health/") {
        check_failure(response);
    }
}

/// Panics unless each event matches the documented schema.
#[track_caller]
pub(crate) fn check_events(text: &str) {
    let schema = &DOCUMENT["components"]["schemas"]["StreamEvent"];
    for (name, data) in super::events::parse(text) {
        let event = serde_json::json!({"event": name, "data": data});
        if let Err(mismatch) = matches(schema, &event) {
            panic!("{mismatch}: {text}");
        }
    }
}

/// Checks a response of the fallback: the page, OPTIONS, or an error in the envelope.
fn check_unrouted(method: &str, response: &Response) {
    match (method, response.status) {
        ("OPTIONS", 200 | 204) | ("GET", 200) | ("HEAD", _) => {}
        (_, 404) => assert_eq!(response.code(), "NOT_FOUND"),
        (_, 405) => {
            assert_eq!(response.code(), "METHOD_NOT_ALLOWED");
            assert!(response.header("allow").is_some());
        }
        (_, status) => assert!(status == 403 && method == "OPTIONS", "{response:?}"),
    }
    if response.status >= 400 && method != "HEAD" {
        let failure = &DOCUMENT["components"]["schemas"]["Failure"];
        matches(failure, &response.json()).unwrap();
        check_failure(response);
    }
}

fn check_failure(response: &Response) {
    let json = response.json();
    let is_server_error = response.status >= 500;
    assert_eq!(json.get("requestId").is_some(), is_server_error, "{json}");
    if is_server_error {
        assert_eq!(json["requestId"], response.header("x-request-id").unwrap());
    }
    let message = json["error"].as_str().unwrap();
    assert!(message.ends_with('.'), "not a sentence: {message}");
    assert_eq!(
        json.get("details").is_some(),
        json["code"] == "VALIDATION_FAILED",
        "{json}"
    );
    assert_eq!(
        json.get("applicationStatus").is_some(),
        json["code"] == "CREATOR_NOT_APPROVED",
        "{json}"
    );
    assert_eq!(
        response.header("retry-after").is_some(),
        matches!(response.status, 429 | 503)
    );
}

/// Checks a value against a schema. Objects must not have undocumented fields.
pub(crate) fn matches(schema: &Value, value: &Value) -> Result<(), String> {
    let schema = resolve(schema);
    if let Some(choices) = schema.get("oneOf") {
        let choices = choices.as_array().unwrap();
        let fits = choices.iter().any(|choice| matches(choice, value).is_ok());
        return if fits {
            Ok(())
        } else {
            Err(format!("{value} fits none of {choices:?}"))
        };
    }
    if let Some(allowed) = schema.get("enum")
        && !allowed.as_array().unwrap().contains(value)
    {
        return Err(format!("{value} is not among {allowed}"));
    }
    if schema.get("allOf").is_some() || schema.get("properties").is_some() {
        return matches_object(schema, value);
    }
    matches_type(schema, value)?;
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        for value in values {
            matches(items, value)?;
        }
    }
    if schema["format"] == "date-time" {
        let text = value.as_str().unwrap();
        let shape: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        if shape != "0000-00-00T00:00:00.000Z" {
            return Err(format!("{text} is not a timestamp in the documented form"));
        }
    }
    if let Some(minimum) = schema["minimum"].as_f64()
        && value.as_f64().is_some_and(|value| value < minimum)
    {
        return Err(format!("{value} is below {minimum}"));
    }
    Ok(())
}

fn matches_type(schema: &Value, value: &Value) -> Result<(), String> {
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("a type that this check does not support: {other}"),
    };
    let fits = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        other => panic!("{other}"),
    };
    if fits {
        Ok(())
    } else {
        Err(format!("{value} is not a {}", schema["type"]))
    }
}

fn matches_object(schema: &Value, value: &Value) -> Result<(), String> {
    let Some(object) = value.as_object() else {
        return Err(format!("{value} is not an object"));
    };
    let mut known = BTreeSet::new();
    matches_part(schema, object, &mut known)?;
    match object.keys().find(|name| !known.contains(name.as_str())) {
        Some(name) => Err(format!("a field that is not documented: {name}")),
        None => Ok(()),
    }
}

/// The parts of an `allOf` describe one object together.
fn matches_part<'a>(
    schema: &'a Value,
    object: &Map<String, Value>,
    known: &mut BTreeSet<&'a str>,
) -> Result<(), String> {
    let schema = resolve(schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        matches_part(part, object, known)?;
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        if !object.contains_key(name) {
            return Err(format!("{name} is missing"));
        }
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        known.insert(name);
        if let Some(value) = object.get(name) {
            matches(schema, value).map_err(|mismatch| format!("{name}: {mismatch}"))?;
        }
    }
    Ok(())
}

fn resolve(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').unwrap();
            DOCUMENT
                .pointer(pointer)
                .unwrap_or_else(|| panic!("{reference} is not resolved"))
        }
        None => schema,
    }
}
