//! Runs cargo from within a `cargo run` process.

use std::env;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache;
use crate::process::{stream_output, tool};
use crate::progress::{self, Step};
use crate::workspace::{self, find_in_path};

/// Prefixes of variables that `cargo run` sets for xtask. Build scripts of other crates would treat them as
/// a change.
const VARIABLE_PREFIXES_OF_CARGO_RUN: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];

/// The variable that names a prebuilt server. `cargo xtask test` sets it, so that its stacks neither wait
/// for cargo's lock nor run a replaced executable.
pub(crate) const SERVER_BIN: &str = "ONAIR_SERVER_BIN";

pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = tool(&program());
    // Its output is parsed.
    command
        .args(args)
        .current_dir(workspace::root())
        .env("CARGO_TERM_COLOR", "never");
    remove_variables(&mut command);
    command
}

/// As [`cargo`]. With `has_lints`, clippy compiles the crates of the workspace, as it does for `cargo clippy`: it checks
/// them and generates code as well, so nothing is compiled for the lints alone.
pub(crate) fn cargo_with_lints(args: &[&str], has_lints: bool) -> Command {
    let mut command = cargo(args);
    if has_lints {
        command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    }
    command
}

/// Executes the release build of this program with the same arguments. Returns only if that fails.
pub(crate) fn exec_release_build() -> io::Error {
    let mut command = Command::new(program());
    command.args(["run", "--release", "--package", "onair-xtask", "--"]);
    command.args(env::args_os().skip(1));
    remove_variables(&mut command);
    command.exec()
}

fn program() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".into())
}

fn remove_variables(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if VARIABLE_PREFIXES_OF_CARGO_RUN
            .iter()
            .any(|prefix| name.to_string_lossy().starts_with(prefix))
        {
            command.env_remove(name);
        }
    }
}

/// Selects the same features as `cargo test --workspace`, so that both share all compiled crates. Cargo
/// unifies the features of the requested packages, and includes dev-dependencies only if a requested target
/// may use them. An example has that effect, and this one is small.
pub(crate) const BUILD_SERVER_ARGS: [&str; 8] = [
    "build",
    "--workspace",
    "--bin",
    "server",
    "--example",
    "pure_rules",
    "--message-format",
    "json-render-diagnostics",
];

const BUILD_TESTS_ARGS: [&str; 5] = [
    "test",
    "--workspace",
    "--no-run",
    "--message-format",
    "json-render-diagnostics",
];

/// No other build shares its crates, so it uses the server's own features only.
const BUILD_RELEASE_SERVER_ARGS: [&str; 8] = [
    "build",
    "--release",
    "--package",
    "onair-server",
    "--bin",
    "server",
    "--message-format",
    "json-render-diagnostics",
];

/// Builds the server. Returns the path of the executable.
pub(crate) fn build_server(step: Step) -> Result<PathBuf> {
    build_unless_prebuilt(&BUILD_SERVER_ARGS, step)
}

/// A build of the server.
pub(crate) struct Built {
    /// The path of its executable.
    pub(crate) server: PathBuf,
    pub(crate) has_warnings: bool,
}

/// Builds the server and all tests, which takes less time than one after the other.
pub(crate) fn build_server_and_tests(step: Step, has_lints: bool) -> Result<Built> {
    build(cargo_with_lints(&BUILD_TESTS_ARGS, has_lints), step)
}

/// Builds the server with optimisations. Returns the path of the executable.
pub(crate) fn build_release_server(step: Step) -> Result<PathBuf> {
    build_unless_prebuilt(&BUILD_RELEASE_SERVER_ARGS, step)
}

fn build_unless_prebuilt(args: &[&str], step: Step) -> Result<PathBuf> {
    if let Some(prebuilt) = env::var_os(SERVER_BIN) {
        step.succeed("from ONAIR_SERVER_BIN");
        return Ok(prebuilt.into());
    }
    Ok(build(cargo(args), step)?.server)
}

fn build(command: Command, mut step: Step) -> Result<Built> {
    let mut executable = None;
    let has_warnings = run_command(command, &mut step, |message| {
        executable = parse_executable(message).or(executable.take());
    })?;
    step.succeed("");
    let server = executable.context("cargo built no server executable")?;
    Ok(Built { server, has_warnings })
}

/// Runs cargo as part of a step. Diagnostics go to the terminal.
pub(crate) fn run(args: &[&str], step: &mut Step) -> Result<()> {
    run_command(cargo(args), step, |_| {}).with_context(|| format!("cargo {}", args.join(" ")))?;
    Ok(())
}

/// As [`run`], for a command that [`cargo`] has created. `on_message` receives each JSON message. Returns whether a crate
/// has warnings.
pub(crate) fn run_command(
    command: Command,
    step: &mut Step,
    mut on_message: impl FnMut(&str),
) -> Result<bool> {
    let mut crates = 0;
    let mut has_warnings = false;
    let completed = stream_output(command, |line| match line {
        Some(line) if line.starts_with('{') => on_message(line),
        Some(line) => match parse_status_line(line) {
            Some(StatusLine::Crate(name)) => {
                crates += 1;
                step.update(format!(
                    "{crates} of at most {} crates, now {name}",
                    count_locked_crates()
                ));
            }
            Some(StatusLine::Other) => step.update(line.trim()),
            None => {
                has_warnings |= is_count_of_warnings(line);
                progress::print_line(line);
            }
        },
        None => step.refresh(),
    })?;
    let status = completed.status;
    anyhow::ensure!(status.success(), "cargo failed ({status}): see above");
    Ok(has_warnings)
}

/// Whether a line ends the warnings of a crate. Cargo prints them again if it does not compile the crate again.
fn is_count_of_warnings(line: &str) -> bool {
    line.starts_with("warning: `") && line.contains("` (") && line.contains(") generated ")
}

#[derive(PartialEq, Eq, Debug)]
enum StatusLine<'a> {
    Crate(&'a str),
    Other,
}

/// Parses a status line. Cargo indents these lines and starts them with a verb.
fn parse_status_line(line: &str) -> Option<StatusLine<'_>> {
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
        "Compiling" | "Checking" => words.next().map(StatusLine::Crate),
        verb if VERBS.contains(&verb) => Some(StatusLine::Other),
        _ => None,
    }
}

pub(crate) fn parse_executable(message: &str) -> Option<PathBuf> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    // A program with tests has the same name, and the program is also built as a test.
    let target = &message["target"];
    (target["name"] == "server" && target["kind"][0] == "bin" && message["profile"]["test"] == false)
        .then(|| message["executable"].as_str())?
        .map(PathBuf::from)
}

fn count_locked_crates() -> usize {
    include_str!("../../../Cargo.lock").matches("[[package]]").count()
}

/// Returns an installed tool of cargo such as cargo-fuzz. Compiles it once if it is missing, which takes minutes.
pub(crate) fn find_cargo_tool(name: &str, version: &str) -> Result<PathBuf> {
    let mut step = Step::begin(name);
    if let Some(installed) = find_in_path(&[name]) {
        step.succeed("installed");
        return Ok(installed);
    }
    let folder = cache::get_or_create(&cache::key(name, &[version]), &mut step, |into, _| {
        let mut command = cargo(&[
            "install",
            "--locked",
            "--no-track",
            "--version",
            version,
            "--root",
        ]);
        command.arg(into).arg(name);
        stream_output(command, |_| {})?.require_success("cargo install")
    })
    .with_context(|| format!("can't install {name}"))?;
    step.succeed("compiled");
    Ok(folder.join("bin").join(name))
}

#[cfg(test)]
mod tests {
    use super::{StatusLine, is_count_of_warnings, parse_executable, parse_status_line};

    #[test]
    fn counts_of_warnings_are_those_of_crates() {
        assert!(is_count_of_warnings(
            "warning: `onair-domain` (lib test) generated 1 warning (1 duplicate)"
        ));
        assert!(!is_count_of_warnings("warning: unused variable: `a`"));
        assert!(!is_count_of_warnings(
            "warning: the following packages contain code that will be rejected by a future version of Rust: a v1"
        ));
    }

    #[test]
    fn server_executable_is_parsed_from_cargo_messages() {
        let message = |name: &str, kind: &str, is_test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","target":{{"name":"{name}","kind":["{kind}"]}},
                "profile":{{"test":{is_test}}},"executable":"/t/server"}}"#
            )
        };
        let server = parse_executable(&message("server", "bin", false)).unwrap();
        assert_eq!(server.to_str(), Some("/t/server"));
        assert!(parse_executable(&message("other", "bin", false)).is_none());
        assert!(parse_executable(&message("server", "bin", true)).is_none());
        assert!(parse_executable(&message("server", "test", true)).is_none());
        assert!(
            parse_executable(r#"{"target":{"name":"server","kind":["bin"]},"executable":null}"#).is_none()
        );
    }

    #[test]
    fn status_lines_are_distinguished_from_diagnostics() {
        assert_eq!(
            parse_status_line("   Compiling nix v0.31.3"),
            Some(StatusLine::Crate("nix"))
        );
        assert_eq!(
            parse_status_line("    Finished `dev` profile in 1s"),
            Some(StatusLine::Other)
        );
        assert_eq!(parse_status_line("error[E0382]: borrow of moved value"), None);
        assert_eq!(parse_status_line("  --> src/main.rs:1:1"), None);
    }
}
