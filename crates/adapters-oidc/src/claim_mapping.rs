//! The claims that describe a person: where a token holds them.

use std::collections::BTreeSet;
use std::fmt;

use onair_domain::user::Role;
use serde_json::{Map, Value};

/// The location of a claim: its name, or names joined by dots for claims inside objects
/// (`realm_access.roles`).
///
/// A name may contain dots itself (`https://onair.example/roles`). Where several readings are possible, the
/// one with the longest first name that exists is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPath(String);

/// The path is empty, has an empty name, or contains a control character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a claim such as roles or realm_access.roles")]
pub struct ClaimPathError;

impl fmt::Display for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ClaimPath {
    /// Checks a path.
    ///
    /// Fails if it is empty, starts or ends with a dot, or contains a control character.
    pub fn parse(raw: &str) -> Result<Self, ClaimPathError> {
        let is_valid = !raw.is_empty()
            && !raw.starts_with('.')
            && !raw.ends_with('.')
            && !raw.chars().any(char::is_control);
        is_valid.then(|| Self(raw.to_owned())).ok_or(ClaimPathError)
    }

    fn find<'a>(&self, claims: &'a Map<String, Value>) -> Option<&'a Value> {
        find(&self.0, claims)
    }
}

fn find<'a>(path: &str, claims: &'a Map<String, Value>) -> Option<&'a Value> {
    if let Some(claim) = claims.get(path) {
        return Some(claim);
    }
    path.rmatch_indices('.').find_map(|(dot, _)| {
        let inner = claims.get(&path[..dot])?.as_object()?;
        find(&path[dot + 1..], inner)
    })
}

/// The claims that a profile is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimMapping {
    /// The user name. The first claim that yields a valid one is used.
    pub usernames: Vec<ClaimPath>,
    /// The display name.
    pub name: ClaimPath,
    /// The address of the picture.
    pub picture: ClaimPath,
    /// The roles: an array of names, or an object whose keys are names if [`Self::has_role_objects`].
    pub roles: ClaimPath,
    /// The name of the role that makes a user an administrator. Names are compared exactly.
    pub admin_role: String,
    /// Whether the keys of an object count as role names.
    pub has_role_objects: bool,
}

impl Default for ClaimMapping {
    /// The standard claims of OpenID Connect, and `roles` as an array.
    fn default() -> Self {
        let path = |name: &str| ClaimPath(name.to_owned());
        Self {
            usernames: vec![path("preferred_username"), path("username")],
            name: path("name"),
            picture: path("picture"),
            roles: path("roles"),
            admin_role: <&str>::from(Role::Admin).to_owned(),
            has_role_objects: false,
        }
    }
}

impl ClaimMapping {
    /// Returns the text of a claim. A claim of another type counts as absent.
    pub(crate) fn text<'a>(path: &ClaimPath, claims: &'a Map<String, Value>) -> Option<&'a str> {
        path.find(claims).and_then(Value::as_str)
    }

    /// Whether the user name or the display name is absent.
    pub(crate) fn lacks_names(&self, claims: &Map<String, Value>) -> bool {
        let is_absent = |path| Self::text(path, claims).is_none_or(str::is_empty);
        self.usernames.iter().all(is_absent) || is_absent(&self.name)
    }

    /// Returns the names of all roles, known or not, or `None` if the claim is absent or has another type.
    pub(crate) fn role_names(&self, claims: &Map<String, Value>) -> Option<Vec<String>> {
        match self.roles.find(claims)? {
            Value::Array(names) => Some(
                names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect(),
            ),
            Value::Object(names) if self.has_role_objects => Some(names.keys().cloned().collect()),
            _ => None,
        }
    }

    /// Returns the known roles, or `None` if the claim is absent or has another type.
    pub(crate) fn roles(&self, claims: &Map<String, Value>) -> Option<BTreeSet<Role>> {
        let is_admin = match self.roles.find(claims)? {
            Value::Array(names) => names.iter().any(|name| name == self.admin_role.as_str()),
            Value::Object(names) if self.has_role_objects => names.contains_key(&self.admin_role),
            _ => return None,
        };
        Some(is_admin.then_some(Role::Admin).into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(path: &str, claims: Value) -> Option<Value> {
        let Value::Object(claims) = claims else {
            panic!("claims are an object")
        };
        ClaimPath::parse(path).unwrap().find(&claims).cloned()
    }

    #[test]
    fn path_names_a_claim_at_any_depth() {
        let claims =
            json!({"roles": 1, "realm_access": {"roles": 2}, "a": {"b": {"c": 3}}, "https://x.y/z": 4});
        for (path, expected) in [
            ("roles", 1),
            ("realm_access.roles", 2),
            ("a.b.c", 3),
            ("https://x.y/z", 4),
        ] {
            assert_eq!(found(path, claims.clone()), Some(json!(expected)), "{path}");
        }
        for absent in [
            "role",
            "roles.x",
            "realm_access.x",
            "a.b.d",
            "a.c",
            "https://x.y",
            "a..c",
        ] {
            assert_eq!(found(absent, claims.clone()), None, "{absent}");
        }
    }

    #[test]
    fn name_with_dots_inside_an_object_is_found() {
        let claims = json!({"a.b": {"c.d": 1}, "a": {"b": {"c.d": 2}}});
        assert_eq!(found("a.b.c.d", claims), Some(json!(1)));
        assert_eq!(
            found("a.b.c.d", json!({"a.b": {"c": 1}, "a": {"b": {"c.d": 2}}})),
            Some(json!(2))
        );
    }

    #[test]
    fn invalid_path_is_rejected() {
        for bad in ["", ".", ".a", "a.", "a\n", "a\0b"] {
            assert_eq!(ClaimPath::parse(bad), Err(ClaimPathError), "{bad:?}");
        }
    }

    fn is_admin(mapping: &ClaimMapping, roles: &Value) -> bool {
        let claims = Map::from_iter([("roles".to_owned(), roles.clone())]);
        mapping
            .roles(&claims)
            .is_some_and(|roles| roles.contains(&Role::Admin))
    }

    #[test]
    fn administrator_has_the_configured_role() {
        let mapping = ClaimMapping {
            admin_role: "onair-admin".to_owned(),
            has_role_objects: true,
            ..ClaimMapping::default()
        };
        for yes in [
            json!(["x", "onair-admin"]),
            json!({"onair-admin": {"id": "domain"}}),
        ] {
            assert!(is_admin(&mapping, &yes), "{yes}");
        }
        for no in [
            json!(["admin"]),
            json!(["Onair-admin"]),
            json!("onair-admin"),
            json!([["onair-admin"]]),
            json!({"x": "onair-admin"}),
            json!(null),
        ] {
            assert!(!is_admin(&mapping, &no), "{no}");
        }
    }

    #[test]
    fn keys_of_an_object_are_roles_only_where_configured() {
        assert!(!is_admin(&ClaimMapping::default(), &json!({"admin": true})));
    }

    #[test]
    fn absent_or_empty_names_are_noticed() {
        let lacks = |claims: Value| ClaimMapping::default().lacks_names(claims.as_object().unwrap());
        assert!(!lacks(json!({"username": "ada", "name": "Ada"})));
        for claims in [
            json!({}),
            json!({"username": "ada"}),
            json!({"name": "Ada"}),
            json!({"username": "", "name": "Ada"}),
            json!({"preferred_username": 7, "name": "Ada"}),
        ] {
            assert!(lacks(claims.clone()), "{claims}");
        }
    }
}
