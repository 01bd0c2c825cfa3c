//! Writes the bounds of texts and pages into the OpenAPI document, from the constants of the domain.
//! Attributes of `utoipa` accept only literals, which would repeat each constant.

use onair_domain::audit::Reason;
use onair_domain::chat::{ChatText, Slice};
use onair_domain::creator::About;
use onair_domain::page::PageLimit;
use onair_domain::stream::{Description, SearchQuery, Title};
use onair_domain::text::HttpUrl;
use onair_domain::token::GuestName;
use onair_domain::user::{UserId, Username};
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{Object, Schema};
use utoipa::openapi::{OpenApi, RefOr};

/// The bounds of a text, in characters. A text that may be empty has no minimum.
struct Bounds {
    min: Option<usize>,
    max: usize,
}

const fn required(max: usize) -> Bounds {
    Bounds { min: Some(1), max }
}

const fn clearable(max: usize) -> Bounds {
    Bounds { min: None, max }
}

/// The schema, property and bounds of each text.
const TEXTS: [(&str, &str, Bounds); 12] = [
    ("Setup", "title", required(Title::MAX)),
    ("Setup", "description", clearable(Description::MAX)),
    ("Setup", "thumbnail", clearable(HttpUrl::MAX)),
    ("InfoUpdate", "title", required(Title::MAX)),
    ("InfoUpdate", "description", clearable(Description::MAX)),
    ("InfoUpdate", "thumbnail", clearable(HttpUrl::MAX)),
    ("ReasonGiven", "reason", required(Reason::MAX)),
    ("TokenRequest", "hostId", required(UserId::MAX)),
    ("TokenRequest", "guestName", clearable(GuestName::MAX)),
    ("NewChatMessage", "text", required(ChatText::MAX)),
    ("ApplicationText", "about", required(About::MAX)),
    ("DevLogin", "username", required(Username::MAX)),
];

/// Writes the bounds into the document. Returns the properties that the document does not have.
pub(crate) fn describe(document: &mut OpenApi) -> Vec<String> {
    let mut missing = Vec::new();
    for (schema, property, bounds) in TEXTS {
        match property_of(document, schema, property) {
            Some(text) => bounds.write(text),
            None => missing.push(format!("{schema}.{property}")),
        }
    }
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        let parameters = operations
            .into_iter()
            .flatten()
            .flat_map(|operation| operation.parameters.iter_mut().flatten());
        for parameter in parameters {
            if let RefOr::T(parameter) = parameter {
                describe_parameter(parameter);
            }
        }
    }
    missing
}

impl Bounds {
    fn write(self, text: &mut Object) {
        text.min_length = self.min;
        text.max_length = Some(self.max);
    }
}

fn property_of<'a>(document: &'a mut OpenApi, schema: &str, property: &str) -> Option<&'a mut Object> {
    let schemas = &mut document.components.as_mut()?.schemas;
    let RefOr::T(Schema::Object(body)) = schemas.get_mut(schema)? else {
        return None;
    };
    match body.properties.get_mut(property)? {
        RefOr::T(Schema::Object(text)) => Some(text),
        _ => None,
    }
}

fn describe_parameter(parameter: &mut Parameter) {
    let Some(RefOr::T(Schema::Object(value))) = &mut parameter.schema else {
        return;
    };
    match parameter.name.as_str() {
        "limit" => {
            value.minimum = Some(1_u8.into());
            value.maximum = Some(PageLimit::MAX.into());
            parameter.description = Some(format!("{} if left out", PageLimit::DEFAULT));
        }
        "after" => {
            parameter.description = Some(format!(
                "the messages after this number, at most {}; the last {} if left out",
                Slice::AFTER,
                Slice::NEWEST
            ));
        }
        "q" => required(SearchQuery::MAX).write(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use onair_domain::audit::AuditAction;
    use onair_domain::creator::ApplicationStatus;
    use onair_domain::names::VariantArray;
    use onair_domain::session::EndReason;
    use onair_domain::stream::BroadcastState;
    use serde_json::{Value, json};

    use super::*;
    use crate::openapi::openapi;

    #[test]
    fn the_document_has_every_bounded_property() {
        assert_eq!(describe(&mut openapi()), Vec::<String>::new());
    }

    #[test]
    fn every_list_has_the_bounds_of_a_page() {
        let document = serde_json::to_value(openapi()).unwrap();
        let mut seen = 0;
        for item in document["paths"].as_object().unwrap().values() {
            let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
            for limit in parameters.filter(|parameter| parameter["name"] == "limit") {
                assert_eq!(limit["schema"]["minimum"], json!(1));
                assert_eq!(limit["schema"]["maximum"], json!(PageLimit::MAX));
                seen += 1;
            }
        }
        assert!(seen > 8, "only {seen}");
    }

    /// The values of an enumeration in the document.
    fn names(schema: &str) -> Value {
        let document = serde_json::to_value(openapi()).unwrap();
        document["components"]["schemas"][schema]["enum"].clone()
    }

    /// The names of the domain's variants.
    fn domain_names<T: VariantArray + Copy + Into<&'static str>>() -> Value {
        T::VARIANTS
            .iter()
            .map(|one| (*one).into())
            .collect::<Vec<&str>>()
            .into()
    }

    #[test]
    fn enumerations_have_the_names_of_the_domain() {
        assert_eq!(names("EndReason"), domain_names::<EndReason>());
        assert_eq!(names("BroadcastState"), domain_names::<BroadcastState>());
        assert_eq!(names("ApplicationStatus"), domain_names::<ApplicationStatus>());
        assert_eq!(names("AuditAction"), domain_names::<AuditAction>());
    }

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
            .collect()
    }

    #[test]
    fn no_attribute_repeats_a_limit() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for source in sources(&root)
            .iter()
            .filter(|source| !source.ends_with("limits.rs"))
        {
            let text = fs::read_to_string(source).unwrap();
            for attribute in ["max_length =", "min_length =", "maximum =", "max_items ="] {
                assert!(!text.contains(attribute), "{attribute} in {}", source.display());
            }
        }
    }
}
