//! The links of the OpenAPI document: which value of an answer identifies the resource of another operation.

use utoipa::openapi::link::{Link, LinkBuilder};
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Paths, RefOr};

/// A value of an operation's successful response, and the operations that take it.
struct Source {
    operation: &'static str,
    /// A runtime expression.
    value: &'static str,
    targets: &'static [Target],
}

/// An operation and its parameter that takes the value.
type Target = (&'static str, &'static str);

const OF_USER: &[Target] = &[
    ("block", "userId"),
    ("unblock", "userId"),
    ("follow", "userId"),
    ("unfollow", "userId"),
    ("get_follow", "userId"),
    ("list_followers", "userId"),
    ("list_following_of", "userId"),
];

const OF_CREATOR: &[Target] = &[
    ("follow", "userId"),
    ("list_followers", "userId"),
    ("list_following_of", "userId"),
    ("list_messages", "hostId"),
    ("post_message", "hostId"),
    ("stop_stream", "userId"),
];

const OF_APPLICATION: &[Target] = &[
    ("approve_creator", "userId"),
    ("reject_creator", "userId"),
    ("revoke_creator", "userId"),
];

const OF_ACCOUNT: &[Target] = &[
    ("suspend_user", "userId"),
    ("reinstate_user", "userId"),
    ("stop_stream", "userId"),
];

const OF_USERNAME: &[Target] = &[
    ("get_watched_stream", "username"),
    ("get_watched_events", "username"),
    ("get_thumbnail", "username"),
    ("list_public_past", "username"),
];

const OF_SESSION: &[Target] = &[("get_summary", "id"), ("get_viewer_counts", "id")];

const fn from(operation: &'static str, value: &'static str, targets: &'static [Target]) -> Source {
    Source {
        operation,
        value,
        targets,
    }
}

const SOURCES: [Source; 20] = [
    from("set_up", "$response.body#/data/userId", OF_CREATOR),
    from("get_info", "$response.body#/data/userId", OF_CREATOR),
    from("go_live", "$response.body#/data/roomId", OF_CREATOR),
    from("go_live", "$response.body#/data/session/id", OF_SESSION),
    from("list_past", "$response.body#/data/0/id", OF_SESSION),
    from("list_public_past", "$response.body#/data/0/id", OF_SESSION),
    from(
        "list_viewers",
        "$response.body#/data/0/identity",
        &[("remove_viewer", "identity")],
    ),
    from("get_watched_stream", "$response.body#/data/userId", OF_CREATOR),
    from("list_live", "$response.body#/data/0/user/username", OF_USERNAME),
    from(
        "list_following",
        "$response.body#/data/0/user/username",
        OF_USERNAME,
    ),
    from(
        "search_streams",
        "$response.body#/data/0/user/username",
        OF_USERNAME,
    ),
    from("get_me", "$response.body#/data/id", OF_USER),
    from("list_followers", "$response.body#/data/0/id", OF_USER),
    from("list_following_of", "$response.body#/data/0/id", OF_USER),
    from("list_blocked", "$response.body#/data/0/id", OF_USER),
    from("apply", "$response.body#/data/userId", OF_APPLICATION),
    from(
        "list_applications",
        "$response.body#/data/0/userId",
        OF_APPLICATION,
    ),
    from("list_users", "$response.body#/data/0/id", OF_ACCOUNT),
    from(
        "post_message",
        "$response.body#/data/id",
        &[("remove_message", "id")],
    ),
    from(
        "list_messages",
        "$response.body#/data/0/id",
        &[("remove_message", "id")],
    ),
];

/// Adds the links to all successful responses. Pages of lists link to the next page.
pub(super) fn add(paths: &mut Paths) {
    for item in paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            let links = links_from(operation);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && status.starts_with('2')
                {
                    response.links.extend(links.iter().cloned());
                }
            }
        }
    }
}

fn links_from(operation: &Operation) -> Vec<(String, RefOr<Link>)> {
    let name = operation.operation_id.as_deref().unwrap_or_default();
    let parameters: Vec<_> = operation
        .parameters
        .iter()
        .flatten()
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter.name.as_str()),
            RefOr::Ref(_) => None,
        })
        .collect();
    let mut links = Vec::new();
    for Source { value, targets, .. } in SOURCES.iter().filter(|source| source.operation == name) {
        for (target, parameter) in *targets {
            let mut link = LinkBuilder::new()
                .operation_id(*target)
                .parameter(*parameter, *value);
            // A message is addressed by its chat and its own id.
            if parameters.contains(&"hostId") && *parameter != "hostId" {
                link = link.parameter("hostId", "$request.path.hostId");
            }
            links.push(((*target).to_owned(), link.build().into()));
        }
    }
    if parameters.contains(&"cursor") {
        let mut link = LinkBuilder::new()
            .operation_id(name)
            .parameter("cursor", "$response.body#/nextCursor");
        for (name, value) in [
            ("userId", "$request.path.userId"),
            ("username", "$request.path.username"),
        ] {
            if parameters.contains(&name) {
                link = link.parameter(name, value);
            }
        }
        links.push(("next_page".to_owned(), link.build().into()));
    }
    links
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::SOURCES;

    fn document() -> Value {
        serde_json::to_value(crate::openapi::openapi()).unwrap()
    }

    fn operations(document: &Value) -> BTreeMap<String, Value> {
        let items = document["paths"].as_object().unwrap().values();
        items
            .flat_map(|item| item.as_object().unwrap().values())
            .map(|operation| {
                (
                    operation["operationId"].as_str().unwrap().to_owned(),
                    operation.clone(),
                )
            })
            .collect()
    }

    fn takes(operation: &Value, place: Option<&str>, name: &str) -> bool {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters
            .filter(|parameter| place.is_none_or(|place| parameter["in"] == place))
            .any(|parameter| parameter["name"] == name)
    }

    /// Whether the schema has a value at the JSON pointer.
    fn has(document: &Value, schema: &Value, pointer: &[&str]) -> bool {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = document.pointer(reference.trim_start_matches('#'));
            return target.is_some_and(|target| has(document, target, pointer));
        }
        if let Some(parts) = schema["allOf"].as_array() {
            return parts.iter().any(|part| has(document, part, pointer));
        }
        match pointer {
            [] => true,
            ["0", rest @ ..] => has(document, &schema["items"], rest),
            [name, rest @ ..] => schema["properties"]
                .get(name)
                .is_some_and(|property| has(document, property, rest)),
        }
    }

    fn is_resolvable(document: &Value, operation: &Value, response: &Value, expression: &str) -> bool {
        if let Some(name) = expression.strip_prefix("$request.path.") {
            return takes(operation, Some("path"), name);
        }
        let Some(pointer) = expression.strip_prefix("$response.body#/") else {
            return false;
        };
        let schema = &response["content"]["application/json"]["schema"];
        has(document, schema, &pointer.split('/').collect::<Vec<_>>())
    }

    #[test]
    fn links_name_operations_parameters_and_values_that_exist() {
        let document = document();
        let operations = operations(&document);
        let mut links = 0;
        for (name, operation) in &operations {
            for response in operation["responses"].as_object().unwrap().values() {
                for (link_name, link) in response["links"].as_object().into_iter().flatten() {
                    links += 1;
                    let target = &operations[link["operationId"].as_str().unwrap()];
                    for (parameter, expression) in link["parameters"].as_object().unwrap() {
                        assert!(takes(target, None, parameter), "{name} {link_name}: {parameter}");
                        let expression = expression.as_str().unwrap();
                        assert!(
                            is_resolvable(&document, operation, response, expression),
                            "{name} {link_name}: {expression}"
                        );
                    }
                    let required = target["parameters"].as_array().into_iter().flatten();
                    for parameter in required.filter(|parameter| parameter["in"] == "path") {
                        let parameter = parameter["name"].as_str().unwrap();
                        assert!(
                            link["parameters"].get(parameter).is_some(),
                            "{name} {link_name} lacks {parameter}"
                        );
                    }
                }
            }
        }
        assert!(links > SOURCES.len(), "{links}");
    }

    #[test]
    fn each_source_is_an_operation() {
        let document = document();
        let operations = operations(&document);
        for source in &SOURCES {
            assert!(operations.contains_key(source.operation), "{}", source.operation);
        }
    }

    /// A link of an operation without a success would never be followed.
    #[test]
    fn each_operation_that_takes_an_id_is_the_target_of_a_link() {
        let document = document();
        let operations = operations(&document);
        let targets: Vec<_> = SOURCES.iter().flat_map(|source| source.targets).collect();
        for (name, operation) in &operations {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            for parameter in parameters.filter(|parameter| parameter["in"] == "path") {
                let parameter = parameter["name"].as_str().unwrap();
                let is_linked = targets
                    .iter()
                    .any(|(target, taken)| target == name && (*taken == parameter || parameter == "hostId"));
                assert!(is_linked, "{name} {parameter}");
            }
        }
    }
}
