//! Builds the server of the previous release. Tests run it beside this version's server, on the database that this
//! version has migrated, as during an update.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::MetadataCommand;

use super::Plan;
use super::report::{Entry, Outcome, Report};
use crate::cargo::{self, BUILD_SERVER_ARGS, cargo};
use crate::cli::Part;
use crate::process::{capture_output, stream_output, tool};
use crate::progress::Step;
use crate::workspace::root;

/// The commit of the previous release. The first commit after a release sets it. Until the first release, it is the
/// newest commit that does not know the newest migrations.
pub(crate) const COMMIT: &str = "95cf3e900045f3795c1c8228744d7b73200e74d6";

/// Whether servers of [`COMMIT`] start on a database that a newer version has migrated. Releases do.
const STARTS_ON_NEWER_DATABASE: bool = false;

/// The module of the tests.
const TESTS: &str = "previous_release::";
const TESTS_OF_START: &str = "previous_release::starts_on";

/// The variable that names the program for the tests.
pub(crate) const VARIABLE: &str = "ONAIR_TEST_PREVIOUS_SERVER";

/// Returns arguments of the test programs that exclude tests that cannot run.
pub(crate) fn excluded_tests(is_built: bool) -> &'static [&'static str] {
    if !is_built {
        &["--skip", TESTS]
    } else if STARTS_ON_NEWER_DATABASE {
        &[]
    } else {
        &["--skip", TESTS_OF_START]
    }
}

/// Returns arguments of cargo and of the test programs that select these tests only.
pub(crate) fn selected_tests() -> [&'static str; 3] {
    ["--test", "server", TESTS]
}

/// Checks that [`COMMIT`] is that of the newest release before this one, by its tag. `cargo xtask release` requires it.
pub(crate) fn require_newest_release() -> Result<()> {
    if git(&["rev-parse", "--is-shallow-repository"])?.trim() == "true" {
        bail!(
            "this clone lacks the history, which names the previous release; `git fetch --unshallow --tags` loads it"
        );
    }
    let tags = git(&[
        "tag",
        "--list",
        "v*",
        "--merged",
        "HEAD",
        "--sort=-version:refname",
    ])?;
    for tag in tags.lines() {
        let commit = git(&["rev-parse", &format!("{tag}^{{commit}}")])?;
        let commit = commit.trim();
        // This release may be tagged already.
        if commit != git(&["rev-parse", "HEAD"])?.trim() {
            ensure!(
                commit == COMMIT && STARTS_ON_NEWER_DATABASE,
                "the previous release is {tag}: set COMMIT in {} to {commit} and STARTS_ON_NEWER_DATABASE to true, and \
                 run `cargo xtask test --only previous-release`",
                file!()
            );
            break;
        }
    }
    Ok(())
}

/// Builds the server. Returns `None` if that failed or is not necessary.
pub(crate) fn prepare(plan: &Plan, report: &mut Report) -> Result<Option<PathBuf>> {
    if !plan.has(Part::PreviousRelease) {
        return Ok(None);
    }
    let short = &COMMIT[..12];
    let mut step = Step::begin_concurrent("Server of the previous release (cargo build)");
    if !is_known()? {
        let why = format!("this clone lacks its commit {short}; `git fetch --unshallow` loads the history");
        step.fail(&why);
        let outcome = if plan.is_whole {
            Outcome::Skipped
        } else {
            Outcome::Failed
        };
        let name = format!("server of the previous release: {why}");
        report.add([Entry::new(name, outcome)]);
        return Ok(None);
    }
    if plan.is_whole && !are_migrations_changed()? {
        step.succeed(&format!("not necessary: the migrations are those of {short}"));
        return Ok(None);
    }
    report.prepare("build of the previous release's server", || {
        let program = build(&mut step)?;
        step.succeed(short);
        Ok(program)
    })
}

/// Whether this version has other migrations than the previous release.
fn are_migrations_changed() -> Result<bool> {
    let changed = git(&["diff", "--name-only", COMMIT, "--", "migrations"])?;
    let added = git(&["ls-files", "--others", "--exclude-standard", "--", "migrations"])?;
    Ok(!changed.is_empty() || !added.is_empty())
}

fn is_known() -> Result<bool> {
    let mut command = tool("git");
    command
        .args(["cat-file", "-e", &format!("{COMMIT}^{{commit}}")])
        .current_dir(root());
    Ok(stream_output(command, |_| {})?.status.success())
}

fn git(arguments: &[&str]) -> Result<String> {
    let mut command = tool("git");
    command.args(arguments).current_dir(root());
    capture_output(command, "git")
}

/// Builds the server from the repository's history. The compiled crates of this version's dependencies are used again.
fn build(step: &mut Step) -> Result<PathBuf> {
    let metadata = MetadataCommand::new().current_dir(root()).no_deps().exec()?;
    let target = metadata.target_directory.as_std_path();
    let folder = target.join("previous-release");
    let source = folder.join(&COMMIT[..12]);
    if !source.exists() {
        extract(&folder, &source)?;
    }
    let mut command = cargo(&BUILD_SERVER_ARGS);
    command
        .arg("--locked")
        .current_dir(&source)
        .env("CARGO_BUILD_BUILD_DIR", target)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // Less to compile. This does not affect dependencies.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .env("CARGO_INCREMENTAL", "0")
        .env("ONAIR_COMMIT", &COMMIT[..12]);
    let mut executable = None;
    cargo::run_command(command, step, |message| {
        executable = cargo::parse_executable(message).or(executable.take());
    })?;
    executable.context("cargo built no server executable")
}

fn extract(folder: &Path, source: &Path) -> Result<()> {
    let incomplete = folder.join("incomplete");
    if incomplete.exists() {
        fs::remove_dir_all(&incomplete)?;
    }
    fs::create_dir_all(&incomplete)?;
    let archive = incomplete.join("source.tar");
    git(&[
        "archive",
        "--output",
        &archive.to_string_lossy(),
        COMMIT,
        "--",
        "Cargo.toml",
        "Cargo.lock",
        "crates",
        "migrations",
        "docs",
    ])?;
    let mut tar = tool("tar");
    tar.arg("-xf").arg(&archive).arg("-C").arg(&incomplete);
    stream_output(tar, |_| {})?.require_success("tar")?;
    fs::remove_file(archive)?;
    for file in ["Cargo.toml", "Cargo.lock"] {
        let path = incomplete.join(file);
        fs::write(&path, rename_version(&fs::read_to_string(&path)?))?;
    }
    fs::rename(&incomplete, source)?;
    Ok(())
}

/// Adds the commit to the version of the workspace in `Cargo.toml`, and of its packages in `Cargo.lock`. To cargo, they
/// are then other packages than those of this version, and of other commits, which are compiled into the same directory.
fn rename_version(file: &str) -> String {
    let short = &COMMIT[..12];
    let mut is_own = false;
    let lines = file.lines().map(|line| {
        if line.starts_with('[') {
            is_own = line == "[workspace.package]";
        } else if line.starts_with("name = \"onair-") {
            is_own = true;
        }
        match line
            .strip_prefix("version = \"")
            .and_then(|rest| rest.strip_suffix('"'))
        {
            Some(version) if is_own => format!("version = \"{version}-previous-{short}\"\n"),
            _ => format!("{line}\n"),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{COMMIT, rename_version};

    #[test]
    fn only_the_workspace_gets_another_version() {
        let renamed = format!("1.2.0-previous-{}", &COMMIT[..12]);
        let manifest =
            "[workspace.package]\nversion = \"1.2.0\"\n\n[workspace.dependencies]\nversion = \"1\"\n";
        let expected = manifest.replace("1.2.0", &renamed);
        assert_eq!(rename_version(manifest), expected);
        let lock = "[[package]]\nname = \"clap\"\nversion = \"4.6.0\"\n\n[[package]]\nname = \"onair-http\"\nversion = \
                    \"1.2.0\"\ndependencies = [\n \"clap\",\n]\n\n[[package]]\nname = \"url\"\nversion = \"2.5.0\"\n";
        let expected = lock.replace("1.2.0", &renamed);
        assert_eq!(rename_version(lock), expected);
    }
}
