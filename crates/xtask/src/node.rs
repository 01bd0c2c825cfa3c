//! Runs Node.js and npm for the web page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use nix::sys::signal::Signal;

use crate::child::{self, RunAs};
use crate::files;
use crate::process::{capture_output, stream_output, tool};
use crate::progress::Step;
use crate::workspace::{self, find_in_path, web_app};

/// An npm script that builds `capture_output` from `sources` and the files in the app's directory.
struct BuildScript {
    script: &'static str,
    sources: &'static [&'static str],
    output: &'static str,
}

const PAGE: BuildScript = BuildScript {
    script: "build",
    sources: &["src", "public", "bundle"],
    output: "dist/index.html",
};

/// The bots of `cargo xtask dev --demo`.
const DEMO: BuildScript = BuildScript {
    script: "build:demo",
    sources: &["demo"],
    output: "dist-demo/main.js",
};

/// The participants of `cargo xtask soak`, from the same build.
const PARTICIPANT: &str = "dist-demo/soak.js";

/// The oldest supported Node.js. The `package.json` of the page states the same version.
const MIN_NODE_VERSION: (u32, u32) = (20, 19);

fn requirement() -> String {
    let (major, minor) = MIN_NODE_VERSION;
    format!("the web page needs Node.js {major}.{minor} or newer, with npm")
}

const INSTALL_HINT: &str = "install it from nodejs.org or with your package manager, and run this again";

/// Checks that a supported Node.js and npm are installed.
pub(crate) fn require() -> Result<()> {
    let node = find_in_path(&["node"]).with_context(|| format!("{}; {INSTALL_HINT}", requirement()))?;
    npm(&[])?;
    let mut command = tool(&node.to_string_lossy());
    command.arg("--version");
    let version_output = capture_output(command, "node --version")?;
    let found = version_output.trim();
    ensure!(
        version(found).is_none_or(|version| version >= MIN_NODE_VERSION),
        "{}, and the one in the PATH is {found}; {INSTALL_HINT}",
        requirement()
    );
    Ok(())
}

/// Parses "v20.19.4" as (20, 19).
fn version(version_output: &str) -> Option<(u32, u32)> {
    let mut numbers = version_output.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Creates an `npm` command in the app's directory.
pub(crate) fn npm(args: &[&str]) -> Result<Command> {
    let npm = find_in_path(&["npm"]).with_context(|| format!("{}; {INSTALL_HINT}", requirement()))?;
    let mut command = tool(&npm.to_string_lossy());
    command.args(args).current_dir(web_app());
    Ok(command)
}

/// Runs `npm` to completion as part of a step.
fn run(args: &[&str], step: &mut Step) -> Result<()> {
    stream_output(npm(args)?, |line| match line.map(str::trim) {
        Some(line) if !line.is_empty() => step.update(line),
        _ => step.refresh(),
    })?
    .require_success(&format!("npm {}", args.join(" ")))
}

/// Installs the packages if package-lock.json has changed since the last installation.
pub(crate) fn install(mut step: Step) -> Result<()> {
    let app = web_app();
    let _lock = files::lock(&workspace::scratch_dir().join("web.lock"), &mut step)?;
    let lockfile = fs::read_to_string(app.join("package-lock.json"))
        .context("crates/web/app has no package-lock.json")?;
    let stamp = app.join("node_modules/.installed-from.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lockfile) {
        step.succeed("up to date");
        return Ok(());
    }
    run(&["ci", "--no-audit", "--no-fund"], &mut step)?;
    fs::write(&stamp, lockfile).with_context(|| format!("can't write {}", stamp.display()))?;
    step.succeed("");
    Ok(())
}

/// Builds the page if a source is newer than the last build.
pub(crate) fn build(step: Step) -> Result<()> {
    build_if_stale(&PAGE, step)
}

/// Builds the demo's bots if a source is newer. Returns the program for [`script`].
pub(crate) fn build_demo(step: Step) -> Result<PathBuf> {
    build_if_stale(&DEMO, step)?;
    Ok(web_app().join(DEMO.output))
}

/// Builds the participants of the endurance test like [`build_demo`].
pub(crate) fn build_participant(step: Step) -> Result<PathBuf> {
    build_if_stale(&DEMO, step)?;
    Ok(web_app().join(PARTICIPANT))
}

/// Creates a `node` command that runs `program`. It receives the signal `when_orphaned` if xtask ends.
pub(crate) fn script(program: &Path, when_orphaned: Signal) -> Result<Command> {
    let node = find_in_path(&["node"]).with_context(|| format!("{}; {INSTALL_HINT}", requirement()))?;
    let mut command = child::command(&node.to_string_lossy(), RunAs::CurrentUser, when_orphaned);
    command.arg(program).current_dir(web_app());
    Ok(command)
}

fn build_if_stale(script: &BuildScript, mut step: Step) -> Result<()> {
    let app = web_app();
    let _lock = files::lock(&workspace::scratch_dir().join("web.lock"), &mut step)?;
    let built = fs::metadata(app.join(script.output))
        .and_then(|meta| meta.modified())
        .ok();
    if built.is_some_and(|built| newest_source(&app, script.sources).is_some_and(|source| source <= built)) {
        step.succeed("up to date");
        return Ok(());
    }
    run(&["run", script.script], &mut step)?;
    step.succeed("");
    Ok(())
}

fn newest_source(app: &Path, sources: &[&str]) -> Option<SystemTime> {
    let modified = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let files = fs::read_dir(app)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file());
    let top = files.filter_map(|file| modified(&file)).max();
    sources
        .iter()
        .filter_map(|folder| newest_in(&app.join(folder)))
        .chain(top)
        .max()
}

/// Deleting a file changes only the modification time of its directory.
fn newest_in(folder: &Path) -> Option<SystemTime> {
    let own = fs::metadata(folder).and_then(|meta| meta.modified()).ok()?;
    let inside = fs::read_dir(folder).ok()?.flatten().filter_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            newest_in(&path)
        } else {
            entry.metadata().ok()?.modified().ok()
        }
    });
    inside.chain([own]).max()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    use super::{MIN_NODE_VERSION, PAGE, newest_source, version};
    use crate::workspace::web_app;

    #[test]
    fn versions_are_compared_numerically() {
        assert!(version("v20.19.0").unwrap() >= MIN_NODE_VERSION);
        assert!(version("v100.2.0").unwrap() >= MIN_NODE_VERSION);
        assert!(version("v20.9.0").unwrap() < MIN_NODE_VERSION);
        assert!(version("v18.20.4").unwrap() < MIN_NODE_VERSION);
        assert_eq!(version("unknown"), None);
    }

    #[test]
    fn package_json_requires_the_same_node_version() {
        let package = fs::read_to_string(web_app().join("package.json")).unwrap();
        let (major, minor) = MIN_NODE_VERSION;
        assert!(package.contains(&format!(r#""node": ">={major}.{minor}""#)));
    }

    #[test]
    fn newest_source_is_found_recursively_outside_the_build() {
        let app = tempfile::tempdir().unwrap();
        let at = |path: &str, seconds: u64| {
            let path = app.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            File::create(&path).unwrap().set_modified(time).unwrap();
            time
        };
        let future = 10_000_000_000;
        at("dist/index.html", future + 9);
        at("package.json", future + 1);
        let newest = at("src/watch/player/view.tsx", future + 2);
        assert_eq!(newest_source(app.path(), PAGE.sources), Some(newest));
    }
}
