//! Clears the server's settings from the environment of tests. Tests create and drop databases, and their
//! outcome must not depend on the user's settings.

use std::process::Command;

/// The documentation of all variables of the server.
const DOCUMENTATION: &str = include_str!("../../../docs/configuration.md");

/// Variables that cannot change an outcome.
const IGNORED: [&str; 1] = ["RUST_LOG"];

/// Sets the variables to empty for a child. If they were unset, a `.env` file could still set them.
pub(crate) fn clear(command: &mut Command) {
    for name in variables() {
        command.env(name, "");
    }
}

/// Returns the variables in the first column of the tables, and the `_FILE` variant of each.
fn variables() -> impl Iterator<Item = String> {
    let names = DOCUMENTATION.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("| `")?.split_once("` |")?;
        Some(name)
    });
    names
        .filter(|name| !IGNORED.contains(name))
        .flat_map(|name| [name.to_owned(), format!("{name}_FILE")])
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn all_documented_variables_are_cleared() {
        let names: Vec<_> = variables().collect();
        for name in [
            "DATABASE_URL",
            "DATABASE_URL_FILE",
            "LIVEKIT_API_SECRET",
            "JWT_SECRET_FILE",
            "CORS_ORIGINS",
            "EMBED_ORIGINS",
        ] {
            assert!(
                names.iter().any(|it| it == name),
                "{name} is missing in {names:?}"
            );
        }
        assert!(!names.iter().any(|it| it == "RUST_LOG"));
    }
}
