//! A person's own settings, which tests must not get to see: they make and drop databases, and their
//! outcome must not depend on what is set where they run.

use std::process::Command;

/// Lists each variable of the server.
const DOCUMENTED: &str = include_str!("../../../docs/configuration.md");

/// How much is logged changes no outcome.
const HARMLESS: [&str; 1] = ["RUST_LOG"];

/// Empties them for a child. Unset, they could still come from a file `.env`.
pub(crate) fn leave_out(command: &mut Command) {
    for name in variables() {
        command.env(name, "");
    }
}

/// Those of the tables' first columns, and the files that may hold the secrets among them.
fn variables() -> impl Iterator<Item = String> {
    let names = DOCUMENTED.lines().filter_map(|line| {
        let (name, _) = line.strip_prefix("| `")?.split_once("` |")?;
        Some(name)
    });
    names
        .filter(|name| !HARMLESS.contains(name))
        .flat_map(|name| [name.to_owned(), format!("{name}_FILE")])
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn whatever_the_server_reads_is_left_out() {
        let names: Vec<_> = variables().collect();
        for name in [
            "DATABASE_URL",
            "DATABASE_URL_FILE",
            "LIVEKIT_API_SECRET",
            "JWT_SECRET_FILE",
            "CORS_ORIGINS",
        ] {
            assert!(
                names.iter().any(|it| it == name),
                "{name} is missing in {names:?}"
            );
        }
        assert!(!names.iter().any(|it| it == "RUST_LOG"));
    }
}
