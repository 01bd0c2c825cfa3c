//! Reads the fields of a JSON body. All errors are collected, so that one response lists all invalid fields.

use std::fmt;

use onair_domain::text::TextError;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{ApiError, Code, FieldError};

/// How many characters of a field's name an error message contains.
const MAX_NAME_SHOWN: usize = 40;

/// The errors of fields that were found so far.
#[derive(Debug, Default)]
pub(crate) struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// Adds an error.
    pub(crate) fn add(&mut self, field: &'static str, message: impl fmt::Display) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.to_string(),
        });
    }

    /// Returns the value if there are no errors. A caller that passes `None` MUST have added an error.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, ApiError> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(ApiError::validation(self.0)),
        }
    }
}

/// The fields of a JSON object, and the errors found so far. Unknown fields are ignored.
#[derive(Debug)]
pub(crate) struct Fields {
    object: Map<String, Value>,
    errors: FieldErrors,
}

impl Fields {
    /// Parses a body.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        match serde_json::from_slice::<Object>(body) {
            Ok(Object(object)) => Ok(Self {
                object,
                errors: FieldErrors::default(),
            }),
            Err(error) => Err(malformed(body, &error)),
        }
    }

    /// Adds an error for each of these fields if none of them is present.
    pub(crate) fn require_any_of(&mut self, names: &[&'static str]) {
        if !names.iter().any(|name| self.object.contains_key(*name)) {
            for name in names {
                self.errors
                    .add(name, "is required, unless another field is given");
            }
        }
    }

    /// Reads a required text.
    pub(crate) fn text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        if self.object.contains_key(name) {
            self.optional_text(name, parse)
        } else {
            self.errors.add(name, "is required");
            None
        }
    }

    /// Reads an optional text that cannot be cleared.
    pub(crate) fn optional_text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let parsed = match self.object.get(name)? {
            Value::String(text) => parse(text).map_err(|error| error.to_string()),
            Value::Null => Err(TextError::Empty.to_string()),
            _ => Err("must be a text".to_owned()),
        };
        parsed.map_err(|error| self.errors.add(name, error)).ok()
    }

    /// Reads an optional text that null or an empty text clears.
    pub(crate) fn clearable_text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let parsed = match self.object.get(name)? {
            Value::String(text) => parse(text).map_err(|error| error.to_string()),
            Value::Null => parse("").map_err(|error| error.to_string()),
            _ => Err("must be a text or null".to_owned()),
        };
        parsed.map_err(|error| self.errors.add(name, error)).ok()
    }

    /// Reads an optional text. Null is the same as no field.
    pub(crate) fn nullable_text<T, E: fmt::Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let parsed = match self.object.get(name)? {
            Value::Null => return None,
            Value::String(text) => parse(text).map_err(|error| error.to_string()),
            _ => Err("must be a text or null".to_owned()),
        };
        parsed.map_err(|error| self.errors.add(name, error)).ok()
    }

    /// Reads an optional boolean.
    pub(crate) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        if let Value::Bool(boolean) = self.object.get(name)? {
            Some(*boolean)
        } else {
            self.errors.add(name, "must be true or false");
            None
        }
    }

    /// As [`FieldErrors::finish`].
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, ApiError> {
        self.errors.finish(value)
    }
}

fn malformed(body: &[u8], error: &serde_json::Error) -> ApiError {
    let message = if body.is_empty() {
        "The body must be a JSON object; there is none.".to_owned()
    } else if body.starts_with(b"\xef\xbb\xbf") {
        "The body must not start with a byte order mark.".to_owned()
    } else if error.is_syntax() || error.is_eof() {
        format!("The body is not valid JSON: {error}.")
    } else if body.trim_ascii_start().starts_with(b"{") {
        format!("The body is not a valid JSON object: {error}.")
    } else {
        "The body must be a JSON object.".to_owned()
    };
    ApiError::new(Code::MalformedBody, message)
}

/// A JSON object without duplicate fields. Duplicates are refused because their meaning is ambiguous.
struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Object, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if object.contains_key(&name) {
                        let shown: String = name.chars().take(MAX_NAME_SHOWN).collect();
                        return Err(A::Error::custom(format_args!("{shown:?} occurs twice")));
                    }
                    object.insert(name, value);
                }
                Ok(Object(object))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_message(body: &[u8]) -> String {
        Fields::parse(body).unwrap_err().to_string()
    }

    #[test]
    fn a_body_that_is_not_an_object_is_refused() {
        for other in ["[]", "null", "1", "\"{}\"", " true"] {
            assert_eq!(error_message(other.as_bytes()), "The body must be a JSON object.");
        }
        assert_eq!(
            error_message(b""),
            "The body must be a JSON object; there is none."
        );
    }

    #[test]
    fn invalid_json_is_malformed() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
        let broken: [&[u8]; 8] = [
            b"{",
            b"{}x",
            b"{'a':1}",
            b"{\"a\":\"\xff\"}",
            br#"{"a":"\ud800"}"#,
            br#"{"a":1e999}"#,
            b"{\"a\":\"\x00\"}",
            deep.as_bytes(),
        ];
        for body in broken {
            assert!(error_message(body).starts_with("The body is not valid JSON: "));
        }
        assert_eq!(
            error_message(b"\xef\xbb\xbf{}"),
            "The body must not start with a byte order mark."
        );
    }

    #[test]
    fn duplicate_fields_are_refused() {
        let error_message = error_message(br#"{"title":"a","title":"b"}"#);
        assert!(
            error_message.contains("\"title\" occurs twice"),
            "{error_message}"
        );
    }
}
