//! Cargo, called from a program that cargo itself runs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{follow, tool};
use crate::progress::{self, Step};
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

/// With the features that `cargo test --workspace` has, so that the two share every crate: cargo joins the
/// features of the packages it is asked for, and adds those of dev-dependencies as soon as it builds
/// something that may use them. `--examples` is such a thing, and there are none.
const BUILD_SERVER: [&str; 7] = [
    "build",
    "--workspace",
    "--bin",
    "server",
    "--examples",
    "--message-format",
    "json-render-diagnostics",
];

/// Nothing shares its crates, so it takes no more features than the server itself.
const BUILD_RELEASE_SERVER: [&str; 8] = [
    "build",
    "--release",
    "--package",
    "onair-server",
    "--bin",
    "server",
    "--message-format",
    "json-render-diagnostics",
];

/// Builds the server and says where it is.
pub(crate) fn build_server(step: Step) -> Result<PathBuf> {
    build(&BUILD_SERVER, step)
}

/// The same, optimised.
pub(crate) fn build_release_server(step: Step) -> Result<PathBuf> {
    build(&BUILD_RELEASE_SERVER, step)
}

fn build(args: &[&str], mut step: Step) -> Result<PathBuf> {
    if let Some(prebuilt) = env::var_os(SERVER_BIN) {
        step.done("given by ONAIR_SERVER_BIN");
        return Ok(prebuilt.into());
    }
    let mut executable = None;
    run(args, &mut step, |message| {
        executable = executable_in(message).or(executable.take());
    })?;
    step.done("");
    executable.context("cargo built no server executable")
}

/// Runs cargo as part of a step; what it has to say about the code goes to the terminal in full. `message`
/// gets what it says in JSON.
pub(crate) fn run(args: &[&str], step: &mut Step, mut message: impl FnMut(&str)) -> Result<()> {
    let mut crates = 0;
    let finished = follow(cargo(args), |line| match line {
        Some(line) if line.starts_with('{') => message(line),
        Some(line) => match progress_in(line) {
            Some(Progress::Crate(name)) => {
                crates += 1;
                step.update(format!(
                    "{crates} of at most {} crates, now {name}",
                    locked_crates()
                ));
            }
            Some(Progress::Other) => step.update(line.trim()),
            None => progress::say(line),
        },
        None => step.tick(),
    })?;
    let status = finished.status;
    anyhow::ensure!(
        status.success(),
        "cargo {} failed ({status}): see above",
        args.join(" ")
    );
    Ok(())
}

#[derive(PartialEq, Eq, Debug)]
enum Progress<'a> {
    Crate(&'a str),
    Other,
}

/// Cargo's own chatter starts with a verb, set off to the right.
fn progress_in(line: &str) -> Option<Progress<'_>> {
    const VERBS: [&str; 9] = [
        "Adding",
        "Blocking",
        "Downloaded",
        "Downloading",
        "Executable",
        "Finished",
        "Locking",
        "Running",
        "Updating",
    ];
    let mut words = line.strip_prefix("  ")?.split_whitespace();
    match words.next()? {
        "Compiling" | "Checking" => words.next().map(Progress::Crate),
        verb if VERBS.contains(&verb) => Some(Progress::Other),
        _ => None,
    }
}

fn executable_in(message: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    (message["target"]["name"] == "server")
        .then(|| message["executable"].as_str())?
        .map(PathBuf::from)
}

fn locked_crates() -> usize {
    include_str!("../../../Cargo.lock").matches("[[package]]").count()
}

#[cfg(test)]
mod tests {
    use super::{Progress, executable_in, progress_in};

    #[test]
    fn the_servers_executable_is_found_among_cargos_messages() {
        let message = r#"{"reason":"compiler-artifact","target":{"name":"server"},"executable":"/t/server"}"#;
        assert_eq!(executable_in(message).unwrap().to_str(), Some("/t/server"));
        assert!(executable_in(r#"{"target":{"name":"server"},"executable":null}"#).is_none());
        assert!(executable_in(r#"{"target":{"name":"other"},"executable":"/t/other"}"#).is_none());
    }

    #[test]
    fn progress_is_told_from_what_matters() {
        assert_eq!(
            progress_in("   Compiling nix v0.31.3"),
            Some(Progress::Crate("nix"))
        );
        assert_eq!(
            progress_in("    Finished `dev` profile in 1s"),
            Some(Progress::Other)
        );
        assert_eq!(progress_in("error[E0382]: borrow of moved value"), None);
        assert_eq!(progress_in("  --> src/main.rs:1:1"), None);
    }
}
