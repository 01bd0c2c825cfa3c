//! Cargo, called from a program that cargo itself runs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{follow, tool};
use crate::progress::Step;
use crate::workspace;

/// What `cargo run` sets for xtask alone; build scripts of others would see it as a change.
const NOT_FOR_OTHERS: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];

/// Set by `cargo xtask test`: stacks then start this server and build nothing, so that they neither
/// wait for cargo's lock nor find the executable replaced.
pub(crate) const SERVER_BIN: &str = "ONAIR_SERVER_BIN";

pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = tool(&env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    command.args(args).current_dir(workspace::root());
    for (name, _) in env::vars_os() {
        if NOT_FOR_OTHERS
            .iter()
            .any(|prefix| name.to_string_lossy().starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
    command
}

/// Builds the server and says where it is.
pub(crate) fn build_server(mut step: Step) -> Result<PathBuf> {
    if let Some(prebuilt) = env::var_os(SERVER_BIN) {
        step.done("given by ONAIR_SERVER_BIN");
        return Ok(prebuilt.into());
    }
    let command = cargo(&[
        "build",
        "--package",
        "onair-server",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let mut executable = None;
    let mut crates = Count::default();
    let finished = follow(command, |line| match line {
        Some(line) if line.starts_with('{') => executable = executable_in(line).or(executable.take()),
        Some(line) => crates.see(line, &mut step),
        None => step.tick(),
    })?;
    finished.require("cargo build")?;
    step.done("");
    executable.context("cargo built no server executable")
}

fn executable_in(message: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    (message["target"]["name"] == "server")
        .then(|| message["executable"].as_str())?
        .map(PathBuf::from)
}

/// Counts the crates that cargo mentions.
#[derive(Default)]
pub(crate) struct Count(usize);

impl Count {
    pub(crate) fn see(&mut self, line: &str, step: &mut Step) {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("Compiling" | "Checking"), Some(name)) => {
                self.0 += 1;
                step.update(format!(
                    "{} of at most {} crates, now {name}",
                    self.0,
                    locked_crates()
                ));
            }
            (Some("Downloading" | "Downloaded" | "Blocking"), _) => step.update(line.trim()),
            _ => step.tick(),
        }
    }
}

fn locked_crates() -> usize {
    include_str!("../../../Cargo.lock").matches("[[package]]").count()
}

#[cfg(test)]
mod tests {
    use super::executable_in;

    #[test]
    fn the_servers_executable_is_found_among_cargos_messages() {
        let message = r#"{"reason":"compiler-artifact","target":{"name":"server"},"executable":"/t/server"}"#;
        assert_eq!(executable_in(message).unwrap().to_str(), Some("/t/server"));
        assert!(executable_in(r#"{"target":{"name":"server"},"executable":null}"#).is_none());
        assert!(executable_in(r#"{"target":{"name":"other"},"executable":"/t/other"}"#).is_none());
    }
}
