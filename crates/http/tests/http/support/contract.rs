//! Holds every answer that a test sees against the OpenAPI document.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use serde_json::{Map, Value};

use super::Answer;

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

/// Panics unless the document foretells the answer: its status, and every field of its body.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, answer: &Answer) {
    assert!(answer.header("x-request-id").is_some(), "{answer:?}");
    let Some((template, operation)) = operation(method, path) else {
        return check_unrouted(method, answer);
    };
    if method == "HEAD" {
        return;
    }
    let context = format!("{method} {template} → {} {}", answer.status, answer.text());
    let response = &operation["responses"][answer.status.to_string()];
    assert!(!response.is_null(), "a status that is not documented: {context}");
    let kind = answer.header("content-type").unwrap();
    let kind = kind.split(';').next().unwrap();
    let schema = &response["content"][kind]["schema"];
    assert!(schema.is_object(), "a type that is not documented: {context}");
    if kind == "text/event-stream" {
        return check_events(answer.text());
    }
    let body = match kind {
        "text/plain" => Value::from(answer.text()),
        _ => answer.json(),
    };
    if let Err(fault) = matches(schema, &body) {
        panic!("{fault}: {context}");
    }
    if answer.status >= 400 && !path.starts_with("/health/") {
        check_failure(answer);
    }
}

/// Each event, read as one object, must be as the document says of all of them.
#[track_caller]
pub(crate) fn check_events(text: &str) {
    let schema = &DOCUMENT["components"]["schemas"]["StreamEvent"];
    for (name, data) in super::events::parse(text) {
        let event = serde_json::json!({"event": name, "data": data});
        if let Err(fault) = matches(schema, &event) {
            panic!("{fault}: {text}");
        }
    }
}

/// What no route answers: nothing but refusals in the envelope, and OPTIONS.
fn check_unrouted(method: &str, answer: &Answer) {
    match (method, answer.status) {
        ("OPTIONS", 200 | 204) | ("GET", 200) | ("HEAD", _) => {}
        (_, 404) => assert_eq!(answer.code(), "NOT_FOUND"),
        (_, 405) => {
            assert_eq!(answer.code(), "METHOD_NOT_ALLOWED");
            assert!(answer.header("allow").is_some());
        }
        (_, status) => assert!(status == 403 && method == "OPTIONS", "{answer:?}"),
    }
    if answer.status >= 400 && method != "HEAD" {
        let failure = &DOCUMENT["components"]["schemas"]["Failure"];
        matches(failure, &answer.json()).unwrap();
        check_failure(answer);
    }
}

fn check_failure(answer: &Answer) {
    let json = answer.json();
    let is_ours = answer.status >= 500;
    assert_eq!(json.get("requestId").is_some(), is_ours, "{json}");
    if is_ours {
        assert_eq!(json["requestId"], answer.header("x-request-id").unwrap());
    }
    let sentence = json["error"].as_str().unwrap();
    assert!(sentence.ends_with('.'), "not a sentence: {sentence}");
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
        answer.header("retry-after").is_some(),
        matches!(answer.status, 429 | 503)
    );
}

/// Whether a value is as a schema says; an object must not have a field that the schema hasn't.
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
            return Err(format!("{text} is not a moment as documented"));
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
        other => panic!("a type that this reader doesn't know: {other}"),
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
            matches(schema, value).map_err(|fault| format!("{name}: {fault}"))?;
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
                .unwrap_or_else(|| panic!("{reference} leads nowhere"))
        }
        None => schema,
    }
}
