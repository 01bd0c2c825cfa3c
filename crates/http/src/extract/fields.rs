//! The fields of a JSON body, checked one by one. All faults are collected, so that one answer
//! names every field that is wrong.

use std::fmt;

use onair_domain::text::TextError;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{ApiError, Code, FieldError};

/// How much of a field's name is said back in a refusal.
const NAME_SHOWN: usize = 40;

/// Faults of fields, as they are found.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FieldError>);

impl Faults {
    /// Notes a fault.
    pub(crate) fn add(&mut self, field: &'static str, message: impl fmt::Display) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.to_string(),
        });
    }

    /// What was made of the fields, if none was at fault. Who leaves something out that they can't
    /// make something without has noted a fault for it.
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, ApiError> {
        match made {
            Some(made) if self.0.is_empty() => Ok(made),
            _ => Err(ApiError::validation(self.0)),
        }
    }
}

/// A JSON object's fields, and the faults found so far. What nobody asks for is ignored.
#[derive(Debug)]
pub(crate) struct Fields {
    object: Map<String, Value>,
    faults: Faults,
}

impl Fields {
    /// The fields of a body.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        match serde_json::from_slice::<Object>(body) {
            Ok(Object(object)) => Ok(Self {
                object,
                faults: Faults::default(),
            }),
            Err(error) => Err(malformed(body, &error)),
        }
    }

    /// Refuses a body that has none of these fields, naming each.
    pub(crate) fn require_any_of(&mut self, names: &[&'static str]) {
        if !names.iter().any(|name| self.object.contains_key(*name)) {
            for name in names {
                self.faults
                    .add(name, "is required, unless another field is given");
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        if self.object.contains_key(name) {
            self.text_if_given(name, parse)
        } else {
            self.faults.add(name, "is required");
            None
        }
    }

    /// A text that may be left out, but not be cleared.
    pub(crate) fn text_if_given<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let parsed = match self.object.get(name)? {
            Value::String(text) => parse(text).map_err(|fault| fault.to_string()),
            Value::Null => Err(TextError::Empty.to_string()),
            _ => Err("must be a text".to_owned()),
        };
        parsed.map_err(|fault| self.faults.add(name, fault)).ok()
    }

    /// A text that may be left out, and that null clears as an empty text does.
    pub(crate) fn clearable_text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let parsed = match self.object.get(name)? {
            Value::String(text) => parse(text).map_err(|fault| fault.to_string()),
            Value::Null => parse("").map_err(|fault| fault.to_string()),
            _ => Err("must be a text or null".to_owned()),
        };
        parsed.map_err(|fault| self.faults.add(name, fault)).ok()
    }

    /// A flag that may be left out.
    pub(crate) fn flag(&mut self, name: &'static str) -> Option<bool> {
        if let Value::Bool(flag) = self.object.get(name)? {
            Some(*flag)
        } else {
            self.faults.add(name, "must be true or false");
            None
        }
    }

    /// As [`Faults::finish`].
    pub(crate) fn finish<T>(self, made: Option<T>) -> Result<T, ApiError> {
        self.faults.finish(made)
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
        format!("The body is not a sound JSON object: {error}.")
    } else {
        "The body must be a JSON object.".to_owned()
    };
    ApiError::new(Code::MalformedBody, message)
}

/// A JSON object whose fields stand once each: which of two was meant nobody can tell.
struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<Object, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = given.next_entry::<String, Value>()? {
                    if object.contains_key(&name) {
                        let shown: String = name.chars().take(NAME_SHOWN).collect();
                        return Err(A::Error::custom(format_args!("{shown:?} stands twice")));
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

    fn refusal(body: &[u8]) -> String {
        Fields::parse(body).unwrap_err().to_string()
    }

    #[test]
    fn a_body_that_is_no_object_is_told_so() {
        for other in ["[]", "null", "1", "\"{}\"", " true"] {
            assert_eq!(refusal(other.as_bytes()), "The body must be a JSON object.");
        }
        assert_eq!(refusal(b""), "The body must be a JSON object; there is none.");
    }

    #[test]
    fn broken_json_is_malformed_wherever_it_breaks() {
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
            assert!(refusal(body).starts_with("The body is not valid JSON: "));
        }
        assert_eq!(
            refusal(b"\xef\xbb\xbf{}"),
            "The body must not start with a byte order mark."
        );
    }

    #[test]
    fn a_field_stands_once() {
        let refusal = refusal(br#"{"title":"a","title":"b"}"#);
        assert!(refusal.contains("\"title\" stands twice"), "{refusal}");
    }
}
